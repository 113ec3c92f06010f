import type { Task } from '@millrace/core';

export interface ScoredBatch {
  /** Raw scores, row after row. */
  readonly scores: Float32Array;
  readonly outputs: number;
  /** Classes, or standardised values. */
  readonly labels: Float64Array;
  /** Relative to a mean of 1. */
  readonly weights: Float64Array | undefined;
}

/** Slope of the mean loss of a batch for each raw score: log loss, or half the squared error. */
export function computeSlopes(task: Task, { scores, outputs, labels, weights }: ScoredBatch): Float32Array {
  const slopes = new Float32Array(scores.length);
  const rows = labels.length;
  for (let row = 0; row < rows; row++) {
    const factor = (weights === undefined ? 1 : weights[row]!) / rows;
    const label = labels[row]!;
    if (task === 'regression') {
      slopes[row] = factor * (scores[row]! - label);
    } else if (task === 'binary') {
      slopes[row] = factor * (1 / (1 + Math.exp(-scores[row]!)) - label);
    } else {
      const start = row * outputs;
      let highest = -Infinity;
      for (let k = 0; k < outputs; k++) highest = Math.max(highest, scores[start + k]!);
      let sum = 0;
      for (let k = 0; k < outputs; k++) sum += Math.exp(scores[start + k]! - highest);
      for (let k = 0; k < outputs; k++) {
        const share = Math.exp(scores[start + k]! - highest) / sum;
        slopes[start + k] = factor * (share - (k === label ? 1 : 0));
      }
    }
  }
  return slopes;
}
