import { markTieEnds, sortOrder } from '../numbers/sort-order.ts';

/** Scores in their order with the labels beside them: what every measure of ranking is computed from. */
export interface RankedScores {
  /** Rows by ascending score. */
  readonly order: Int32Array;
  /** 1 for a positive row, in that order. */
  readonly isPositive: Uint8Array;
  /** 1 at the last row of each group of equal scores. */
  readonly tieEnds: Uint8Array;
}

export interface RankingMetrics {
  readonly rocAuc: number;
  readonly prAuc: number;
  readonly ks: number;
}

export function rankScores(scores: Float64Array, labels: Float64Array): RankedScores {
  const order = sortOrder(scores);
  const isPositive = new Uint8Array(order.length);
  for (let i = 0; i < order.length; i++) isPositive[i] = labels[order[i]!]!;
  return { order, isPositive, tieEnds: markTieEnds(scores, order) };
}

/**
 * Area under the ROC curve (the share of pairs of a positive and a negative row that are in the right order, ties half:
 * Mann and Whitney's U), average precision (the sum over thresholds of precision times the step of recall, without
 * interpolation: scikit-learn's `average_precision_score`), and Kolmogorov and Smirnov's largest distance of the
 * two classes' distributions of scores. NaN where a class has no weight. `weights` are by row, not by rank.
 */
export function rankingMetrics(ranked: RankedScores, weights: Float64Array): RankingMetrics {
  const { order, isPositive, tieEnds } = ranked;
  const rowCount = order.length;
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < rowCount; i++) {
    const weight = weights[order[i]!]!;
    if (isPositive[i] === 1) positives += weight;
    else negatives += weight;
  }
  if (!(positives > 0)) return { rocAuc: Number.NaN, prAuc: Number.NaN, ks: Number.NaN };
  let truePositives = 0;
  let falsePositives = 0;
  let groupPositives = 0;
  let groupNegatives = 0;
  let misordered = 0;
  let precisionSum = 0;
  let distance = 0;
  // Down from the highest score: what was passed is what a threshold here calls positive.
  for (let i = rowCount - 1; i >= 0; i--) {
    const weight = weights[order[i]!]!;
    if (isPositive[i] === 1) groupPositives += weight;
    else groupNegatives += weight;
    if (i > 0 && tieEnds[i - 1] === 0) continue;
    misordered += groupPositives * (falsePositives + groupNegatives / 2);
    truePositives += groupPositives;
    falsePositives += groupNegatives;
    if (groupPositives > 0) precisionSum += (groupPositives * truePositives) / (truePositives + falsePositives);
    const gap = truePositives * negatives - falsePositives * positives;
    if (gap > distance) distance = gap;
    else if (-gap > distance) distance = -gap;
    groupPositives = 0;
    groupNegatives = 0;
  }
  const pairs = positives * negatives;
  const hasBoth = pairs > 0;
  return {
    rocAuc: hasBoth ? 1 - misordered / pairs : Number.NaN,
    prAuc: precisionSum / positives,
    ks: hasBoth ? distance / pairs : Number.NaN,
  };
}
