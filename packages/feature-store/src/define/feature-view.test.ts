import { number, text } from '@millrace/features';
import { expect, it } from 'vitest';
import { count, latest, mean } from './aggregation.ts';
import { chooseFeatures } from './choose-features.ts';
import { parseDuration } from './duration.ts';
import { defineEntity } from './entity.ts';
import { defineFeatureView, type FeatureView } from './feature-view.ts';
import { listFeatures } from './list-features.ts';

const airports = defineEntity({ name: 'airports', keys: ['origin'] });
const view: FeatureView = {
  name: 'delays',
  entity: airports,
  eventTime: 'date',
  availableTime: 'landed',
  windows: ['1h', '24h'],
  values: { flights: count(), mean: mean(number('delay')), last_known: latest(number('delay')) },
};

it('is plain data that survives JSON', () => {
  expect(JSON.parse(JSON.stringify(defineFeatureView(view)))).toEqual(view);
});

it('names features by view, value and window', () => {
  expect(listFeatures(view).map(({ name, type }) => `${name} ${type}`)).toEqual([
    'delays_flights_1h integer',
    'delays_flights_24h integer',
    'delays_mean_1h float',
    'delays_mean_24h float',
    'delays_last_known float',
  ]);
});

it('demands to be told when events become known', () => {
  const { availableTime: _, ...silent } = view;
  expect(() => defineFeatureView(silent)).toThrow('it needs either `availableTime`, or `availableAtEvent: true`');
  expect(() => defineFeatureView({ ...view, availableAtEvent: true })).toThrow('it needs either');
  expect(() => defineFeatureView({ ...silent, availableAtEvent: true })).not.toThrow();
});

it.each<[string, Partial<FeatureView>]>([
  ['its name is not a letter', { name: '1st' }],
  ['`eventTime` names no column', { eventTime: '' }],
  ['`joinOn` names "destination", which is no key of its entity', { joinOn: { destination: 'origin' } }],
  ['it has no values', { values: {} }],
  ['the value name "mean-delay"', { values: { 'mean-delay': count() } }],
  ['the value "mean" is the mean of nothing', { values: { mean: { aggregate: 'mean' } } }],
  ['the value "n" is the count of numeric', { values: { n: { aggregate: 'count', value: number('delay') } } }],
  [
    'is the sum of text, which takes numeric or boolean',
    { values: { s: { aggregate: 'sum', value: text('origin') } } },
  ],
  ['"median", which is no aggregation', { values: { m: { aggregate: 'median' as 'mean', value: number('delay') } } }],
  ['`availableTime` gives numeric, not a timestamp', { availableTime: number('delay') as never }],
  ['it has no `windows`', { windows: [] }],
  ['its values are all `latest` and need no `windows`', { values: { delay: latest(number('delay')) } }],
  ['the feature "delays_flights_1h" would stand twice', { windows: ['1h', '1h'] }],
])('says that %s', (reason, change) => {
  expect(() => defineFeatureView({ ...view, ...change })).toThrow(reason);
});

it('reads durations, and refuses what is none', () => {
  expect(['90s', '15m', '3h', '1d', '2w'].map((duration) => parseDuration(duration, 'a test'))).toEqual([
    90e6, 900e6, 10_800e6, 86_400e6, 1_209_600e6,
  ]);
  for (const wrong of ['1', 'h', '0h', '1.5h', '-1h', '1y', ' 1h', '1e3s', '99999999999999w'])
    expect(() => parseDuration(wrong, 'a test'), wrong).toThrow('is not a duration');
  expect(() => defineFeatureView({ ...view, ttl: '0s' })).toThrow(
    '"0s" is not a duration (the ttl of the view "delays")',
  );
});

it('refuses entities without a name or with keys that are none', () => {
  expect(() => defineEntity({ name: '', keys: ['a'] })).toThrow('its name is empty');
  expect(() => defineEntity({ name: 'x', keys: [] })).toThrow('it has no key');
  expect(() => defineEntity({ name: 'x' } as Parameters<typeof defineEntity>[0])).toThrow('it has no key');
  expect(() => defineEntity({ name: 'x', keys: ['a', ''] })).toThrow('a key has no name');
  expect(() => defineEntity({ name: 'x', keys: ['a', 'b', 'a'] })).toThrow('the key "a" stands twice');
});

it('chooses features by name, and lists the nearest for a wrong one', () => {
  const names = ['delays:mean_24h', 'delays:last_known'];
  expect(chooseFeatures([view], names).map(({ name }) => name)).toEqual(['delays_mean_24h', 'delays_last_known']);
  expect(() => chooseFeatures([view], ['delays:mean_2h'])).toThrow('There is no feature "delays:mean_2h".');
  expect(() => chooseFeatures([view], ['delys:mean_1h'])).toThrow('There is no feature view "delys".');
  const other: FeatureView = { ...view, name: 'delays_last', values: { known: latest(number('delay')) }, windows: [] };
  expect(() => chooseFeatures([view, other])).toThrow('The feature "delays_last_known" would stand beside another');
});
