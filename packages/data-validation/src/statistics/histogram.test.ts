import { describe, expect, it } from 'vitest';
import { equalWidthHistogram, integerHistogram, quantileHistogram, type SortedCounts } from './histogram.ts';

function sorted(pairs: readonly (readonly [value: number, count: number])[]): SortedCounts {
  let total = 0;
  return {
    values: Float64Array.from(pairs, ([value]) => value),
    counts: Float64Array.from(pairs, ([, count]) => count),
    reached: Float64Array.from(pairs, ([, count]) => (total += count)),
  };
}

describe('equalWidthHistogram', () => {
  it('counts a value on an edge in the bucket above it, and the largest in the last', () => {
    const counts = sorted([
      [0, 1],
      [2.5, 2],
      [5, 4],
      [10, 8],
    ]);
    expect(equalWidthHistogram(counts, { low: 0, high: 10, bucketCount: 4 })).toEqual({
      edges: [0, 2.5, 5, 7.5, 10],
      counts: [1, 2, 4, 8],
    });
  });

  it('is one point bucket when there is one value', () => {
    expect(equalWidthHistogram(sorted([[3, 7]]), { low: 3, high: 3, bucketCount: 10 })).toEqual({
      edges: [3, 3],
      counts: [7],
    });
  });

  it('covers the whole range of doubles', () => {
    const { edges, counts } = equalWidthHistogram(
      sorted([
        [-1.7e308, 1],
        [0, 1],
        [1.7e308, 1],
      ]),
      { low: -1.7e308, high: 1.7e308, bucketCount: 10 },
    );
    expect(edges.every(Number.isFinite)).toBe(true);
    expect(counts).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it('has fewer buckets where there are fewer doubles, and loses no value', () => {
    const { edges, counts } = equalWidthHistogram(
      sorted([
        [0, 3],
        [5e-324, 4],
      ]),
      { low: 0, high: 5e-324, bucketCount: 10 },
    );
    expect(edges).toEqual([0, 5e-324]);
    expect(counts).toEqual([7]);
  });
});

describe('integerHistogram', () => {
  it('puts its edges between whole numbers, with buckets of one width', () => {
    const counts = sorted([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
      [5, 1],
    ]);
    expect(integerHistogram(counts, { low: 1, high: 5, bucketCount: 40 }).edges).toEqual([
      0.5, 1.5, 2.5, 3.5, 4.5, 5.5,
    ]);
    expect(integerHistogram(counts, { low: 1, high: 5, bucketCount: 2 })).toEqual({
      edges: [0.5, 3.5, 6.5],
      counts: [3, 2],
    });
  });
});

describe('quantileHistogram', () => {
  it('gives a value that fills several quantiles a bucket of its own', () => {
    const counts = sorted([
      [0, 80],
      [50, 10],
      [100, 10],
    ]);
    const deciles = [0, 0, 0, 0, 0, 0, 0, 0, 0, 50, 100];
    expect(quantileHistogram(counts, deciles)).toEqual({ edges: [0, 0, 50, 100], counts: [80, 0, 20] });
  });

  it('counts exactly between the quantiles', () => {
    const counts = sorted(Array.from({ length: 10 }, (_, i) => [i, 1] as const));
    expect(quantileHistogram(counts, [0, 4, 9])).toEqual({ edges: [0, 4, 9], counts: [4, 6] });
  });
});
