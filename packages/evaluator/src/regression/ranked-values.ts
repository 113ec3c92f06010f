import { markTieEnds, sortOrder } from '../numbers/sort-order.ts';

/** Values in ascending order, with the ends of ties. */
export interface RankedValues {
  readonly order: Int32Array;
  readonly tieEnds: Uint8Array;
}

export function rankValues(values: Float64Array): RankedValues {
  const order = sortOrder(values);
  return { order, tieEnds: markTieEnds(values, order) };
}

/**
 * Ranks under weights, from the middle of all on: a row of weight 3 stands for three rows, tied rows share the mean of
 * their ranks. Rows of weight 0 get a rank that nobody reads.
 */
export function writeRanks({ order, tieEnds }: RankedValues, weights: Float64Array, into: Float64Array): void {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  let below = -total / 2;
  let group = 0;
  let start = 0;
  for (let i = 0; i < order.length; i++) {
    group += weights[order[i]!]!;
    if (tieEnds[i] === 0) continue;
    for (let j = start; j <= i; j++) into[order[j]!] = below + group / 2;
    below += group;
    group = 0;
    start = i + 1;
  }
}

/** Pearson's correlation of two lists under weights. NaN where one is constant. */
export function correlate(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let total = 0;
  let sumA = 0;
  let sumB = 0;
  let squaresA = 0;
  let squaresB = 0;
  let products = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    const x = a[i]!;
    const y = b[i]!;
    total += weight;
    sumA += weight * x;
    sumB += weight * y;
    squaresA += weight * x * x;
    squaresB += weight * y * y;
    products += weight * x * y;
  }
  const varianceA = squaresA - (sumA * sumA) / total;
  const varianceB = squaresB - (sumB * sumB) / total;
  if (!(varianceA > 0 && varianceB > 0)) return Number.NaN;
  return (products - (sumA * sumB) / total) / Math.sqrt(varianceA * varianceB);
}
