import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toColumnBatch, toRows, type Engine } from '@millrace/core';
import { expectTable } from '@millrace/core/testing';
import { openEngine } from '@millrace/data';
import { addTime, flag, number, text, timestamp } from '@millrace/features';
import {
  count,
  createFeatureStore,
  createSqliteOnlineStore,
  defineEntity,
  defineFeatureView,
  first,
  getHistoricalFeatures,
  last,
  latest,
  max,
  sum,
} from '@millrace/feature-store';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
});

const at = (time: string): Date => new Date(`2001-01-01T${time}:00Z`);
const accounts = defineEntity({ name: 'accounts', keys: ['country', 'account'] });
const payments = defineFeatureView({
  name: 'payments',
  entity: accounts,
  source: 'ledger',
  eventTime: 'booked',
  availableTime: addTime(timestamp('booked'), number('days'), 'hours'),
  windows: ['2h'],
  values: {
    paid: sum(number('amount')),
    newest: max(timestamp('booked')),
    urgent: last(flag('urgent')),
    purpose: first(text('purpose')),
  },
});
const limits = defineFeatureView({
  name: 'limits',
  entity: defineEntity({ name: 'countries', keys: ['code'] }),
  joinOn: { code: 'country' },
  eventTime: 'since',
  availableAtEvent: true,
  ttl: '3h',
  values: { limit: latest(number('limit')) },
});
const sources = {
  ledger: [
    { country: 'CH', account: 1, booked: at('08:00'), days: 1, amount: 10.5, urgent: true, purpose: 'rent' },
    { country: 'CH', account: 1, booked: at('09:00'), days: 0, amount: 0.25, urgent: false, purpose: null },
    { country: 'DE', account: 1, booked: at('09:00'), days: 0, amount: 7, urgent: null, purpose: 'food' },
  ],
  limits: [
    { code: 'CH', since: at('06:00'), limit: 100 },
    { code: 'CH', since: at('09:30'), limit: 200 },
  ],
};
const labels = [
  { account: 1, country: 'CH', asked: at('09:00'), bad: 0 },
  { account: 1, country: 'DE', asked: at('09:00'), bad: 1 },
  { account: 1, country: 'CH', asked: at('09:30'), bad: 0 },
  { account: 2, country: 'CH', asked: at('12:31'), bad: 1 },
];

it('joins views of several sources, types and keys', async () => {
  const store = createFeatureStore({ views: [payments, limits], sources, engine });
  const joined = await store.getHistoricalFeatures({ entities: labels });
  expectTable(joined, {
    account: [1, 1, 1, 2],
    country: ['CH', 'DE', 'CH', 'CH'],
    asked: labels.map(({ asked }) => asked),
    bad: [0, 1, 0, 1],
    payments_paid_2h: [10.75, 7, 10.75, 0],
    payments_newest_2h: [at('09:00'), at('09:00'), at('09:00'), null],
    payments_urgent_2h: [false, null, false, null],
    payments_purpose_2h: ['rent', 'food', 'rent', null],
    // From 09:30 on 200; an hour and a minute after three hours nothing is known any more.
    limits_limit: [100, null, 200, null],
  });
});

it('gives the features that are asked for, in that order, and takes texts of moments', async () => {
  const joined = await getHistoricalFeatures({
    entities: [{ country: 'CH', account: 1, asked: '2001-01-01T09:59:59Z' }],
    views: [payments, limits],
    sources,
    moment: 'asked',
    features: ['limits:limit', 'payments:paid_2h'],
    engine,
  });
  expect(Object.keys(joined.columns)).toEqual(['country', 'account', 'asked', 'limits_limit', 'payments_paid_2h']);
  expect(toRows(joined)[0]).toMatchObject({ limits_limit: 200, payments_paid_2h: 10.75 });
});

it('reads online what it has materialised, by the columns of a request', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'millrace-store-'));
  const online = createSqliteOnlineStore(path.join(directory, 'online.db'));
  const store = createFeatureStore({ views: [payments, limits], sources, online, engine });
  expect(await store.materialize({ upTo: at('09:30') })).toMatchObject([
    { view: 'payments', keyCount: 2, writtenCount: 2 },
    { view: 'limits', keyCount: 1, writtenCount: 1 },
  ]);
  const keys = [{ country: 'CH', account: 1 }];
  for (let read = 0; read < 2; read++) {
    expect(await store.getOnlineFeatures({ keys, now: at('12:30') })).toEqual([
      {
        values: {
          payments_paid_2h: 10.75,
          payments_newest_2h: at('09:00').getTime() * 1000,
          payments_urgent_2h: false,
          payments_purpose_2h: 'rent',
          limits_limit: 200,
        },
        statuses: {
          payments_paid_2h: 'present',
          payments_newest_2h: 'present',
          payments_urgent_2h: 'present',
          payments_purpose_2h: 'present',
          limits_limit: 'present',
        },
      },
    ]);
  }
  const late = await store.getOnlineFeatures({ keys, features: ['limits:limit'], now: at('12:31') });
  expect(late).toEqual([{ values: { limits_limit: null }, statuses: { limits_limit: 'expired' } }]);
  await online[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

it('names what is missing: a source, a moment, an online store', async () => {
  const store = createFeatureStore({ views: [payments, limits], sources: { limits: sources.limits }, engine });
  await expect(store.getHistoricalFeatures({ entities: labels })).rejects.toMatchObject({
    code: 'FEATURE_STORE_UNKNOWN_SOURCE',
    details: { view: 'payments', source: 'ledger' },
  });
  const whole = createFeatureStore({ views: [payments, limits], sources, engine });
  const twoTimes = labels.map((row) => ({ ...row, other: at('10:00') }));
  await expect(whole.getHistoricalFeatures({ entities: twoTimes })).rejects.toMatchObject({
    code: 'FEATURE_STORE_UNCLEAR_MOMENT',
    details: { candidates: ['asked', 'other'] },
  });
  await expect(whole.materialize({ upTo: 0 })).rejects.toMatchObject({ code: 'FEATURE_STORE_NO_ONLINE_STORE' });
  await expect(whole.getOnlineFeatures({ keys: [] })).rejects.toMatchObject({ code: 'FEATURE_STORE_NO_ONLINE_STORE' });
});

it('refuses keys of another type than the history has', async () => {
  const store = createFeatureStore({ views: [payments], sources, engine });
  const entities = [{ country: 'CH', account: '1', asked: at('09:00') }];
  await expect(store.getHistoricalFeatures({ entities })).rejects.toMatchObject({
    code: 'FEATURE_STORE_WRONG_COLUMN_TYPE',
    details: { column: 'account', actual: 'string', expected: 'integer' },
  });
});

it('joins nothing with nothing', async () => {
  const view = defineFeatureView({
    name: 'all',
    eventTime: 'time',
    availableAtEvent: true,
    windows: ['1h'],
    values: { n: count() },
  });
  const none = { type: 'timestamp', values: new Float64Array(0), validity: undefined } as const;
  const empty = { rowCount: 0, columns: { time: none } };
  const moments = toColumnBatch([{ asked: at('09:00') }]);
  const views = [view];
  const joined = await getHistoricalFeatures({ entities: moments, views, history: empty, engine });
  expect(toRows(joined)).toMatchObject([{ all_n_1h: 0 }]);
  const nobody = await getHistoricalFeatures({ entities: empty, views, history: empty, engine });
  expect([nobody.rowCount, Object.keys(nobody.columns)]).toEqual([0, ['time', 'all_n_1h']]);
});
