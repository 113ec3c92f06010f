import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toRows, type Cell, type Engine, type OnlineStore } from '@millrace/core';
import { openEngine } from '@millrace/data';
import { integer, number } from '@millrace/features';
import {
  count,
  createSqliteOnlineStore,
  defineEntity,
  defineFeatureView,
  getHistoricalFeatures,
  getOnlineFeatures,
  latest,
  materialize,
  mean,
  type FeatureView,
  type OnlineFeatures,
} from '@millrace/feature-store';
import { createInMemoryOnlineStore } from '@millrace/feature-store/testing';
import type { TestEvent } from './brute-force.ts';
import { anyEvent, anyHistory, asDate, rowsOf, second, shopView } from './shop-view.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
});

const everything = defineFeatureView({ ...shopView, name: 'all', entity: undefined });
const { latest: _latest, latestLabel: _latestLabel, ...windowed } = shopView.values;
const windowsOnly = defineFeatureView({
  ...shopView,
  name: 'windowed',
  windows: ['1s', '3s'],
  ttl: undefined,
  values: windowed,
});
const views = [shopView, everything, windowsOnly];
const keys = ['a', 'b', 'c', 'never seen', null].map((key) => ({ key }));
const anyMoment = fc.integer({ min: 0, max: 30 }).map((step) => (step * second) / 2);

async function joinAt(events: readonly TestEvent[], moment: number): Promise<Record<string, Cell>[]> {
  const entities = keys.map(({ key }) => ({ key, moment: asDate(moment) }));
  const joined = await getHistoricalFeatures({ entities, views, history: rowsOf(events), moment: 'moment', engine });
  return toRows(joined).map(({ key: _key, moment: _moment, ...features }) => features);
}

const valuesOf = (answers: readonly OnlineFeatures[]): readonly Readonly<Record<string, Cell>>[] =>
  answers.map(({ values }) => values);

it('reads online what the join gives at the moment of the last run', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory, anyMoment, async (events, moment) => {
      const store = createSqliteOnlineStore(':memory:');
      await materialize({ views, history: rowsOf(events), store, upTo: moment, engine });
      const online = await getOnlineFeatures({ store, views, keys });
      expect(valuesOf(online)).toEqual(await joinAt(events, moment));
      await store[Symbol.asyncDispose]();
    }),
    { numRuns: 80 },
  );
});

it('holds after each run what one run from scratch would have written, with data that comes late', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.array(anyEvent, { maxLength: 12 }), fc.integer({ min: 0, max: 8 })), {
        minLength: 1,
        maxLength: 4,
      }),
      async (deliveries) => {
        const store = createInMemoryOnlineStore();
        let events: readonly TestEvent[] = [{ key: 'b', time: 0, known: 0, amount: 0.5, label: 'x' }];
        let upTo = 0;
        for (const [delivery, steps] of deliveries) {
          events = [...events, ...delivery];
          upTo += (steps * second) / 2;
          await materialize({ views, history: rowsOf(events), store, upTo, engine });
          const scratch = createInMemoryOnlineStore();
          await materialize({ views, history: rowsOf(events), store: scratch, upTo, engine });
          const now = upTo + second;
          expect(await getOnlineFeatures({ store, views, keys, now })).toEqual(
            await getOnlineFeatures({ store: scratch, views, keys, now }),
          );
        }
      },
    ),
    { numRuns: 40 },
  );
});

const accounts = defineFeatureView({
  name: 'accounts',
  entity: defineEntity({ name: 'accounts', keys: ['country', 'account'] }),
  eventTime: 'time',
  availableAtEvent: true,
  windows: ['1h'],
  ttl: '2h',
  values: { logins: count(), mean_size: mean(number('size')), balance: latest(integer('balance')) },
});
const hour = 3_600_000_000;
const login = (hours: number, account: number, balance: number): Record<string, unknown> => ({
  country: 'CH',
  account,
  time: asDate(hours * hour),
  size: balance / 4,
  balance,
});

async function readAccount(
  store: OnlineStore,
  account: number | null,
  { now, view = accounts }: { readonly now?: number; readonly view?: FeatureView } = {},
): Promise<OnlineFeatures> {
  const answers = await getOnlineFeatures({ store, views: [view], keys: [{ account, country: 'CH', more: 1 }], now });
  return answers[0]!;
}

