import type { ValueSeries } from './value-series.ts';
import type { WindowRanges } from './window-ranges.ts';

/**
 * The population standard deviation of the values in each window; NaN without any. Count, mean and sum of squared
 * distances from the mean grow value by value (Welford 1962) and are merged over the cut of the window (Chan, Golub,
 * LeVeque 1983); the cut moves as in the sums of values that are not whole, and nothing is subtracted. Means are kept as
 * distances from one value of the window, or their digits would be spent on an offset that all values share.
 */
export function fillDeviations(series: ValueSeries, { lows, highs, rows }: WindowRanges, into: Float64Array): void {
  const values = series.values();
  let counts = new Float64Array(0);
  let means = new Float64Array(0);
  let squares = new Float64Array(0);
  let base = 0;
  let middle = 0;
  let end = 0;
  let backOrigin = 0;
  let origin = 0;
  let count = 0;
  let mean = 0;
  let square = 0;
  for (let i = 0; i < rows.length; i++) {
    const low = lows[i]!;
    const high = highs[i]!;
    if (low >= middle) {
      base = low;
      if (counts.length < high - low) {
        counts = new Float64Array(2 * (high - low));
        means = new Float64Array(2 * (high - low));
        squares = new Float64Array(2 * (high - low));
      }
      count = mean = square = 0;
      for (let p = high - 1; p >= low; p--) {
        const value = values[p]!;
        if (value === value) {
          if (count === 0) backOrigin = value;
          const distance = value - backOrigin - mean;
          mean += distance / ++count;
          square += distance * (value - backOrigin - mean);
        }
        counts[p - base] = count;
        means[p - base] = mean;
        squares[p - base] = square;
      }
      middle = end = high;
      count = mean = square = 0;
    }
    for (; end < high; end++) {
      const value = values[end]!;
      if (value !== value) continue;
      if (count === 0) origin = value;
      const distance = value - origin - mean;
      mean += distance / ++count;
      square += distance * (value - origin - mean);
    }
    let total = count;
    let spread = square;
    const backCount = low < middle ? counts[low - base]! : 0;
    if (backCount > 0) {
      const distance = origin - backOrigin + (mean - means[low - base]!);
      total += backCount;
      spread += squares[low - base]! + (count === 0 ? 0 : distance * distance * ((backCount * count) / total));
    }
    into[rows[i]!] = Math.sqrt(spread / total);
  }
}
