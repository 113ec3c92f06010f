import fc from 'fast-check';
import type { RowInput } from '@millrace/core';
import { number, text } from '@millrace/features';
import {
  count,
  defineEntity,
  defineFeatureView,
  distinctCount,
  first,
  last,
  latest,
  max,
  mean,
  min,
  standardDeviation,
  sum,
} from '@millrace/feature-store';
import type { TestAsk, TestEvent } from './brute-force.ts';

export const second = 1_000_000;

/** Every aggregation, over three windows. */
export const shopView = defineFeatureView({
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
export const windows = { '1s': second, '3s': 3 * second, '1m': 60 * second } as const;

// Few keys and few different times: ties, empty windows and exact edges come often.
const times = fc.integer({ min: 0, max: 12 }).map((step) => (step * second) / 2);
const amounts = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0.1, 1e12, -1e12, 1e-12),
);
const missingAt = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 8 });

export const anyEvent: fc.Arbitrary<TestEvent> = fc.record({
  key: missingAt(fc.constantFrom('a', 'b', 'c')),
  time: missingAt(times),
  known: missingAt(fc.tuple(times, times).map(([time, delay]) => time + delay)),
  amount: missingAt(amounts),
  label: missingAt(fc.constantFrom('x', 'y', 'ü', '')),
});
export const anyAsk: fc.Arbitrary<TestAsk> = fc.record({
  key: missingAt(fc.constantFrom('a', 'b', 'c', 'never seen')),
  moment: times.map((time) => time + 3 * second),
});
/** One event without gaps in front, so that every column has a type. */
export const anyHistory: fc.Arbitrary<readonly TestEvent[]> = fc
  .array(anyEvent, { maxLength: 40 })
  .map((events) => [{ key: 'b', time: 0, known: 0, amount: 0.5, label: 'x' }, ...events]);

export function asDate(microseconds: number | null): Date | null {
  return microseconds === null ? null : new Date(microseconds / 1000);
}

export function rowsOf(events: readonly TestEvent[]): RowInput {
  return events.map(({ time, known, ...rest }) => ({ ...rest, time: asDate(time), known: asDate(known) }));
}
