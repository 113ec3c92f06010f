import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '@millrace/core';
import { sortNumbers } from './sort-numbers.ts';

describe('sortNumbers', () => {
  it('sorts as the built-in sort does, with signs, infinities, tiny and huge numbers', () => {
    const random = createRandom(1);
    const special = [0, -0, 5e-324, -5e-324, 1e308, -1e308, Infinity, -Infinity, 0.1, -0.1, 1, -1];
    const values = Float64Array.from({ length: 20_000 }, (_, i) =>
      i % 3 === 0
        ? special[random.nextInteger(special.length)]!
        : random.nextNormal() * 10 ** (random.nextInteger(600) - 300),
    );
    expect(sortNumbers(values)).toEqual(values.slice().sort());
  });

  it('sorts short arrays, and arrays in which few bits differ, and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), (list) => {
        const values = Float64Array.from(list);
        expect(sortNumbers(values)).toEqual(Float64Array.from(list).sort());
        expect(values).toEqual(Float64Array.from(list));
      }),
    );
    const narrow = Float64Array.from({ length: 10_000 }, (_, i) => 1 + ((i * 7919) % 10_007));
    expect(sortNumbers(narrow)).toEqual(narrow.slice().sort());
  });
});
