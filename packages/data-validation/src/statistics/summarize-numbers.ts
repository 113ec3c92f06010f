import {
  roundSignificant,
  type NumberStatistics,
  type OrderedStatistics,
  type TimestampStatistics,
  type ValueCount,
} from '@millrace/core';
import { rankFrequencies } from './frequencies.ts';
import { equalWidthHistogram, findFirst, integerHistogram, quantileHistogram, type SortedCounts } from './histogram.ts';
import type { NumberCounts } from './number-counts.ts';
import type { StatisticsLimits } from './statistics-limits.ts';

const extremeCount = 10;
const coreBucketCount = 40;

/** Statistics of a numeric column from the counts of its values. */
export function summarizeNumbers(
  column: { readonly name: string; readonly type: 'integer' | 'float' },
  numbers: NumberCounts,
  limits: StatisticsLimits,
): NumberStatistics {
  const { values, counts, missingCount, nanCount, positiveInfinityCount, negativeInfinityCount } = numbers;
  const sorted = accumulate(numbers);
  const finiteCount = sorted.reached.at(-1) ?? 0;
  const { mean, standardDeviation } = describeMoments(sorted, finiteCount);
  let zeroCount = 0;
  let negativeCount = negativeInfinityCount;
  for (let i = 0; i < values.length && values[i]! <= 0; i++) {
    if (values[i] === 0) zeroCount = counts[i]!;
    else negativeCount += counts[i]!;
  }
  const specialKinds = [nanCount, positiveInfinityCount, negativeInfinityCount].filter((count) => count > 0).length;
  return {
    ...column,
    presentCount: finiteCount + nanCount + positiveInfinityCount + negativeInfinityCount,
    missingCount,
    ...describeOrder(column.type, sorted, limits),
    distinctCount: values.length + specialKinds,
    mean,
    standardDeviation,
    zeroCount,
    negativeCount,
    nanCount,
    positiveInfinityCount,
    negativeInfinityCount,
  };
}

const hourLength = 3_600_000_000;
const dayLength = 24 * hourLength;

/** Statistics of a column of times (microseconds since 1970) from the counts of its values. */
export function summarizeTimestamps(
  name: string,
  numbers: NumberCounts,
  limits: StatisticsLimits,
): TimestampStatistics {
  const { values, counts, missingCount, positiveInfinityCount, negativeInfinityCount } = numbers;
  const sorted = accumulate(numbers);
  const hourCounts = new Array<number>(24).fill(0);
  const weekdayCounts = new Array<number>(7).fill(0);
  for (let i = 0; i < values.length; i++) {
    const day = Math.floor(values[i]! / dayLength);
    const hour = Math.floor((values[i]! - day * dayLength) / hourLength);
    hourCounts[hour]! += counts[i]!;
    // 1970-01-01 was a Thursday.
    weekdayCounts[(((day + 3) % 7) + 7) % 7]! += counts[i]!;
  }
  return {
    name,
    type: 'timestamp',
    presentCount: (sorted.reached.at(-1) ?? 0) + positiveInfinityCount + negativeInfinityCount,
    missingCount,
    ...describeOrder('integer', sorted, limits),
    hourCounts,
    weekdayCounts,
  };
}

function describeOrder(
  type: 'integer' | 'float',
  sorted: SortedCounts,
  { histogramBucketCount, valueCountLimit }: StatisticsLimits,
): OrderedStatistics {
  const { values, counts } = sorted;
  const isComplete = values.length <= valueCountLimit;
  const percentiles = percentilesOf(sorted);
  const frequencies = rankFrequencies({ values, counts }, { isComplete, topCount: 20 });
  const distinctCount = values.length;
  if (percentiles.length === 0) {
    const nothing = { min: null, median: null, max: null, histogram: null, coreHistogram: null };
    return { distinctCount, ...nothing, percentiles, quantileHistogram: null, frequencies, ...noExtremes };
  }
  const low = percentiles[0]!;
  const high = percentiles[100]!;
  const core = { low: percentiles[1]!, high: percentiles[99]!, bucketCount: coreBucketCount };
  const deciles = percentiles.filter((_, i) => i % 10 === 0);
  return {
    distinctCount,
    min: low,
    median: percentiles[50]!,
    max: high,
    percentiles,
    histogram: equalWidthHistogram(sorted, { low, high, bucketCount: histogramBucketCount }),
    coreHistogram: type === 'integer' ? integerHistogram(sorted, core) : equalWidthHistogram(sorted, core),
    quantileHistogram: quantileHistogram(sorted, deciles),
    frequencies,
    lowestValues: listExtremes(sorted, (i) => i),
    highestValues: listExtremes(sorted, (i) => values.length - 1 - i),
  };
}

const noExtremes = { lowestValues: [], highestValues: [] };

function listExtremes({ values, counts }: SortedCounts, at: (i: number) => number): ValueCount[] {
  return Array.from({ length: Math.min(extremeCount, values.length) }, (_, i) => {
    return { value: values[at(i)]! + 0, count: counts[at(i)]! };
  });
}

/** Percentiles 0 to 100 by the inverse of the empirical distribution (type 1 of Hyndman and Fan). */
function percentilesOf({ values, reached }: SortedCounts): number[] {
  const total = reached.at(-1) ?? 0;
  if (total === 0) return [];
  return Array.from({ length: 101 }, (_, percent) => {
    const rank = Math.max(1, Math.ceil((percent * total) / 100));
    // Adding zero turns -0 into 0: which of the two comes first depends on the order of the rows.
    return values[findFirst(reached, (count) => count >= rank)]! + 0;
  });
}

/** Mean and population deviation in two passes over the values in ascending order, with compensated sums. */
function describeMoments(
  { values, counts }: SortedCounts,
  total: number,
): { readonly mean: number | null; readonly standardDeviation: number | null } {
  if (total === 0) return { mean: null, standardDeviation: null };
  const largest = Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!));
  // Squares and sums of very large or very small numbers leave the range of a double; scaled ones do not.
  const scale = largest > 1e140 || (largest < 1e-140 && largest > 0) ? largest : 1;
  const mean = compensatedSum(values.length, (i) => (values[i]! / scale) * counts[i]!) / total;
  const squares = compensatedSum(values.length, (i) => (values[i]! / scale - mean) ** 2 * counts[i]!);
  return {
    mean: roundSignificant(mean * scale) + 0,
    standardDeviation: values.length === 1 ? 0 : roundSignificant(Math.sqrt(squares / total) * scale),
  };
}

/** Neumaier's sum: the error does not grow with the number of terms. */
function compensatedSum(length: number, term: (i: number) => number): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < length; i++) {
    const value = term(i);
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

function accumulate({ values, counts }: Pick<NumberCounts, 'values' | 'counts'>): SortedCounts {
  const reached = new Float64Array(counts.length);
  let total = 0;
  for (let i = 0; i < counts.length; i++) reached[i] = total += counts[i]!;
  return { values, counts, reached };
}
