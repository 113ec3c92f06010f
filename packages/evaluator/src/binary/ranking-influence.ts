import type { RankedScores, RankingMetrics } from './ranking-metrics.ts';

/** Per-row parts whose sums give the ranking metrics of a resample to first order. `termsOf` writes six of them. */
export interface RankingInfluence {
  readonly writeTerms: (row: number, into: Float64Array, offset: number) => void;
}

export const rankingTerms = 6;

/**
 * For samples of more than a thousand rows: ranking metrics as functions of sums. The area under the ROC curve by placement
 * values (DeLong et al. 1988: the share of the other class that a row is ranked right against), average precision by
 * its derivative in the weight of each row, Kolmogorov-Smirnov at the threshold where it is reached. What is neglected
 * is of second order: a share 1 / (rows of the smaller class) of the variance.
 */
export function rankingInfluence(
  { order, isPositive, tieEnds }: RankedScores,
  weights: Float64Array,
): RankingInfluence {
  const rowCount = order.length;
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < rowCount; i++) {
    if (isPositive[i] === 1) positives += weights[order[i]!]!;
    else negatives += weights[order[i]!]!;
  }
  // By row: placement among the other class; precision at the row's threshold; derivatives of average precision.
  const placement = new Float64Array(rowCount);
  const precision = new Float64Array(rowCount);
  const slope = new Float64Array(rowCount);
  const isAbove = new Uint8Array(rowCount);
  const labelOf = new Uint8Array(rowCount);
  const truePositivesAt = new Float64Array(rowCount);
  const falsePositivesAt = new Float64Array(rowCount);
  let best = { gap: 0, sign: 1, from: rowCount };
  let truePositives = 0;
  let falsePositives = 0;
  for (let end = rowCount; end > 0;) {
    let start = end - 1;
    while (start > 0 && tieEnds[start - 1] === 0) start--;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (let i = start; i < end; i++) {
      if (isPositive[i] === 1) tiedPositives += weights[order[i]!]!;
      else tiedNegatives += weights[order[i]!]!;
    }
    const negativesBelow = negatives - falsePositives - tiedNegatives / 2;
    const positivesAbove = truePositives + tiedPositives / 2;
    truePositives += tiedPositives;
    falsePositives += tiedNegatives;
    const gap = truePositives / positives - falsePositives / negatives;
    if (Math.abs(gap) > best.gap) best = { gap: Math.abs(gap), sign: Math.sign(gap), from: start };
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      labelOf[row] = isPositive[i]!;
      placement[row] = isPositive[i] === 1 ? negativesBelow / negatives : positivesAbove / positives;
      precision[row] = truePositives / (truePositives + falsePositives);
      truePositivesAt[i] = truePositives;
      falsePositivesAt[i] = falsePositives;
    }
    end = start;
  }
  for (let i = best.from; i < rowCount; i++) isAbove[order[i]!] = 1;

  // A row counts in the precision of every positive row that is not ranked above it: sums from the lowest score up.
  let gain = 0;
  let loss = 0;
  for (let start = 0; start < rowCount;) {
    let end = start + 1;
    while (tieEnds[end - 1] === 0) end++;
    for (let i = start; i < end; i++) {
      if (isPositive[i] === 0) continue;
      const called = truePositivesAt[i]! + falsePositivesAt[i]!;
      gain += (weights[order[i]!]! * falsePositivesAt[i]!) / (called * called * positives);
      loss += (weights[order[i]!]! * truePositivesAt[i]!) / (called * called * positives);
    }
    for (let i = start; i < end; i++) slope[order[i]!] = isPositive[i] === 1 ? gain : -loss;
    start = end;
  }

  return {
    writeTerms(row, into, offset) {
      const weight = weights[row]!;
      const isOne = labelOf[row] === 1;
      into[offset] = isOne ? weight * placement[row]! : 0;
      into[offset + 1] = isOne ? 0 : weight * placement[row]!;
      into[offset + 2] = isOne ? weight * precision[row]! : 0;
      into[offset + 3] = weight * slope[row]!;
      into[offset + 4] = isOne && isAbove[row] === 1 ? weight * best.sign : 0;
      into[offset + 5] = !isOne && isAbove[row] === 1 ? weight * best.sign : 0;
    },
  };
}

/** The ranking metrics of a resample from its sums. `rocAuc` is that of all rows. */
export function rankingFromSums(
  sums: Float64Array,
  at: { readonly offset: number; readonly positives: number; readonly negatives: number; readonly rocAuc: number },
): RankingMetrics {
  const { offset, positives, negatives, rocAuc } = at;
  return {
    rocAuc: sums[offset]! / positives + sums[offset + 1]! / negatives - rocAuc,
    prAuc: sums[offset + 2]! / positives + sums[offset + 3]!,
    ks: sums[offset + 4]! / positives - sums[offset + 5]! / negatives,
  };
}
