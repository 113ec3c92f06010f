import { getColumn, isPresent, type Dataset, type NumberStatistics } from '@millrace/core';

/** Points at which two distributions of numbers are compared, ascending, with the reference's share at or below each. */
export interface NumberCuts {
  readonly points: Float64Array;
  readonly referenceShares: readonly number[];
}

/** How the current values lie to the cuts. */
export interface CutCounts {
  /** Finite values. */
  readonly total: number;
  /** Values at or below each point. */
  readonly atMost: Float64Array;
  /** Values below each point. */
  readonly below: Float64Array;
}

/** The percentiles of the reference and the edges of its histogram. undefined when it has no finite value. */
export function cutNumbers(reference: NumberStatistics): NumberCuts | undefined {
  const { percentiles, coreHistogram } = reference;
  if (percentiles.length === 0) return undefined;
  const points = Float64Array.from(new Set([...percentiles, ...(coreHistogram?.edges ?? [])])).sort();
  return { points, referenceShares: Array.from(points, (point) => shareAtMost(reference, point)) };
}

/** Exact where the statistics list all values; else between the percentiles around it, right to a hundredth. */
function shareAtMost({ frequencies, percentiles }: NumberStatistics, point: number): number {
  if (frequencies.isComplete) {
    let atMost = 0;
    let total = 0;
    frequencies.values.forEach((value, i) => {
      total += frequencies.counts[i]!;
      if (value <= point) atMost += frequencies.counts[i]!;
    });
    return atMost / total;
  }
  let below = -1;
  while (below < 100 && percentiles[below + 1]! <= point) below++;
  if (below < 0) return 0;
  if (below === 100) return 1;
  const [low, high] = [percentiles[below]!, percentiles[below + 1]!];
  return (below + (high > low ? (point - low) / (high - low) : 0)) / 100;
}

/** Counts the values of several columns against their cuts in one reading. */
export async function countCuts(
  dataset: Dataset,
  cuts: ReadonlyMap<string, NumberCuts>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, CutCounts>> {
  const counters = new Map(
    [...cuts].map(([name, { points }]) => [
      name,
      { total: 0, buckets: new Float64Array(points.length + 1), equal: new Float64Array(points.length + 1) },
    ]),
  );
  if (cuts.size > 0) {
    for await (const batch of dataset.batches({ columns: [...cuts.keys()], signal })) {
      for (const [name, { points }] of cuts) {
        const column = getColumn(batch, name);
        if (column.type === 'string' || column.type === 'list') continue;
        const counter = counters.get(name)!;
        for (let row = 0; row < batch.rowCount; row++) {
          const value = column.values[row]!;
          if (!isPresent(column, row) || !Number.isFinite(value)) continue;
          counter.total++;
          const place = firstAtLeast(points, value);
          counter.buckets[place]!++;
          if (points[place] === value) counter.equal[place]!++;
        }
      }
    }
  }
  return new Map(
    [...counters].map(([name, { total, buckets, equal }]) => {
      const atMost = buckets.slice(0, -1);
      for (let i = 1; i < atMost.length; i++) atMost[i]! += atMost[i - 1]!;
      return [name, { total, atMost, below: atMost.map((count, i) => count - equal[i]!) }];
    }),
  );
}

/** Index of the first point that is not below the value. */
function firstAtLeast(points: Float64Array, value: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
