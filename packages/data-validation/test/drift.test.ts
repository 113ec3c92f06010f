import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type ColumnStatistics, type Engine } from '@millrace/core';
import { openEngine } from '@millrace/data';
import { compareColumns, computeStatistics, type CompareColumnsOptions } from '@millrace/data-validation';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
});
afterAll(() => engine[Symbol.asyncDispose]());

async function describeValues(values: ArrayLike<unknown>): Promise<ColumnStatistics> {
  const { splits } = await computeStatistics({ x: values }, { engine });
  return splits['all']!.columns[0]!;
}

async function distance(
  left: ArrayLike<unknown>,
  right: ArrayLike<unknown>,
  options: CompareColumnsOptions,
): Promise<number> {
  const [a, b] = [await describeValues(left), await describeValues(right)];
  const forward = compareColumns(a, b, options);
  const backward = compareColumns(b, a, options);
  if ('unavailable' in forward || 'unavailable' in backward) throw new Error('unavailable');
  expect(backward.value).toBe(forward.value);
  return forward.value;
}

const normal = (seed: number, n: number, shift = 0): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: n }, () => random.nextNormal() + shift);
};

describe('compareColumns', () => {
  it('measures the shift of a normal distribution, whether or not its values are listed', async () => {
    // Jensen-Shannon divergence of N(0, 1) and N(1, 1) is 0.1607 bit (numerical integration); bins see a little less.
    for (const n of [1500, 50_000]) {
      const value = await distance(normal(1, n), normal(2, n, 1), { measure: 'jensenShannon' });
      expect(value).toBeGreaterThan(0.13);
      expect(value).toBeLessThan(0.18);
    }
  });

  it('stays near 0 for two samples of one distribution, whatever the tail', async () => {
    const exponential = (seed: number): Float64Array => normal(seed, 20_000).map((x) => Math.exp(3 * x));
    expect(await distance(exponential(1), exponential(2), { measure: 'jensenShannon' })).toBeLessThan(0.002);
    // The same comparison by the edges of equal-width histograms mistakes the tail for the whole.
    expect(
      await distance(exponential(1), exponential(2), { measure: 'jensenShannon', histogram: 'standard' }),
    ).toBeGreaterThan(0.1);
  });

  it('does not change when both sides go through the same rising function', async () => {
    const [left, right] = [normal(3, 1000), normal(4, 1000, 0.5)];
    const plain = await distance(left, right, { measure: 'jensenShannon' });
    expect(await distance(left.map(Math.exp), right.map(Math.exp), { measure: 'jensenShannon' })).toBeCloseTo(
      plain,
      10,
    );
  });

  it('sees a change in the share of one repeated number', async () => {
    const zeros = (share: number): number[] => Array.from({ length: 1000 }, (_, i) => (i < share * 1000 ? 0 : i));
    const value = await distance(zeros(0.5), zeros(0.9), { measure: 'jensenShannon' });
    // Two shares, 0.5 and 0.9: h(0.7) - (h(0.5) + h(0.9)) / 2 = 0.1468 bit at least.
    expect(value).toBeGreaterThan(0.1468 - 1e-3);
    expect(value).toBeLessThan(0.25);
  });

  it('is 1 for numbers that have nothing in common and 0 for the same', async () => {
    expect(await distance([1, 2, 3, 4], [11, 12, 13], { measure: 'jensenShannon' })).toBe(1);
    expect(await distance(normal(5, 5000), normal(5, 5000), { measure: 'jensenShannon' })).toBe(0);
    expect(await distance([2, 2, 2], [2, 2], { measure: 'jensenShannon' })).toBe(0);
    expect(await distance([2, 2, 2], [3, 3], { measure: 'jensenShannon' })).toBe(1);
  });

  it('counts NaN and infinities as values, equal on both sides', async () => {
    const mixed = [1.5, NaN, Infinity, -Infinity, NaN];
    for (const histogram of ['common', 'standard', 'quantiles'] as const) {
      expect(await distance(mixed, mixed, { measure: 'jensenShannon', histogram })).toBe(0);
      expect(await distance([NaN, NaN], [Infinity], { measure: 'jensenShannon', histogram })).toBe(1);
    }
  });

  it('compares flags, text and listed numbers by value', async () => {
    expect(await distance([true, true, false, false], [true, false, false, false], { measure: 'infinityNorm' })).toBe(
      0.25,
    );
    expect(await distance(['a', 'b'], ['a', 'a'], { measure: 'infinityNorm' })).toBe(0.5);
    expect(await distance([1, 2, 2, 2], [1, 1, 1, 2], { measure: 'infinityNorm' })).toBe(0.5);
  });

  it('says why a comparison cannot be made', async () => {
    const many = await describeValues(normal(1, 5000));
    const text = await describeValues(['a']);
    expect(compareColumns(many, many, { measure: 'infinityNorm' })).toEqual({
      unavailable: 'the statistics do not list every value of a column of numbers',
    });
    expect(compareColumns(text, await describeValues([true]), { measure: 'infinityNorm' })).toEqual({
      unavailable: 'the column holds string and the control boolean',
    });
    expect(compareColumns(text, await describeValues([null]), { measure: 'infinityNorm' })).toEqual({
      unavailable: 'the control has no values',
    });
  });
});
