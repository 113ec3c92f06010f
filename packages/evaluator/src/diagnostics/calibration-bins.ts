import { roundSignificant, type CalibrationBin, type PredictionHistogram } from '@millrace/core';
import { sortOrder } from '../numbers/sort-order.ts';

const digits = 9;
const bins = 10;
const buckets = 20;

/** Ten bins of equal row counts over the sorted predictions. Equal predictions are never parted, so there may be fewer. */
export function calibrationBins(rows: {
  readonly predictions: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}): readonly CalibrationBin[] {
  const { predictions, labels, weights } = rows;
  const order = sortOrder(predictions);
  const found: CalibrationBin[] = [];
  let start = 0;
  for (let bin = 0; bin < bins && start < order.length; bin++) {
    let end = Math.max(start + 1, Math.round(((bin + 1) * order.length) / bins));
    while (end < order.length && predictions[order[end]!] === predictions[order[end - 1]!]) end++;
    let weight = 0;
    let predicted = 0;
    let labelled = 0;
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      weight += weights[row]!;
      predicted += weights[row]! * predictions[row]!;
      labelled += weights[row]! * labels[row]!;
    }
    if (weight > 0) {
      found.push({
        rowCount: end - start,
        meanPrediction: roundSignificant(predicted / weight, digits),
        meanLabel: roundSignificant(labelled / weight, digits),
      });
    }
    start = end;
  }
  return found;
}

/** Twenty buckets of equal width: from 0 to 1 for probabilities, else from the smallest to the largest prediction. */
export function predictionHistogram(
  predictions: Float64Array,
  groups: { readonly isProbability: boolean; readonly groupOf?: Float64Array | undefined },
): PredictionHistogram {
  const { isProbability, groupOf } = groups;
  const low = isProbability ? 0 : predictions.reduce((least, value) => Math.min(least, value), Infinity);
  const high = isProbability ? 1 : predictions.reduce((most, value) => Math.max(most, value), -Infinity);
  const width = high > low ? (high - low) / buckets : 1;
  const counts = Array.from({ length: groupOf === undefined ? 1 : 2 }, () => new Array<number>(buckets).fill(0));
  predictions.forEach((value, row) => {
    const bucket = Math.min(buckets - 1, Math.floor((value - low) / width));
    counts[groupOf?.[row] ?? 0]![bucket]!++;
  });
  return {
    edges: Array.from({ length: buckets + 1 }, (_, i) => roundSignificant(low + i * width, digits)),
    counts,
  };
}
