import type { Histogram } from '@millrace/core';

/** Distinct values, ascending, and how often each occurs. */
export interface SortedCounts {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/** `bucketCount` buckets of equal width between two values; one point bucket when they are equal. Values outside are left out. */
export function equalWidthHistogram(
  sorted: SortedCounts,
  { low, high, bucketCount }: { readonly low: number; readonly high: number; readonly bucketCount: number },
): Histogram {
  if (low === high) return countBetween(sorted, [low, high]);
  const edges = Array.from({ length: bucketCount + 1 }, (_, i) => {
    if (i === bucketCount) return high;
    const share = i / bucketCount;
    const edge = Number.isFinite(high - low)
      ? low + ((high - low) * i) / bucketCount
      : low * (1 - share) + high * share;
    return Math.min(edge, high);
  });
  return countBetween(sorted, edges);
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
function countBetween({ values, counts }: SortedCounts, edges: readonly number[]): Histogram {
  const bucketCounts = new Array<number>(edges.length - 1).fill(0);
  let bucket = 0;
  const last = bucketCounts.length - 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < edges[0]!) continue;
    if (value > edges[last + 1]!) break;
    while (bucket < last && value >= edges[bucket + 1]! && !(value === edges[bucket] && value === edges[bucket + 1])) {
      bucket++;
    }
    bucketCounts[bucket]! += counts[i]!;
  }
  return { edges, counts: bucketCounts };
}
