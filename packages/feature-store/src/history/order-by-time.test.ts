import fc from 'fast-check';
import { expect, it } from 'vitest';
import { groupRows, positionsOfRows } from './group-rows.ts';
import { orderByTime, rowNumbers } from './order-by-time.ts';

const microseconds = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 0, max: 4_000_000_000 }).map((offset) => 978_307_200_000_000 + offset * 60_000),
  fc.maxSafeInteger(),
  fc.constant(Number.NaN),
);

it('sorts moments of any range, keeps the order of ties, and puts rows without a time first', () => {
  fc.assert(
    fc.property(fc.array(microseconds, { maxLength: 60 }), (times) => {
      const expected = [...times.keys()].sort((a, b) => {
        const [left, right] = [times[a]!, times[b]!].map((time) => (Number.isNaN(time) ? -Infinity : time)) as [
          number,
          number,
        ];
        return left === right ? a - b : left - right;
      });
      expect([...orderByTime(Float64Array.from(times), rowNumbers(times.length))]).toEqual(expected);
    }),
  );
});

it('leaves sorted rows as they are', () => {
  const order = rowNumbers(3);
  expect(orderByTime(Float64Array.of(1, 1, 2), order)).toBe(order);
});

it('groups by key in order of time, without rows that have no key or no time', () => {
  const times = Float64Array.of(5, 3, Number.NaN, 4, 1, 2);
  const codes = Int32Array.of(1, 0, 0, 1, -1, 1);
  const order = orderByTime(times, rowNumbers(6));
  const grouped = groupRows({ codes, keyCount: 3, times, order });
  expect([...grouped.starts]).toEqual([0, 1, 4, 4]);
  expect([...grouped.rows]).toEqual([1, 5, 3, 0]);
  expect([...grouped.times]).toEqual([3, 2, 4, 5]);
  expect([...positionsOfRows(grouped, 6)]).toEqual([3, 0, -1, 2, -1, 1]);
});
