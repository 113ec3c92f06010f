import { expect, it } from 'vitest';
import { createRandom } from './random.ts';

it('gives the same stream for a seed, and others for other seeds and streams', () => {
  const draw = (seed: number, stream?: number): number[] => {
    const random = createRandom(seed, stream);
    return Array.from({ length: 5 }, () => random.next());
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  expect(draw(7, 1)).not.toEqual(draw(7, 0));
  expect(draw(2 ** 40 + 7)).not.toEqual(draw(7));
});

it('draws integers uniformly (chi-square of 10 buckets, 9 degrees of freedom, 99.9 % quantile 27.88)', () => {
  const random = createRandom(1);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) counts[random.nextInteger(10)]!++;
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(27.88);
});

it('draws uniform and normal numbers of the right moments', () => {
  const random = createRandom(2);
  let sum = 0;
  let normalSum = 0;
  let normalSquares = 0;
  for (let i = 0; i < 100_000; i++) {
    sum += random.next();
    const normal = random.nextNormal();
    normalSum += normal;
    normalSquares += normal * normal;
  }
  expect(sum / 100_000).toBeCloseTo(0.5, 2);
  expect(normalSum / 100_000).toBeCloseTo(0, 1);
  expect(normalSquares / 100_000).toBeCloseTo(1, 1);
});

it('shuffles into every order equally often (6 orders of 3, 99.9 % quantile of 5 degrees of freedom 20.52)', () => {
  const random = createRandom(3);
  const counts: Record<string, number> = {};
  for (let i = 0; i < 60_000; i++) {
    const order = random.shuffle([0, 1, 2]).join('');
    counts[order] = (counts[order] ?? 0) + 1;
  }
  const chiSquare = Object.values(counts).reduce((total, count) => total + (count - 10_000) ** 2 / 10_000, 0);
  expect(Object.keys(counts)).toHaveLength(6);
  expect(chiSquare).toBeLessThan(20.52);
});
