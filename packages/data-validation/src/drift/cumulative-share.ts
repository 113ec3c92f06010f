import type { OrderedStatistics } from '@millrace/core';

/** Which share of the finite values of a column lies below a value, and at most at it. */
export interface CumulativeShare {
  readonly below: (value: number) => number;
  readonly atMost: (value: number) => number;
}

/**
 * The distribution function of a column. Exact where its statistics list all values; else read off the 101 percentiles
 * with straight lines between them, which is off by less than one hundredth of the values.
 */
export function cumulativeShareOf(column: OrderedStatistics): CumulativeShare {
  return column.frequencies.isComplete ? exactShare(column) : interpolatedShare(column);
}

function exactShare({ frequencies: { values, counts } }: OrderedStatistics): CumulativeShare {
  const order = values.map((value, i) => ({ value, count: counts[i]! })).sort((a, b) => a.value - b.value);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const reached: number[] = [0];
  for (const { count } of order) reached.push(reached.at(-1)! + count);
  const shareBefore = (isBefore: (value: number) => boolean): number => {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(order[middle]!.value)) low = middle + 1;
      else high = middle;
    }
    return reached[low]! / total;
  };
  return {
    below: (bound) => shareBefore((value) => value < bound),
    atMost: (bound) => shareBefore((value) => value <= bound),
  };
}

function interpolatedShare({ percentiles, frequencies, histogram }: OrderedStatistics): CumulativeShare {
  const total = histogram?.counts.reduce((sum, count) => sum + count, 0) ?? 1;
  const listed = new Map(frequencies.values.map((value, i) => [value, frequencies.counts[i]! / total]));
  const share = (value: number): { readonly below: number; readonly atMost: number } => {
    if (value < percentiles[0]!) return { below: 0, atMost: 0 };
    if (value > percentiles[100]!) return { below: 1, atMost: 1 };
    const first = percentiles.findIndex((percentile) => percentile >= value);
    if (percentiles[first]! > value) {
      const [low, high] = [percentiles[first - 1]!, percentiles[first]!];
      const middle = (first - 1 + (value / 2 - low / 2) / (high / 2 - low / 2)) / 100;
      return { below: middle, atMost: middle };
    }
    const last = percentiles.lastIndexOf(value);
    const mass = listed.get(value) ?? (last - first) / 100;
    // A value that fills several percentiles reaches beyond the last of them, by half a percentile on average.
    const atMost = Math.min(1, last === first || last === 100 ? last / 100 : (last + 0.5) / 100);
    return { below: Math.max(0, atMost - mass), atMost };
  };
  return { below: (value) => share(value).below, atMost: (value) => share(value).atMost };
}
