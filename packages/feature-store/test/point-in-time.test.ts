import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toRows, type Engine } from '@millrace/core';
import { openEngine } from '@millrace/data';
import { number, text } from '@millrace/features';
import {
  count,
  defineEntity,
  defineFeatureView,
  distinctCount,
  first,
  getHistoricalFeatures,
  last,
  latest,
  listFeatures,
  max,
  mean,
  min,
  standardDeviation,
  sum,
} from '@millrace/feature-store';
import { bruteForceLatest, bruteForceWindow, type TestAsk, type TestEvent } from './brute-force.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
});

const second = 1_000_000;
const windows = { '1s': second, '3s': 3 * second, '1m': 60 * second } as const;

const view = defineFeatureView({
  name: 'shop',
  entity: defineEntity({ name: 'shops', keys: ['key'] }),
  eventTime: 'time',
  availableTime: 'known',
  windows: ['1s', '3s', '1m'],
  ttl: '3s',
  values: {
    count: count(),
    sum: sum(number('amount')),
    mean: mean(number('amount')),
    standardDeviation: standardDeviation(number('amount')),
    min: min(number('amount')),
    max: max(number('amount')),
    first: first(number('amount')),
    last: last(number('amount')),
    distinctCount: distinctCount(text('label')),
    lastLabel: last(text('label')),
    latest: latest(number('amount')),
    latestLabel: latest(text('label')),
  },
});

// Few keys and few different times: ties, empty windows and exact edges come often.
const times = fc.integer({ min: 0, max: 12 }).map((step) => (step * second) / 2);
const keys = fc.constantFrom('a', 'b', 'c');
const amounts = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0.1, 1e12, -1e12, 1e-12),
);
const missingAt = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 8 });
const anyEvent: fc.Arbitrary<TestEvent> = fc.record({
  key: missingAt(keys),
  time: missingAt(times),
  known: missingAt(fc.tuple(times, times).map(([time, delay]) => time + delay)),
  amount: missingAt(amounts),
  label: missingAt(fc.constantFrom('x', 'y', 'ü', '')),
});
const anyAsk: fc.Arbitrary<TestAsk> = fc.record({
  key: missingAt(fc.constantFrom('a', 'b', 'c', 'never seen')),
  moment: times.map((time) => time + 3 * second),
});

const asDate = (microseconds: number | null): Date | null =>
  microseconds === null ? null : new Date(microseconds / 1000);
const historyOf = (events: readonly TestEvent[]): object[] =>
  events.map(({ time, known, ...rest }) => ({ ...rest, time: asDate(time), known: asDate(known) }));

it('gives every row what a search through all events gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyEvent, { minLength: 1, maxLength: 40 }),
      fc.array(anyAsk, { minLength: 1, maxLength: 25 }),
      async (events, asks) => {
        const blank = { key: 'b', time: 0, known: 0, amount: 0.5, label: 'x' };
        const history = [blank, ...events];
        const joined = await getHistoricalFeatures({
          entities: asks.map(({ key, moment }, row) => ({ row, shop: key, moment: asDate(moment) })),
          views: [{ ...view, joinOn: { key: 'shop' } }],
          history: historyOf(history) as never,
          moment: 'moment',
          engine,
        });
        expect(joined.rowCount).toBe(asks.length);
        toRows(joined).forEach((row, index) => {
          const ask = asks[index]!;
          expect(row['row']).toBe(index);
          for (const { name, value, window } of listFeatures(view)) {
            const { aggregate } = view.values[value]!;
            const of = /label|distinct/i.test(value) ? 'label' : 'amount';
            const expected =
              aggregate === 'latest'
                ? bruteForceLatest(history, ask, { of, ttl: 3 * second })
                : bruteForceWindow(history, ask, { aggregate, window: windows[window as '1s'], of });
            if (typeof expected === 'number' && ['sum', 'mean', 'standardDeviation'].includes(aggregate)) {
              const scale = bruteForceScale(history, aggregate);
              expect(Math.abs((row[name] as number) - expected), name).toBeLessThanOrEqual(1e-12 * scale);
            } else expect(row[name], name).toEqual(expected);
          }
        });
      },
    ),
    { numRuns: 150 },
  );
});

function bruteForceScale(events: readonly TestEvent[], aggregate: string): number {
  const size = events.reduce((sum, { amount }) => sum + Math.abs(amount ?? 0), 0);
  return aggregate === 'standardDeviation' ? 1e4 * size : size;
}
