import type { ValueSeries } from './value-series.ts';
import type { WindowRanges } from './window-ranges.ts';

/** The first value in each window that is there; NaN without any. */
export function fillFirst(series: ValueSeries, ranges: WindowRanges, into: Float64Array): void {
  const values = series.values();
  const nextPresent = series.presentBefore === undefined ? undefined : findNextPresent(values);
  const { lows, highs, rows } = ranges;
  for (let i = 0; i < rows.length; i++) {
    const low = lows[i]!;
    const position = nextPresent === undefined ? low : nextPresent[low]!;
    into[rows[i]!] = position < highs[i]! ? values[position]! : Number.NaN;
  }
}

/** The last value in each window that is there; NaN without any. */
export function fillLast(series: ValueSeries, ranges: WindowRanges, into: Float64Array): void {
  const values = series.values();
  const lastPresent = series.presentBefore === undefined ? undefined : findLastPresent(values);
  const { lows, highs, rows } = ranges;
  for (let i = 0; i < rows.length; i++) {
    const high = highs[i]!;
    const position = lastPresent === undefined ? high - 1 : lastPresent[high]!;
    into[rows[i]!] = position >= lows[i]! ? values[position]! : Number.NaN;
  }
}

/** The first position from each one on with a value; the length where there is none. */
function findNextPresent(values: Float64Array): Int32Array {
  const next = new Int32Array(values.length + 1).fill(values.length);
  for (let p = values.length - 1; p >= 0; p--) next[p] = values[p]! === values[p]! ? p : next[p + 1]!;
  return next;
}

/** The last position before each one with a value; -1 where there is none. */
function findLastPresent(values: Float64Array): Int32Array {
  const last = new Int32Array(values.length + 1).fill(-1);
  for (let p = 0; p < values.length; p++) last[p + 1] = values[p]! === values[p]! ? p : last[p]!;
  return last;
}
