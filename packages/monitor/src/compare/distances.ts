/**
 * Population stability index: the sum over bins of (p - q) ln(p / q). 0 means equal; 0.1 is usually called a small shift,
 * 0.25 a large one. Counts over the same bins.
 */
export function populationStability(current: readonly number[], reference: readonly number[]): number {
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const [currentTotal, referenceTotal] = [total(current), total(reference)];
  let index = 0;
  for (let bin = 0; bin < current.length; bin++) {
    if (current[bin] === 0 && reference[bin] === 0) continue;
    // Empty bins get half a count: the index is infinite otherwise, and one empty bin is not infinite drift.
    const p = (current[bin]! || 0.5) / currentTotal;
    const q = (reference[bin]! || 0.5) / referenceTotal;
    index += (p - q) * Math.log(p / q);
  }
  return index;
}

/** Largest distance of two distribution functions that are known at the same points. */
export function largestGap(current: readonly number[], reference: readonly number[]): number {
  return current.reduce((most, share, i) => Math.max(most, Math.abs(share - reference[i]!)), 0);
}

/**
 * Wasserstein distance of two distributions from their percentiles 1 to 99, in standard deviations of the reference: how far
 * values have moved on average. The outermost hundredths are left out: one wild value there would be the distance.
 * null when the reference does not vary.
 */
export function percentileDistance(
  current: readonly number[],
  reference: readonly number[],
  standardDeviation: number,
): number | null {
  if (!(standardDeviation > 0)) return null;
  let moved = 0;
  for (let p = 1; p <= 99; p++) moved += Math.abs(current[p]! - reference[p]!);
  return moved / 99 / standardDeviation;
}

/** What chance alone makes of `percentileDistance`, over sqrt(1 / n + 1 / m): the integral of sqrt(p (1 - p)) over the values. */
export function percentileSpread(reference: readonly number[], standardDeviation: number): number {
  let spread = 0;
  for (let p = 1; p < 99; p++) {
    const middle = (p + 0.5) / 100;
    spread += Math.sqrt(middle * (1 - middle)) * (reference[p + 1]! - reference[p]!);
  }
  return spread / standardDeviation;
}
