import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  infinityNorm,
  jensenShannonOfValues,
  normalizedAbsoluteDifference,
  type ValueDistribution,
} from './value-distances.ts';

function distribution(counts: Readonly<Record<string, number>>, listed = Infinity): ValueDistribution {
  const ranked = Object.entries(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const kept = ranked.slice(0, listed);
  return {
    values: kept.map(([value]) => value),
    counts: kept.map(([, count]) => count),
    total: ranked.reduce((sum, [, count]) => sum + count, 0),
    isComplete: kept.length === ranked.length,
  };
}

const anyCounts = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'), fc.integer({ min: 1, max: 50 }), {
    minKeys: 1,
  })
  .map((counts) => ({ ...counts }));

describe('infinityNorm', () => {
  it('is the largest difference of relative frequencies, and names the value', () => {
    const left = distribution({ a: 3, b: 1 });
    const right = distribution({ a: 1, c: 1 });
    // a: 3/4 - 1/2; b: 1/4 - 0; c: 0 - 1/2.
    expect(infinityNorm(left, right)).toEqual({ value: 0.5, isExact: true, witness: { value: 'c', count: 0 } });
  });

  it('is 0 for equal shares and 1 for nothing in common', () => {
    expect(infinityNorm(distribution({ a: 1, b: 2 }), distribution({ a: 2, b: 4 })).value).toBe(0);
    expect(infinityNorm(distribution({ a: 1 }), distribution({ b: 1 })).value).toBe(1);
  });
});

describe('normalizedAbsoluteDifference', () => {
  it('is the largest difference of counts over the sum of all counts', () => {
    // TFDV scales both sides by one total: a: |3 - 1| / 6.
    expect(normalizedAbsoluteDifference(distribution({ a: 3, b: 1 }), distribution({ a: 1, b: 1 })).value).toBeCloseTo(
      2 / 6,
      15,
    );
  });
});

describe('jensenShannonOfValues', () => {
  it('agrees with the divergence worked out by hand', () => {
    expect(jensenShannonOfValues(distribution({ a: 5 }), distribution({ a: 1, b: 1 })).value).toBeCloseTo(
      0.31127812445913283,
      14,
    );
  });
});

describe('lists that are cut off', () => {
  it('give a lower bound, and say so', () => {
    fc.assert(
      fc.property(anyCounts, anyCounts, fc.integer({ min: 1, max: 9 }), (left, right, listed) => {
        for (const measure of [infinityNorm, jensenShannonOfValues, normalizedAbsoluteDifference]) {
          const exact = measure(distribution(left), distribution(right));
          const bound = measure(distribution(left, listed), distribution(right, listed));
          expect(exact.isExact).toBe(true);
          expect(bound.value).toBeLessThanOrEqual(exact.value + 1e-12);
          if (bound.isExact) expect(bound.value).toBe(exact.value);
        }
      }),
    );
  });
});
