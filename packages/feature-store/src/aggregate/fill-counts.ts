import type { ValueSeries } from './value-series.ts';
import type { WindowRanges } from './window-ranges.ts';

/** The number of events in each window. */
export function fillCounts({ lows, highs, rows }: WindowRanges, into: Int32Array): void {
  for (let i = 0; i < rows.length; i++) into[rows[i]!] = highs[i]! - lows[i]!;
}

/**
 * The number of different values in each window: values enter at its end and leave at its start, each counted by code.
 * Both ends only move forward within a key.
 */
export function fillDistinctCounts(series: ValueSeries, { lows, highs, rows }: WindowRanges, into: Int32Array): void {
  const { codes, codeCount } = encode(series.values());
  const counts = new Int32Array(codeCount);
  let left = 0;
  let right = 0;
  let distinct = 0;
  for (let i = 0; i < rows.length; i++) {
    const low = lows[i]!;
    const high = highs[i]!;
    if (low >= right) {
      for (let p = left; p < right; p++) if (codes[p]! >= 0) counts[codes[p]!] = 0;
      left = right = low;
      distinct = 0;
    }
    for (; right < high; right++) if (codes[right]! >= 0 && counts[codes[right]!]!++ === 0) distinct++;
    for (; left < low; left++) if (codes[left]! >= 0 && --counts[codes[left]!]! === 0) distinct--;
    into[rows[i]!] = distinct;
  }
}

function encode(values: Float64Array): { readonly codes: Int32Array; readonly codeCount: number } {
  const known = new Map<number, number>();
  const codes = new Int32Array(values.length).fill(-1);
  for (let position = 0; position < values.length; position++) {
    const value = values[position]!;
    if (value !== value) continue;
    let code = known.get(value);
    if (code === undefined) known.set(value, (code = known.size));
    codes[position] = code;
  }
  return { codes, codeCount: known.size };
}
