/** The middle `level` of the replicates, by linear interpolation between neighbours (type 7 of Hyndman and Fan). */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Percentile interval over the replicates that are defined. undefined where more than a tenth of them is not: the
 * interval would speak of the lucky resamples only.
 */
export function percentileInterval(replicates: Float64Array, level: number): Interval | undefined {
  const defined = replicates.filter((value) => Number.isFinite(value)).sort();
  if (defined.length < 0.9 * replicates.length || defined.length === 0) return undefined;
  const tail = (1 - level) / 2;
  return { lower: quantile(defined, tail), upper: quantile(defined, 1 - tail) };
}

/** Moves the replicates so that their median is the estimate: for measures that noise can only make larger. */
export function recentre(replicates: Float64Array, estimate: number): Float64Array {
  const defined = replicates.filter((value) => Number.isFinite(value)).sort();
  if (defined.length === 0) return replicates;
  const shift = estimate - quantile(defined, 0.5);
  return replicates.map((value) => value + shift);
}

/** Quantile of values that are sorted already. */
function quantile(sorted: Float64Array, fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const below = Math.floor(at);
  const value = sorted[below]!;
  return below + 1 < sorted.length ? value + (at - below) * (sorted[below + 1]! - value) : value;
}

/** Wilson's score interval of a proportion: right at 0 and 1 too, where a bootstrap sees no variation. */
export function wilsonInterval(share: number, count: number, z: number): Interval {
  const centre = share + (z * z) / (2 * count);
  const spread = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  const scale = 1 + (z * z) / count;
  return {
    lower: Math.min(share, Math.max(0, (centre - spread) / scale)),
    upper: Math.max(share, Math.min(1, (centre + spread) / scale)),
  };
}

/** Quantile of the standard normal distribution (Acklam's rational approximation, relative error below 1.2e-9). */
export function normalQuantile(probability: number): number {
  const a = [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ];
  const b = [
    -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
  ];
  const c = [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ];
  const d = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
  const horner = (coefficients: readonly number[], x: number): number =>
    coefficients.reduce((sum, item) => sum * x + item, 0);
  if (probability < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(probability));
    return horner(c, q) / (horner(d, q) * q + 1);
  }
  if (probability > 1 - 0.02425) return -normalQuantile(1 - probability);
  const q = probability - 0.5;
  const r = q * q;
  return (horner(a, r) * q) / (horner(b, r) * r + 1);
}
