import type { RankedValues } from './ranked-values.ts';

/** A mean product of centred ranks, as a share of the total weight, and its first-order change by row. */
export interface RankProduct {
  readonly value: number;
  /** Sums to 0; a resample's value is `value` plus the resampled sum. */
  readonly influence: Float64Array;
}

interface RankedList {
  readonly ranked: RankedValues;
  /** Centred ranks from -0.5 to 0.5. */
  readonly ranks: Float64Array;
}

/** Ranks as shares of the total weight, from the middle on. */
export function rankShares(ranks: Float64Array, totalWeight: number): Float64Array {
  return ranks.map((rank) => rank / totalWeight);
}

/**
 * E[a b] for two lists of centred ranks. A row acts on it through its own product and through the ranks of all rows
 * above it in either list; Spearman's correlation is E[a b] / sqrt(E[a a] E[b b]).
 */
export function rankProduct(a: RankedList, b: RankedList, weights: Float64Array): RankProduct {
  let total = 0;
  let value = 0;
  for (let row = 0; row < weights.length; row++) {
    total += weights[row]!;
    value += weights[row]! * a.ranks[row]! * b.ranks[row]!;
  }
  value /= total;
  const throughA = meanAbove(a.ranked, b.ranks, { weights, total });
  const throughB = meanAbove(b.ranked, a.ranks, { weights, total });
  const influence = new Float64Array(weights.length);
  for (let row = 0; row < weights.length; row++) {
    const own = a.ranks[row]! * b.ranks[row]! + throughA[row]! + throughB[row]! - 3 * value;
    influence[row] = (weights[row]! * own) / total;
  }
  return { value, influence };
}

/** By row: the mean over all rows of `values` where the row is above it (half where it ties), else 0. */
function meanAbove(
  { order, tieEnds }: RankedValues,
  values: Float64Array,
  { weights, total }: { readonly weights: Float64Array; readonly total: number },
): Float64Array {
  const means = new Float64Array(order.length);
  let above = 0;
  for (let end = order.length; end > 0;) {
    let start = end - 1;
    let tied = weights[order[start]!]! * values[order[start]!]!;
    while (start > 0 && tieEnds[start - 1] === 0) {
      start--;
      tied += weights[order[start]!]! * values[order[start]!]!;
    }
    for (let i = start; i < end; i++) means[order[i]!] = (above + tied / 2) / total;
    above += tied;
    end = start;
  }
  return means;
}
