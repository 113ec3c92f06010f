import type { NumberStatistics, TimestampStatistics, ValueCount } from '@millrace/core';

export interface ValuesOutside {
  readonly count: number;
  /** False when the statistics only allow a lower bound. */
  readonly isExact: boolean;
  /** The values furthest outside, furthest first. */
  readonly examples: readonly ValueCount[];
}

const exampleCount = 10;

/**
 * How many finite values lie below a bound. Exact where the statistics list all values, or list every value below the
 * bound among the lowest; else at least as many as the histograms and percentiles prove.
 */
export function countBelow(column: NumberStatistics | TimestampStatistics, bound: number): ValuesOutside {
  return countBeyond(column, {
    isBeyond: (value) => value < bound,
    extremes: column.lowestValues,
    provenByPercentile: (percent, total) =>
      column.percentiles[percent]! < bound ? Math.ceil((percent * total) / 100) : 0,
    provenByBuckets: (edges, counts) => sumWhere(counts, (i) => edges[i + 1]! < bound),
  });
}

/** How many finite values lie above a bound, as `countBelow`. */
export function countAbove(column: NumberStatistics | TimestampStatistics, bound: number): ValuesOutside {
  return countBeyond(column, {
    isBeyond: (value) => value > bound,
    extremes: column.highestValues,
    // Percentile p is the smallest value that p % do not exceed: fewer than p % lie below it, the others at or above it.
    provenByPercentile: (percent, total) =>
      column.percentiles[percent]! > bound ? total - Math.ceil((percent * total) / 100) + 1 : 0,
    provenByBuckets: (edges, counts) => sumWhere(counts, (i) => edges[i]! > bound),
  });
}

interface Beyond {
  readonly isBeyond: (value: number) => boolean;
  readonly extremes: readonly ValueCount[];
  readonly provenByPercentile: (percent: number, total: number) => number;
  readonly provenByBuckets: (edges: readonly number[], counts: readonly number[]) => number;
}

function countBeyond(column: NumberStatistics | TimestampStatistics, beyond: Beyond): ValuesOutside {
  const { isBeyond, extremes, provenByPercentile, provenByBuckets } = beyond;
  const examples = extremes.filter(({ value }) => isBeyond(value as number));
  const { values, counts, isComplete } = column.frequencies;
  if (isComplete) return { count: sumWhere(counts, (i) => isBeyond(values[i]!)), isExact: true, examples };
  const listed = examples.reduce((sum, { count }) => sum + count, 0);
  if (examples.length < extremes.length) return { count: listed, isExact: true, examples };
  const total = column.histogram?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
  const proven = [column.histogram, column.coreHistogram, column.quantileHistogram].map((histogram) =>
    histogram === null ? 0 : provenByBuckets(histogram.edges, histogram.counts),
  );
  const percents = column.percentiles.map((_, percent) => provenByPercentile(percent, total));
  return {
    count: Math.max(listed, ...proven, ...percents),
    isExact: false,
    examples: examples.slice(0, exampleCount),
  };
}

function sumWhere(counts: readonly number[], isCounted: (index: number) => boolean): number {
  return counts.reduce((sum, count, i) => (isCounted(i) ? sum + count : sum), 0);
}
