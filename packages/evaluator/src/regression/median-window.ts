import type { RankedValues } from './ranked-values.ts';

/** The rows around the median that a resample's median may fall on; the rows below them count as a sum. */
export interface MedianWindow {
  /** 1 for rows below the window. */
  readonly isBelow: Uint8Array;
  /** Rows of the window by ascending value. */
  readonly rows: Int32Array;
}

/** Eight standard deviations of the median's rank to each side. */
export function medianWindow({ order }: RankedValues, weights: Float64Array): MedianWindow {
  let total = 0;
  let squares = 0;
  for (let row = 0; row < weights.length; row++) {
    total += weights[row]!;
    squares += weights[row]! * weights[row]!;
  }
  const reach = 4 * Math.sqrt(squares);
  const isBelow = new Uint8Array(order.length);
  let cumulated = 0;
  let from = 0;
  while (from < order.length && cumulated + weights[order[from]!]! < total / 2 - reach) {
    cumulated += weights[order[from]!]!;
    isBelow[order[from]!] = 1;
    from++;
  }
  let to = from;
  while (to < order.length && cumulated <= total / 2 + reach) {
    cumulated += weights[order[to]!]!;
    to++;
  }
  return { isBelow, rows: order.slice(from, to) };
}

/** The value with half of the weight on each side; the mean of the two middle values where it falls between them. */
export function medianOfWindow(
  { rows }: MedianWindow,
  values: Float64Array,
  resample: { readonly total: number; readonly below: number; readonly weightOf: (row: number) => number },
): number {
  let below = resample.below;
  let lower: number | undefined;
  for (let i = 0; i < rows.length; i++) {
    const weight = resample.weightOf(rows[i]!);
    if (weight === 0) continue;
    const value = values[rows[i]!]!;
    if (lower !== undefined) return (lower + value) / 2;
    below += weight;
    if (below > resample.total / 2) return value;
    if (below === resample.total / 2) lower = value;
  }
  return lower ?? Number.NaN;
}
