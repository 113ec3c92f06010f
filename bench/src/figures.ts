/** The middle value; of an even number the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Largest minus smallest, over the median. */
export function spreadOf(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}

/** The median of the ratios of rounds that ran beside one another, as many as both have: a slow minute of the machine slows both. */
export function ratioOf(ours: readonly number[], baseline: readonly number[]): number {
  return median(baseline.map((figure, round) => ours[round]! / figure));
}

/** Three digits that matter: `0.123`, `4.56`, `37,400`. */
export function formatFigure(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3, useGrouping: true });
}
