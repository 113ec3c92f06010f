import { expect, it } from 'vitest';
import { roundMoments } from './round-moments.ts';

it('keeps 12 digits of both', () => {
  expect(roundMoments({ mean: 7.841592653589793, deviation: 1.2345678901234567 })).toEqual({
    mean: 7.84159265359,
    deviation: 1.23456789012,
  });
});

it('keeps of a small mean only the digits that the deviation has', () => {
  expect(roundMoments({ mean: 0.0012345678901234, deviation: 3 }).mean).toBe(0.00123456789);
  expect(roundMoments({ mean: -3.0958e-17, deviation: 0.5 }).mean).toBe(0);
});

it('keeps the mean of equal values', () => {
  expect(roundMoments({ mean: 1e-30, deviation: 0 })).toEqual({ mean: 1e-30, deviation: 0 });
});
