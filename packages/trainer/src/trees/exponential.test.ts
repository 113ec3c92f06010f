import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exponential } from './exponential.ts';

it('is within one unit in the last place of e^x', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      const expected = Math.exp(x);
      expect(Math.abs(exponential(x) - expected)).toBeLessThanOrEqual(2.3e-16 * expected);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  [0, 1],
  [1, Math.E],
  [-1, 0.36787944117144233],
  [Math.LN2, 2],
])('gives e^%d', (x, expected) => {
  expect(exponential(x)).toBeCloseTo(expected, 15);
});

it('stays finite and above zero far out', () => {
  expect(exponential(1e6)).toBe(exponential(700));
  expect(exponential(-1e6)).toBeGreaterThan(0);
});
