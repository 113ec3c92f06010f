import { createRandom, type Random } from '@millrace/core';
import { jensenShannonDivergence } from '@millrace/data-validation';
import { describe, expect, it } from 'vitest';
import {
  chiSquareQuantile,
  infinityNormNoise,
  jensenShannonNoise,
  ksNoise,
  normalQuantile,
  psiNoise,
  type SampleSizes,
} from './chance.ts';
import { largestGap, percentileDistance, percentileSpread, populationStability } from './distances.ts';

// scipy.stats 1.17: norm.ppf and chi2.ppf.
describe('quantiles', () => {
  it.each([
    [0.5, 0],
    [0.975, 1.959963985],
    [0.0005, -3.290526731],
  ])('of the standard normal at %f', (probability, expected) => {
    expect(Math.abs(normalQuantile(probability) - expected)).toBeLessThan(5e-4);
  });

  it.each([
    [1, 0.99, 6.634896601],
    [2, 0.99, 9.210340372],
    [9, 0.999, 27.87716487],
    [50, 0.9995, 89.56052054],
  ])('of chi-square with %i degrees at %f', (degrees, probability, expected) => {
    expect(Math.abs(chiSquareQuantile(degrees, probability) / expected - 1)).toBeLessThan(0.01);
  });
});

function drawCounts(random: Random, count: number, shares: readonly number[]): number[] {
  const counts = shares.map(() => 0);
  for (let i = 0; i < count; i++) {
    let left = random.next();
    let value = 0;
    while (value < shares.length - 1 && left >= shares[value]!) left -= shares[value++]!;
    counts[value]!++;
  }
  return counts;
}

const uniform = (count: number): number[] => new Array<number>(count).fill(1 / count);
const skewed = (count: number): number[] => {
  const weights = uniform(count).map((_, i) => 1 / (i + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

/** How often samples of one distribution are further apart than chance is said to drive them, at 1 in 100. */
function falseAlarms(
  shares: readonly number[],
  [current, reference]: readonly [number, number],
  isBeyond: (a: readonly number[], b: readonly number[], sizes: SampleSizes) => boolean,
): number {
  const random = createRandom(11);
  const sizes = { current, reference, alpha: 0.01 };
  let alarms = 0;
  for (let i = 0; i < 300; i++) {
    if (isBeyond(drawCounts(random, current, shares), drawCounts(random, reference, shares), sizes)) alarms++;
  }
  return alarms;
}

describe('what chance alone does', () => {
  const add = (a: readonly number[], b: readonly number[]): number[] =>
    a.map((count, i) => count + b[i]!).filter((count) => count > 0);

  // Of 300 reports 3 alarms are expected; 10 or more would be chance once in a thousand times.
  it.each([
    ['2 values', uniform(2), [200, 200]],
    ['5 values', uniform(5), [200, 2000]],
    ['50 values', uniform(50), [200, 2000]],
    ['200 values, 5 rows each', uniform(200), [1000, 1000]],
    ['200 skewed values', skewed(200), [1000, 5000]],
    ['1000 skewed values, most of them rare', skewed(1000), [1000, 3000]],
  ] as const)('explains Jensen-Shannon of %s', (_, shares, sizes) => {
    const alarms = falseAlarms(shares, sizes, (a, b, own) => {
      return jensenShannonDivergence(a, b) > jensenShannonNoise(add(a, b), own);
    });
    expect(alarms).toBeLessThan(10);
  });

  it.each([
    [uniform(10), [200, 200]],
    [uniform(10), [500, 20_000]],
  ] as const)('explains the stability index of ten bins', (shares, sizes) => {
    const alarms = falseAlarms(shares, sizes, (a, b, own) => populationStability(a, b) > psiNoise(10, own));
    expect(alarms).toBeLessThan(10);
  });

  it('explains the largest difference of one share', () => {
    const alarms = falseAlarms(skewed(20), [400, 900], (a, b, own) => {
      const largest = largestGap(
        a.map((count) => count / own.current),
        b.map((count) => count / own.reference),
      );
      return (
        largest >
        infinityNormNoise(
          add(a, b).map((count) => count / (own.current + own.reference)),
          own,
        )
      );
    });
    expect(alarms).toBeLessThan(10);
  });

  it('explains Kolmogorov-Smirnov and Wasserstein of numbers', () => {
    const random = createRandom(5);
    const sizes = { current: 300, reference: 800, alpha: 0.01 };
    const percentiles = (values: Float64Array): number[] =>
      Array.from({ length: 101 }, (_, p) => values[Math.max(0, Math.ceil((p / 100) * values.length) - 1)]!);
    let [ks, wasserstein] = [0, 0];
    for (let i = 0; i < 300; i++) {
      const draw = (count: number): Float64Array =>
        Float64Array.from({ length: count }, () => random.nextNormal()).sort();
      const [a, b] = [draw(sizes.current), draw(sizes.reference)];
      const shareBelow = (values: Float64Array, point: number): number =>
        values.filter((x) => x <= point).length / values.length;
      const points = percentiles(b);
      const gap = largestGap(
        points.map((point) => shareBelow(a, point)),
        points.map((point) => shareBelow(b, point)),
      );
      if (gap > ksNoise(sizes)) ks++;
      const chance = normalQuantile(0.995) * Math.sqrt(1 / sizes.current + 1 / sizes.reference);
      if (percentileDistance(percentiles(a), points, 1)! > chance * percentileSpread(points, 1)) wasserstein++;
    }
    expect(ks).toBeLessThan(10);
    expect(wasserstein).toBeLessThan(10);
  });
});

describe('distances', () => {
  it('has the stability index of a worked example', () => {
    // By hand: (0.3 - 0.2) ln 1.5 + (0.3 - 0.3) ln 1 + (0.4 - 0.5) ln 0.8.
    const expected = 0.1 * Math.log(1.5) + -0.1 * Math.log(0.8);
    expect(populationStability([30, 30, 40], [20, 30, 50])).toBeCloseTo(expected, 12);
    expect(populationStability([5, 5], [50, 50])).toBe(0);
    expect(populationStability([10, 0], [5, 5])).toBeLessThan(2);
  });

  it('moves percentiles by as many standard deviations as values move', () => {
    const reference = Array.from({ length: 101 }, (_, p) => p);
    expect(
      percentileDistance(
        reference.map((value) => value + 6),
        reference,
        2,
      ),
    ).toBeCloseTo(3, 12);
    expect(percentileDistance(reference, reference, 0)).toBeNull();
  });
});
