import type { ValueSeries } from './value-series.ts';
import type { WindowRanges } from './window-ranges.ts';

/** The smallest value in each window; NaN without any. */
export function fillMinima(series: ValueSeries, ranges: WindowRanges, into: Float64Array): void {
  fillSmallest(series.values(), ranges, into);
}

/** The largest value in each window; NaN without any. */
export function fillMaxima(series: ValueSeries, ranges: WindowRanges, into: Float64Array): void {
  fillSmallest(
    series.values().map((value) => -value),
    ranges,
    into,
  );
  for (let i = 0; i < ranges.rows.length; i++) into[ranges.rows[i]!] = 0 - into[ranges.rows[i]!]!;
}

/** The window is cut as for sums: the smallest from each position up to the cut, and the smallest from there on. */
function fillSmallest(values: Float64Array, { lows, highs, rows }: WindowRanges, into: Float64Array): void {
  let back = new Float64Array(0);
  let base = 0;
  let middle = 0;
  let end = 0;
  let front = Number.NaN;
  for (let i = 0; i < rows.length; i++) {
    const low = lows[i]!;
    const high = highs[i]!;
    if (low >= middle) {
      base = low;
      if (back.length < high - low) back = new Float64Array(2 * (high - low));
      let smallest = Number.NaN;
      for (let p = high - 1; p >= low; p--) back[p - base] = smallest = smaller(smallest, values[p]!);
      middle = end = high;
      front = Number.NaN;
    }
    for (; end < high; end++) front = smaller(front, values[end]!);
    into[rows[i]!] = low < middle ? smaller(front, back[low - base]!) : front;
  }
}

/** The smaller of two numbers, the other one where one is NaN. */
function smaller(a: number, b: number): number {
  return a <= b || b !== b ? a : b;
}
