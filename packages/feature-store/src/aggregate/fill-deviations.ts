import type { ValueSeries } from './value-series.ts';
import type { WindowRanges } from './window-ranges.ts';

/**
 * The population standard deviation of the values in each window; NaN without any. Count, mean and sum of squared distances from the
 * mean grow value by value (Welford 1962) and are merged over the cut of the window (Chan, Golub, LeVeque 1983); the cut
 * moves as in the sums of values that are not whole, and nothing is subtracted.
 */
export function fillDeviations({ values }: ValueSeries, { lows, highs, rows }: WindowRanges, into: Float64Array): void {
  const counts = new Float64Array(values.length);
  const means = new Float64Array(values.length);
  const squares = new Float64Array(values.length);
  let middle = 0;
  let end = 0;
  let count = 0;
  let mean = 0;
  let square = 0;
  for (let i = 0; i < rows.length; i++) {
    const low = lows[i]!;
    const high = highs[i]!;
    if (low >= middle) {
      count = mean = square = 0;
      for (let p = high - 1; p >= low; p--) {
        const value = values[p]!;
        if (value === value) {
          const distance = value - mean;
          mean += distance / ++count;
          square += distance * (value - mean);
        }
        counts[p] = count;
        means[p] = mean;
        squares[p] = square;
      }
      middle = end = high;
      count = mean = square = 0;
    }
    for (; end < high; end++) {
      const value = values[end]!;
      if (value !== value) continue;
      const distance = value - mean;
      mean += distance / ++count;
      square += distance * (value - mean);
    }
    let total = count;
    let spread = square;
    const backCount = low < middle ? counts[low]! : 0;
    if (backCount > 0) {
      const distance = mean - means[low]!;
      total += backCount;
      spread += squares[low]! + (count === 0 ? 0 : distance * distance * ((backCount * count) / total));
    }
    into[rows[i]!] = Math.sqrt(spread / total);
  }
}
