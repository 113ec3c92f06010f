import type { ValueSeries } from './value-series.ts';
import type { WindowRanges } from './window-ranges.ts';

/** The sum of the values in each window; 0 without any. */
export function fillSums(series: ValueSeries, ranges: WindowRanges, into: Float64Array): void {
  const sums = series.runningSums();
  if (sums === undefined) return fillSlidingSums(series.values(), ranges, into);
  const { lows, highs, rows } = ranges;
  for (let i = 0; i < rows.length; i++) into[rows[i]!] = sums[highs[i]!]! - sums[lows[i]!]!;
}

/** The mean of the values in each window; NaN without any. */
export function fillMeans(series: ValueSeries, ranges: WindowRanges, into: Float64Array): void {
  const { lows, highs, rows } = ranges;
  const { presentBefore } = series;
  const runningSums = series.runningSums();
  if (runningSums !== undefined && presentBefore === undefined) {
    for (let i = 0; i < rows.length; i++) {
      const low = lows[i]!;
      const high = highs[i]!;
      into[rows[i]!] = (runningSums[high]! - runningSums[low]!) / (high - low);
    }
    return;
  }
  fillSums(series, ranges, into);
  for (let i = 0; i < rows.length; i++) {
    const low = lows[i]!;
    const high = highs[i]!;
    into[rows[i]!]! /= presentBefore === undefined ? high - low : presentBefore[high]! - presentBefore[low]!;
  }
}

/**
 * Sums of values that are not whole. Nothing is ever subtracted: the window is cut at a position `middle`; sums from each
 * position up to there were made backwards in one go, the sum from there on grows forwards, and when the window has left
 * `middle` behind a new one is chosen at its end. Each event is added twice. So large values that have left the window
 * leave no trace, which differences of running sums cannot promise. Rounding errors of the additions (Knuth's two-sum) are summed
 * beside, so that the result differs from the true sum of n values by no more than
 * eps * |sum| + n^2 * eps^2 * (sum of |values|), eps = 2^-53 (Ogita, Rump, Oishi 2005, proposition 4.5).
 */
function fillSlidingSums(values: Float64Array, { lows, highs, rows }: WindowRanges, into: Float64Array): void {
  let backSums = new Float64Array(0);
  let backErrors = new Float64Array(0);
  let base = 0;
  let middle = 0;
  let end = 0;
  let frontSum = 0;
  let frontError = 0;
  for (let i = 0; i < rows.length; i++) {
    const low = lows[i]!;
    const high = highs[i]!;
    if (low >= middle) {
      base = low;
      if (backSums.length < high - low) {
        backSums = new Float64Array(2 * (high - low));
        backErrors = new Float64Array(2 * (high - low));
      }
      let sum = 0;
      let error = 0;
      for (let p = high - 1; p >= low; p--) {
        const value = values[p]!;
        if (value === value) {
          const total = sum + value;
          const rest = total - sum;
          error += sum - (total - rest) + (value - rest);
          sum = total;
        }
        backSums[p - base] = sum;
        backErrors[p - base] = error;
      }
      middle = end = high;
      frontSum = frontError = 0;
    }
    for (; end < high; end++) {
      const value = values[end]!;
      if (value !== value) continue;
      const total = frontSum + value;
      const rest = total - frontSum;
      frontError += frontSum - (total - rest) + (value - rest);
      frontSum = total;
    }
    const back = low < middle ? backSums[low - base]! : 0;
    const total = back + frontSum;
    const rest = total - back;
    let error = back - (total - rest) + (frontSum - rest) + frontError;
    if (low < middle) error += backErrors[low - base]!;
    // An infinity among the values makes the errors NaN, and the sum what it should be.
    into[rows[i]!] = error === error ? total + error : total;
  }
}
