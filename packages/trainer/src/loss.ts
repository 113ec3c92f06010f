import type { LearnerRows, Task } from '@millrace/core';

/** Rows on which the training curve is measured at most, evenly spaced. */
export const CURVE_ROWS = 32_768;

/** Name of the loss of a task in curves: mean negative log likelihood, or root mean squared error. */
export function lossName(task: Task): 'logLoss' | 'rmse' {
  return task === 'regression' ? 'rmse' : 'logLoss';
}

/**
 * Weighted loss of raw scores (row-major, `width` numbers a row) on rows taken evenly, at most `limit` of them.
 * @defaultValue limit Infinity
 */
export function computeLoss(
  task: Task,
  rows: LearnerRows,
  {
    scores,
    width,
    limit = Infinity,
  }: { readonly scores: Float64Array; readonly width: number; readonly limit?: number },
): number {
  const { rowCount, labels, weights } = rows;
  const count = Math.min(rowCount, limit);
  let sum = 0;
  let weightSum = 0;
  for (let i = 0; i < count; i++) {
    const row = count === rowCount ? i : Math.floor((i * rowCount) / count);
    const weight = weights === undefined ? 1 : weights[row]!;
    sum += weight * rowLoss({ task, scores, width, row, label: labels[row]! });
    weightSum += weight;
  }
  const mean = sum / weightSum;
  return task === 'regression' ? Math.sqrt(mean) : mean;
}

function rowLoss(at: {
  readonly task: Task;
  readonly scores: Float64Array;
  readonly width: number;
  readonly row: number;
  readonly label: number;
}): number {
  const { task, scores, width, row, label } = at;
  if (task === 'regression') return (scores[row]! - label) ** 2;
  if (task === 'binary') {
    // log(1 + e^-m) for the margin m, without overflow.
    const margin = label === 1 ? scores[row]! : -scores[row]!;
    return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  const start = row * width;
  let highest = -Infinity;
  for (let k = 0; k < width; k++) highest = Math.max(highest, scores[start + k]!);
  let sum = 0;
  for (let k = 0; k < width; k++) sum += Math.exp(scores[start + k]! - highest);
  return Math.log(sum) + highest - scores[start + label]!;
}
