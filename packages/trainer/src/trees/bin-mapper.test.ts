import { createRandom } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignBins, chooseUpperBounds, createBinMapper } from './bin-mapper.ts';

const bounds = (values: readonly number[], bins: number): number[] => [
  ...chooseUpperBounds(Float64Array.from(values).sort(), bins),
];
const binsOf = (values: readonly number[], bins: number): number[] => {
  const column = Float64Array.from(values);
  const into = new Uint8Array(column.length);
  assignBins(createBinMapper({ name: 'x', kind: 'numeric' }, column, bins), column, into);
  return [...into];
};

describe('chooseUpperBounds', () => {
  it('gives each of few values its own bin, with bounds halfway', () => {
    expect(bounds([3, 1, 1, 2, 3], 63)).toEqual([1.5, 2.5, Infinity]);
    expect(bounds([], 63)).toEqual([Infinity]);
    expect(bounds([7, 7], 63)).toEqual([Infinity]);
  });

  it('makes bins of equal counts of many values', () => {
    const found = bounds(
      Array.from({ length: 1000 }, (_, index) => index),
      4,
    );
    expect(found).toEqual([249.5, 499.5, 749.5, Infinity]);
  });

  it('gives a value that fills a bin one of its own, and shares the rest out', () => {
    const zeros = new Array<number>(700).fill(0);
    const others = Array.from({ length: 300 }, (_, index) => index + 1);
    expect(bounds([...zeros, ...others], 4)).toEqual([0.5, 100.5, 200.5, Infinity]);
  });

  it('keeps neighbours apart that no number lies between', () => {
    const next = 1 + Number.EPSILON;
    expect(bounds([1, next], 63)).toEqual([1, Infinity]);
    expect(bounds([-Infinity, 0, 1e308, Infinity], 63)).toEqual([-Infinity, 5e307, 1e308, Infinity]);
  });

  it('never has more bins than asked for, and never an empty one', () => {
    const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, min: -1e300, max: 1e300 }));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 2, max: 20 }),
        (values, bins) => {
          const used = new Set(binsOf(values, bins));
          const count = bounds(values, bins).length;
          expect(count).toBeLessThanOrEqual(bins);
          expect(used.size).toBe(count);
        },
      ),
    );
  });
});

describe('assignBins', () => {
  it('puts a value into the first bin whose upper bound is not below it, and NaN into the last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double(), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 2, max: 255 }),
        (raw, bins) => {
          const column = Float64Array.from(raw);
          const mapper = createBinMapper({ name: 'x', kind: 'numeric' }, column, bins);
          if (mapper.kind !== 'numeric') throw new Error('not numeric');
          const into = new Uint8Array(column.length);
          assignBins(mapper, column, into);
          column.forEach((value, row) => {
            const expected = Number.isNaN(value)
              ? mapper.missingBin
              : mapper.upperBounds.findIndex((bound) => value <= bound);
            expect(into[row]).toBe(expected);
          });
        },
      ),
    );
  });

  it('keeps frequent categories apart and puts rare ones together when there are too many', () => {
    const random = createRandom(1);
    const codes = Int32Array.from({ length: 20_000 }, () => Math.floor(600 * random.next() ** 3));
    const feature = { name: 'airport', kind: 'categorical', categories: 600 } as const;
    const mapper = createBinMapper(feature, codes, 63);
    if (mapper.kind !== 'categorical') throw new Error('not categorical');
    const counts = new Map<number, number>();
    for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
    const shared = [...counts].filter(([code]) => mapper.binOfCategory[code] === 254).map(([, count]) => count);
    const apart = [...counts].filter(([code]) => mapper.binOfCategory[code] !== 254);
    expect(new Set(apart.map(([code]) => mapper.binOfCategory[code])).size).toBe(254);
    expect(Math.max(...shared)).toBeLessThanOrEqual(Math.min(...apart.map(([, count]) => count)));
    expect(mapper.missingBin).toBe(255);
  });
});
