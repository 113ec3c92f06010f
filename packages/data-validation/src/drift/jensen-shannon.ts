import type { Histogram } from '@millrace/core';

/**
 * Jensen-Shannon divergence to base 2 of two sets of masses over the same buckets: half the sum of the Kullback-Leibler
 * divergences from their average. 0 when the shares are equal, 1 when no bucket has mass in both; symmetric.
 * The masses need not sum to 1. NaN when one side has no mass.
 */
export function jensenShannonDivergence(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const leftTotal = sum(left);
  const rightTotal = sum(right);
  if (leftTotal === 0 || rightTotal === 0) return NaN;
  let divergence = 0;
  for (let i = 0; i < left.length; i++) {
    const p = left[i]! / leftTotal;
    const q = right[i]! / rightTotal;
    const average = (p + q) / 2;
    // Added as a pair, so that the result does not depend on which side is called left.
    divergence += halfDivergence(p, average) + halfDivergence(q, average);
  }
  return Math.min(1, Math.max(0, divergence));
}

function halfDivergence(p: number, average: number): number {
  return p > 0 ? (p * Math.log2(p / average)) / 2 : 0;
}

/**
 * Masses of two histograms over common buckets, as TFDV aligns them: the union of all edges, counts spread evenly inside a
 * bucket, repeated single values in buckets of their own.
 */
export function alignHistograms(
  left: Histogram | null,
  right: Histogram | null,
): { readonly left: readonly number[]; readonly right: readonly number[] } {
  const parts = [splitPoints(left), splitPoints(right)] as const;
  const edges = [...new Set(parts.flatMap(({ ranges }) => ranges.flatMap(({ low, high }) => [low, high])))].sort(
    (a, b) => a - b,
  );
  const points = [...new Set(parts.flatMap((part) => [...part.points.keys()]))].sort((a, b) => a - b);
  const masses = (part: Parts): number[] => [
    ...spread(part.ranges, edges),
    ...points.map((point) => part.points.get(point) ?? 0),
  ];
  return { left: masses(parts[0]), right: masses(parts[1]) };
}

interface Parts {
  readonly ranges: readonly { readonly low: number; readonly high: number; readonly count: number }[];
  readonly points: ReadonlyMap<number, number>;
}

function splitPoints(histogram: Histogram | null): Parts {
  const points = new Map<number, number>();
  const ranges: { low: number; high: number; count: number }[] = [];
  const { edges, counts } = histogram ?? { edges: [], counts: [] };
  counts.forEach((count, i) => {
    const low = edges[i]!;
    const high = edges[i + 1]!;
    if (low < high) ranges.push({ low, high, count });
    else points.set(low, (points.get(low) ?? 0) + count);
  });
  return { ranges, points };
}

function spread(ranges: Parts['ranges'], edges: readonly number[]): number[] {
  const masses = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
  let bucket = 0;
  for (const { low, high, count } of ranges) {
    while (edges[bucket]! < low) bucket++;
    for (; bucket < masses.length && edges[bucket]! < high; bucket++) {
      // Halves first: the difference of two very large numbers of opposite sign is not finite.
      const share = (edges[bucket + 1]! / 2 - edges[bucket]! / 2) / (high / 2 - low / 2);
      masses[bucket]! += count * share;
    }
  }
  return masses;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
