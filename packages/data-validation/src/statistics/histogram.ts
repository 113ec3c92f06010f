import type { Histogram } from '@millrace/core';

/** Distinct values, ascending, how often each occurs, and how many values are not above it. */
export interface SortedCounts {
  readonly values: Float64Array;
  readonly counts: Float64Array;
  readonly reached: Float64Array;
}

/**
 * `bucketCount` buckets of equal width between two values; one point bucket when they are equal, and fewer buckets where
 * there are not that many doubles between them. Values outside are left out.
 */
export function equalWidthHistogram(
  sorted: SortedCounts,
  { low, high, bucketCount }: { readonly low: number; readonly high: number; readonly bucketCount: number },
): Histogram {
  if (low === high) return countBetween(sorted, [low, high]);
  const edges = Array.from({ length: bucketCount + 1 }, (_, i) => {
    if (i === bucketCount) return high;
    const share = i / bucketCount;
    const isHuge = !Number.isFinite((high - low) * bucketCount);
    return Math.min(high, isHuge ? low * (1 - share) + high * share : low + ((high - low) * i) / bucketCount);
  });
  return countBetween(sorted, [...new Set(edges)]);
}

/** At most `bucketCount` buckets of one whole width that hold the integers from `low` to `high`; the edges lie between integers. */
export function integerHistogram(
  sorted: SortedCounts,
  { low, high, bucketCount }: { readonly low: number; readonly high: number; readonly bucketCount: number },
): Histogram {
  const width = Math.max(1, Math.ceil((high - low + 1) / bucketCount));
  const edges = [low - 0.5];
  while (edges.at(-1)! < high) edges.push(edges.at(-1)! + width);
  return countBetween(sorted, edges);
}

/**
 * Exact counts between the quantiles of the values. A quantile that is met more than once has a bucket of its own whose
 * two edges are equal: there sits one value with a large share of the rows.
 */
export function quantileHistogram(sorted: SortedCounts, quantiles: readonly number[]): Histogram {
  const edges = quantiles.filter((value, i) => !(value === quantiles[i - 1] && value === quantiles[i - 2]));
  return countBetween(sorted, edges.length === 1 ? [edges[0]!, edges[0]!] : edges);
}

/** Counts values in [edge, next edge), the last bucket closed; equal neighbouring edges take all of their one value. */
function countBetween(sorted: SortedCounts, edges: readonly number[]): Histogram {
  const last = edges.length - 2;
  const counts = edges.slice(1).map((high, i) => {
    const low = edges[i]!;
    const isPoint = low === high;
    const isAfterPoint = i > 0 && edges[i - 1] === low && !isPoint;
    const below = isAfterPoint ? countAtMost(sorted, low) : countLess(sorted, low);
    return (i === last || isPoint ? countAtMost(sorted, high) : countLess(sorted, high)) - below;
  });
  return { edges, counts };
}

function countLess(sorted: SortedCounts, bound: number): number {
  return countBefore(sorted, (value) => value < bound);
}

function countAtMost(sorted: SortedCounts, bound: number): number {
  return countBefore(sorted, (value) => value <= bound);
}

function countBefore({ values, reached }: SortedCounts, isBefore: (value: number) => boolean): number {
  const index = findFirst(values, (value) => !isBefore(value));
  return index === 0 ? 0 : reached[index - 1]!;
}

/** The first position in ascending values from which a condition holds; their number when it holds nowhere. */
export function findFirst(values: Float64Array, holds: (value: number) => boolean): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(values[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
