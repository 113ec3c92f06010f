import { compareCodePoints } from '../text/compare-code-points.ts';
import type { Frequencies, Moments, Quantiles, Range } from './statistics.ts';

/** Two passes: the deviation is summed around the mean. */
export function countMoments(values: ArrayLike<number>): Moments {
  const { count, minimum, maximum } = countRange(values);
  if (minimum === maximum) return { kind: 'moments', count, mean: minimum, deviation: 0 };
  let sum = 0;
  for (let row = 0; row < values.length; row++) if (Number.isFinite(values[row])) sum += values[row]!;
  const mean = sum / count;
  let squares = 0;
  for (let row = 0; row < values.length; row++) if (Number.isFinite(values[row])) squares += (values[row]! - mean) ** 2;
  const deviation = Math.sqrt(squares / count);
  return { kind: 'moments', count, mean, deviation };
}

export function countRange(values: ArrayLike<number>): Range {
  let count = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (!Number.isFinite(value)) continue;
    count++;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return { kind: 'range', count, minimum, maximum };
}

/** The value at each fraction: rank n - ⌊n - n·f⌋ from 1, which is SQL's `quantile_disc`. */
export function countQuantiles(values: ArrayLike<number>, fractions: readonly number[]): Quantiles {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const { length } = sorted;
  if (length === 0) return { kind: 'quantiles', values: [] };
  return {
    kind: 'quantiles',
    values: fractions.map((fraction) => sorted[Math.max(1, length - Math.floor(length - length * fraction)) - 1]! + 0),
  };
}

export function countFrequencies(
  values: ArrayLike<string | null>,
  { size, minCount }: { readonly size: number | null; readonly minCount: number },
): Frequencies {
  const counts = new Map<string, number>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value !== null && value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const entries = [...counts]
    .filter(([, count]) => count >= minCount)
    .sort(([a, first], [b, second]) => second - first || compareCodePoints(a, b))
    .map(([entry]) => entry);
  return { kind: 'frequencies', entries: size === null ? entries : entries.slice(0, size) };
}
