import { sortOrder } from '../numbers/sort-order.ts';

export interface MacroRocAuc {
  /** Mean over the classes that occur and are not alone of the AUC of one class against the rest. NaN without such a class. */
  readonly value: number;
  /** AUC of each class; NaN where undefined. */
  readonly byClass: Float64Array;
  /** What one more copy of each row would add, to first order. Sums to 0. */
  readonly influence: Float64Array;
}

/**
 * scikit-learn's `roc_auc_score(average='macro', multi_class='ovr')`, over the classes that occur. The influence of a
 * row is its placement value of DeLong et al. (1988): the share of the other class that it is ranked right against.
 */
export function macroRocAuc(rows: {
  readonly scores: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
  readonly classCount: number;
}): MacroRocAuc {
  const { scores, labels, weights, classCount } = rows;
  const rowCount = labels.length;
  const influence = new Float64Array(rowCount);
  const byClass = new Float64Array(classCount).fill(Number.NaN);
  const column = new Float64Array(rowCount);
  const own = new Float64Array(rowCount);
  let classes = 0;
  let sum = 0;
  for (let c = 0; c < classCount; c++) {
    for (let row = 0; row < rowCount; row++) column[row] = scores[row * classCount + c]!;
    const auc = placeRows({ column, labels, weights, positive: c }, own);
    if (Number.isNaN(auc)) continue;
    byClass[c] = auc;
    classes++;
    sum += auc;
    for (let row = 0; row < rowCount; row++) influence[row]! += own[row]!;
  }
  for (let row = 0; row < rowCount; row++) influence[row]! /= classes;
  return { value: classes === 0 ? Number.NaN : sum / classes, byClass, influence };
}

function placeRows(
  rows: {
    readonly column: Float64Array;
    readonly labels: Float64Array;
    readonly weights: Float64Array;
    readonly positive: number;
  },
  influence: Float64Array,
): number {
  const { column, labels, weights, positive } = rows;
  const order = sortOrder(column);
  let positives = 0;
  let negatives = 0;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === positive) positives += weights[row]!;
    else negatives += weights[row]!;
  }
  if (!(positives > 0 && negatives > 0)) return Number.NaN;
  let below = { positives: 0, negatives: 0 };
  let ordered = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    const tied = { positives: 0, negatives: 0 };
    while (end < order.length && column[order[end]!] === column[order[start]!]) {
      const row = order[end]!;
      if (labels[row] === positive) tied.positives += weights[row]!;
      else tied.negatives += weights[row]!;
      end++;
    }
    const negativesBelow = below.negatives + tied.negatives / 2;
    const positivesAbove = positives - below.positives - tied.positives / 2;
    ordered += tied.positives * negativesBelow;
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      influence[row] = labels[row] === positive ? negativesBelow / negatives : positivesAbove / positives;
    }
    below = { positives: below.positives + tied.positives, negatives: below.negatives + tied.negatives };
    start = end;
  }
  const auc = ordered / (positives * negatives);
  for (let row = 0; row < labels.length; row++) {
    const size = labels[row] === positive ? positives : negatives;
    influence[row] = (weights[row]! * (influence[row]! - auc)) / size;
  }
  return auc;
}
