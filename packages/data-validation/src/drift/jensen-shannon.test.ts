import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignHistograms, jensenShannonDivergence } from './jensen-shannon.ts';

const masses = fc
  .array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 12 })
  .filter((pairs) => pairs.some(([left]) => left > 0) && pairs.some(([, right]) => right > 0))
  .map((pairs) => ({ left: pairs.map(([left]) => left), right: pairs.map(([, right]) => right) }));

describe('jensenShannonDivergence', () => {
  it('has the values worked out by hand', () => {
    expect(jensenShannonDivergence([1, 0], [0, 1])).toBe(1);
    expect(jensenShannonDivergence([3, 1], [3, 1])).toBe(0);
    // P = (1, 0), Q = (1/2, 1/2), M = (3/4, 1/4): (log2(4/3) + (log2(2/3) + log2(2)) / 2) / 2 = 0.3112781...
    expect(jensenShannonDivergence([5, 0], [1, 1])).toBeCloseTo(0.31127812445913283, 14);
    // scipy.spatial.distance.jensenshannon([0.1, 0.9], [0.4, 0.6], 2) ** 2
    const h = (p: number): number => -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
    expect(jensenShannonDivergence([1, 9], [4, 6])).toBeCloseTo(h(0.25) - (h(0.1) + h(0.4)) / 2, 14);
  });

  it('lies between 0 and 1, is symmetric, and does not depend on scale', () => {
    fc.assert(
      fc.property(masses, fc.integer({ min: 2, max: 9 }), ({ left, right }, scale) => {
        const divergence = jensenShannonDivergence(left, right);
        expect(divergence).toBeGreaterThanOrEqual(0);
        expect(divergence).toBeLessThanOrEqual(1);
        expect(jensenShannonDivergence(right, left)).toBe(divergence);
        expect(jensenShannonDivergence(left, left)).toBe(0);
        expect(
          jensenShannonDivergence(
            left,
            right.map((mass) => mass * scale),
          ),
        ).toBeCloseTo(divergence, 12);
      }),
    );
  });

  it('is not a number when one side has no mass', () => {
    expect(jensenShannonDivergence([0, 0], [1, 1])).toBeNaN();
  });
});

describe('alignHistograms', () => {
  it('spreads counts evenly over the union of the edges', () => {
    const left = { edges: [0, 10], counts: [10] };
    const right = { edges: [5, 10, 20], counts: [4, 6] };
    // Edges 0, 5, 10, 20.
    expect(alignHistograms(left, right)).toEqual({ left: [5, 5, 0], right: [0, 4, 6] });
  });

  it('keeps repeated single values in buckets of their own', () => {
    const left = { edges: [0, 0, 10], counts: [8, 2] };
    const right = { edges: [5, 5], counts: [3] };
    expect(alignHistograms(left, right)).toEqual({ left: [2, 8, 0], right: [0, 0, 3] });
  });

  it('leaves no mass behind', () => {
    const histogram = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 8 }).chain((edges) =>
      fc.array(fc.nat(100), { minLength: edges.length - 1, maxLength: edges.length - 1 }).map((counts) => ({
        edges: edges.sort((a, b) => a - b),
        counts,
      })),
    );
    fc.assert(
      fc.property(histogram, histogram, (left, right) => {
        const aligned = alignHistograms(left, right);
        const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
        expect(aligned.left).toHaveLength(aligned.right.length);
        expect(sum(aligned.left)).toBeCloseTo(sum(left.counts), 9);
        expect(sum(aligned.right)).toBeCloseTo(sum(right.counts), 9);
      }),
    );
  });
});