it('updates keys whose window became empty, and writes only what may have changed', async () => {
  const store = createInMemoryOnlineStore();
  const { balance: _balance, ...values } = accounts.values;
  const view = defineFeatureView({ ...accounts, values });
  const history = [login(1, 7, 100), login(1.5, 8, 40), login(9, 9, 2)];
  const run = async (hours: number): Promise<unknown> =>
    materialize({ views: [view], history, store, upTo: hours * hour, engine });
  expect(await run(2)).toEqual([{ view: 'accounts', from: undefined, upTo: 2 * hour, keyCount: 2, writtenCount: 2 }]);
  // At 2 the login of 1 has just left its hour.
  expect((await readAccount(store, 7, { view })).values).toEqual({
    accounts_logins_1h: 0,
    accounts_mean_size_1h: null,
  });
  expect((await readAccount(store, 8, { view })).values).toEqual({ accounts_logins_1h: 1, accounts_mean_size_1h: 10 });
  expect(await run(3)).toEqual([{ view: 'accounts', from: 2 * hour, upTo: 3 * hour, keyCount: 2, writtenCount: 1 }]);
  expect((await readAccount(store, 8, { view })).values).toEqual({
    accounts_logins_1h: 0,
    accounts_mean_size_1h: null,
  });
  expect(await run(9)).toMatchObject([{ keyCount: 3, writtenCount: 1 }]);
  await expect(run(4)).rejects.toMatchObject({
    code: 'FEATURE_STORE_BEHIND_WATERMARK',
    details: { upTo: '1970-01-01T04:00:00.000Z', watermark: '1970-01-01T09:00:00.000Z' },
  });
});

it('says of every value what it is worth', async () => {
  const store = createInMemoryOnlineStore();
  const statuses = async (account: number | null, hours?: number): Promise<unknown> => {
    const now = hours === undefined ? {} : { now: Math.round(hours * hour) };
    const { values, statuses: found } = await readAccount(store, account, now);
    return Object.keys(values).map((name) => [values[name], found[name]]);
  };
  expect(await statuses(7)).toEqual([
    [null, 'not-found'],
    [null, 'not-found'],
    [null, 'not-found'],
  ]);
  await materialize({ views: [accounts], history: [login(1, 7, 100)], store, upTo: 2.5 * hour, engine });
  expect(await statuses(7, 2.5)).toEqual([
    [0, 'present'],
    [null, 'missing'],
    [100, 'present'],
  ]);
  expect(await statuses(7, 3)).toMatchObject([
    [0, 'present'],
    [null, 'missing'],
    [100, 'present'],
  ]);
  // The balance is of 1 and lives for two hours; the counts hold for 2.5.
  expect(await statuses(7, 3.1)).toMatchObject([
    [0, 'present'],
    [null, 'missing'],
    [null, 'expired'],
  ]);
  expect(await statuses(7, 4.6)).toMatchObject([
    [null, 'expired'],
    [null, 'expired'],
    [null, 'expired'],
  ]);
  expect(await statuses(8, 3)).toEqual([
    [0, 'not-found'],
    [null, 'not-found'],
    [null, 'not-found'],
  ]);
  expect(await statuses(null, 3)).toEqual([
    [null, 'not-found'],
    [null, 'not-found'],
    [null, 'not-found'],
  ]);
});

it('takes a view whose definition changed for another view', async () => {
  const store = createInMemoryOnlineStore();
  const history = [login(1, 7, 100)];
  await materialize({ views: [accounts], history, store, upTo: hour, engine });
  const wider = defineFeatureView({ ...accounts, windows: ['24h'] });
  expect((await readAccount(store, 7, { view: wider })).statuses['accounts_logins_24h']).toBe('not-found');
  expect(await materialize({ views: [wider], history, store, upTo: hour, engine })).toMatchObject([
    { from: undefined, writtenCount: 1 },
  ]);
  expect((await readAccount(store, 7, { view: wider })).values['accounts_logins_24h']).toBe(1);
  expect((await readAccount(store, 7)).values['accounts_logins_1h']).toBe(1);
});

it('refuses what is no moment', async () => {
  const upTo = new Date('yesterday');
  const run = materialize({ views: [accounts], history: [], store: createInMemoryOnlineStore(), upTo, engine });
  await expect(run).rejects.toMatchObject({ code: 'FEATURE_STORE_INVALID_MOMENT', details: { value: 'Invalid Date' } });
});

it('refuses keys that lack a part', async () => {
  const asked = getOnlineFeatures({ store: createInMemoryOnlineStore(), views: [accounts], keys: [{ account: 7 }] });
  await expect(asked).rejects.toMatchObject({ code: 'FEATURE_STORE_INVALID_KEY', details: { part: 'country' } });
});
