import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rowNumbers } from '../history/order-by-time.ts';
import { fillDeviations } from './fill-deviations.ts';
import { fillMeans, fillSums } from './fill-sums.ts';
import { arrangeValues, type ValueSeries } from './value-series.ts';
import type { WindowRanges } from './window-ranges.ts';

const seriesOf = (values: readonly number[]): ValueSeries =>
  arrangeValues(Float64Array.from(values), rowNumbers(values.length), values.length);
const rangesOf = (pairs: readonly (readonly [number, number])[]): WindowRanges => ({
  lows: Int32Array.from(pairs, ([low]) => low),
  highs: Int32Array.from(pairs, ([, high]) => high),
  rows: rowNumbers(pairs.length),
});
const fill = (
  kernel: (series: ValueSeries, ranges: WindowRanges, into: Float64Array) => void,
  values: readonly number[],
  pairs: readonly (readonly [number, number])[],
): number[] => {
  const into = new Float64Array(pairs.length);
  kernel(seriesOf(values), rangesOf(pairs), into);
  return [...into];
};

/** Windows whose both ends only move forward, some of them empty, some far apart. */
const slidingWindows = (length: number): fc.Arbitrary<(readonly [number, number])[]> =>
  fc.array(fc.tuple(fc.nat(length), fc.nat(length)), { maxLength: 30 }).map((ends) => {
    const lows = ends.map(([low]) => low).sort((a, b) => a - b);
    const highs = ends.map(([, high]) => high).sort((a, b) => a - b);
    return lows.map((low, index) => [low, Math.max(low, highs[index]!)] as const);
  });

/** The exact sum of doubles, as an integer multiple of 2^-1074. */
function exactSum(values: readonly number[]): bigint {
  return values.reduce((sum, value) => sum + exactInteger(value), 0n);
}
function exactInteger(value: number): bigint {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0]!;
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return bits >> 63n === 1n ? -size : size;
}

it('sums within one part in 10^15 of the exact sum, whatever was in the window before', () => {
  const anyValue = fc.oneof(
    fc.double({ min: 1e-9, max: 1e-3, noNaN: true }),
    fc.double({ min: 0.1, max: 1e3, noNaN: true }),
    fc.double({ min: 1e15, max: 1e22, noNaN: true }),
    fc.constant(Number.NaN),
  );
  const anyCase = fc
    .array(anyValue, { minLength: 1, maxLength: 60 })
    .chain((values) => fc.tuple(fc.constant(values), slidingWindows(values.length)));
  fc.assert(
    fc.property(anyCase, ([values, windows]) => {
      fill(fillSums, values, windows).forEach((sum, index) => {
        const exact = exactSum(values.slice(...windows[index]!).filter((value) => !Number.isNaN(value)));
        const error = exactInteger(sum) - exact;
        expect((error < 0n ? -error : error) * 1_000_000_000_000_000n <= exact).toBe(true);
      });
    }),
    { numRuns: 300 },
  );
});

it('leaves no trace of large values that have left the window', () => {
  // Running sums would give 0 for the last two: 1e20 + 0.1 is 1e20.
  const values = [1e20, 0.1, 0.2, 0.3];
  const windows = [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 4],
  ] as const;
  expect(fill(fillSums, values, windows)).toEqual([1e20, 1e20, 0.1 + 0.2, 0.5]);
});

it('rounds once: ten tenths are one', () => {
  expect(fill(fillSums, new Array<number>(10).fill(0.1), [[0, 10]])).toEqual([1]);
  expect(fill(fillMeans, new Array<number>(10).fill(0.1), [[0, 10]])).toEqual([0.1]);
});

it('sums whole numbers exactly up to 2^53, in running sums of 32 bits where they fit', () => {
  const large = 2 ** 52 - 1;
  expect(seriesOf([large, -large]).runningSums()).toBeInstanceOf(Float64Array);
  expect(seriesOf([2 ** 30, 2 ** 30 - 1]).runningSums()).toBeInstanceOf(Int32Array);
  expect(seriesOf([2 ** 30, 2 ** 30]).runningSums()).toBeInstanceOf(Float64Array);
  expect(seriesOf([large, large, large]).runningSums()).toBeUndefined();
  expect(seriesOf([0.5]).runningSums()).toBeUndefined();
  const windows = [
    [0, 1],
    [0, 2],
    [1, 3],
  ] as const;
  expect(fill(fillSums, [large, 1, -large], windows)).toEqual([large, 2 ** 52, 1 - large]);
});

it('gives infinities where they are, and nothing where they oppose each other', () => {
  const values = [1.5, Infinity, 2.5, -Infinity, 3.5];
  const windows = [
    [0, 1],
    [0, 2],
    [1, 3],
    [1, 4],
    [2, 4],
    [4, 5],
  ] as const;
  expect(fill(fillSums, values, windows)).toEqual([1.5, Infinity, Infinity, Number.NaN, -Infinity, 3.5]);
});

it('takes the standard deviation of the population, without cancellation', () => {
  // 2, 4, 4, 4, 5, 5, 7, 9 has mean 5 and deviation 2; far from zero, and over a cut, it has the same.
  const values = [2, 4, 4, 4, 5, 5, 7, 9].map((value) => value + 1e9);
  const windows = [
    [0, 4],
    [0, 8],
    [8, 11],
    [10, 11],
    [11, 11],
  ] as const;
  const found = fill(fillDeviations, [...values, 0.1, 0.1, 0.1], windows);
  expect(found[0]).toBeCloseTo(Math.sqrt(0.75), 12);
  expect(found[1]).toBeCloseTo(2, 12);
  expect(found.slice(2)).toEqual([0, 0, Number.NaN]);
});
