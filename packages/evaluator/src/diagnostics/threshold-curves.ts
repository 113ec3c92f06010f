import { roundSignificant, type ThresholdCurves } from '@millrace/core';
import { sortOrder } from '../numbers/sort-order.ts';

const most = 200;
const digits = 6;

/**
 * ROC and precision-recall curve over all thresholds, thinned: a point is kept where the curve has moved by a 200th
 * since the last one. undefined where a class has no weight.
 */
export function thresholdCurves(rows: {
  readonly scores: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}): ThresholdCurves | null {
  const { scores, labels, weights } = rows;
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < labels.length; i++) {
    positives += weights[i]! * labels[i]!;
    negatives += weights[i]! * (1 - labels[i]!);
  }
  if (!(positives > 0 && negatives > 0)) return null;
  const order = sortOrder(scores);
  const roc = { falsePositiveRate: [0], truePositiveRate: [0] };
  const precisionRecall: { recall: number[]; precision: number[] } = { recall: [], precision: [] };
  let truePositives = 0;
  let falsePositives = 0;
  let lastX = 0;
  let lastY = 0;
  let lastRecall = -1;
  for (let i = order.length - 1; i >= 0; i--) {
    const row = order[i]!;
    truePositives += weights[row]! * labels[row]!;
    falsePositives += weights[row]! * (1 - labels[row]!);
    if (i > 0 && scores[order[i - 1]!] === scores[row]) continue;
    const x = falsePositives / negatives;
    const y = truePositives / positives;
    if (x - lastX + y - lastY >= 2 / most || i === 0) {
      roc.falsePositiveRate.push(roundSignificant(x, digits));
      roc.truePositiveRate.push(roundSignificant(y, digits));
      lastX = x;
      lastY = y;
    }
    if ((y > 0 && y - lastRecall >= 1 / most) || i === 0) {
      precisionRecall.recall.push(roundSignificant(y, digits));
      precisionRecall.precision.push(roundSignificant(truePositives / (truePositives + falsePositives), digits));
      lastRecall = y;
    }
  }
  return { roc, precisionRecall };
}
