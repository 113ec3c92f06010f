import type { LearnerRows, Task } from '@millrace/core';
import { computeScores, sumSlots, type Design } from './design.ts';

/** What a point means: the weights of all slots, then the bias, one number an output each. */
export function splitPoint(
  point: Float64Array,
  outputs: number,
): { readonly weights: Float64Array; readonly bias: Float64Array } {
  return { weights: point.subarray(0, point.length - outputs), bias: point.subarray(point.length - outputs) };
}

/**
 * The weighted mean loss of a linear model with l2 / 2 |weights|^2, and its gradient: half the squared error (regression),
 * or the negative log likelihood of the logistic function or the softmax.
 */
export function createLinearObjective(
  design: Design,
  rows: LearnerRows,
  { task, outputs, l2 }: { readonly task: Task; readonly outputs: number; readonly l2: number },
): (point: Float64Array, gradient: Float64Array) => number {
  const { rowCount, labels, weights: rowWeights } = rows;
  const scores = new Float64Array(rowCount * outputs);
  const weightSum = rowWeights === undefined ? rowCount : rowWeights.reduce((sum, weight) => sum + weight, 0);
  return (point, gradient) => {
    const { weights, bias } = splitPoint(point, outputs);
    computeScores(design, rows, { weights, bias, into: scores });
    let loss = 0;
    for (let row = 0; row < rowCount; row++) {
      const weight = (rowWeights === undefined ? 1 : rowWeights[row]!) / weightSum;
      loss += weight * toResidual({ task, scores, start: row * outputs, outputs, label: labels[row]! });
      for (let k = 0; k < outputs; k++) scores[row * outputs + k]! *= weight;
    }
    const slots = splitPoint(gradient, outputs);
    sumSlots(design, rows, { residuals: scores, outputs, into: slots.weights });
    slots.bias.fill(0);
    for (let i = 0; i < scores.length; i++) slots.bias[i % outputs]! += scores[i]!;
    let squares = 0;
    for (let i = 0; i < weights.length; i++) {
      squares += weights[i]! * weights[i]!;
      slots.weights[i]! += l2 * weights[i]!;
    }
    return loss + (l2 / 2) * squares;
  };
}

/** The loss of one row; its scores are replaced by their derivatives. */
function toResidual(row: {
  readonly task: Task;
  readonly scores: Float64Array;
  readonly start: number;
  readonly outputs: number;
  readonly label: number;
}): number {
  const { task, scores, start, outputs, label } = row;
  const score = scores[start]!;
  if (task === 'regression') {
    scores[start] = score - label;
    return (score - label) ** 2 / 2;
  }
  if (task === 'binary') {
    const tail = Math.exp(-Math.abs(score));
    scores[start] = (score >= 0 ? 1 / (1 + tail) : tail / (1 + tail)) - label;
    return Math.log1p(tail) + Math.max(score, 0) - label * score;
  }
  let highest = -Infinity;
  for (let k = 0; k < outputs; k++) highest = Math.max(highest, scores[start + k]!);
  let sum = 0;
  const own = scores[start + label]! - highest;
  for (let k = 0; k < outputs; k++) {
    scores[start + k] = Math.exp(scores[start + k]! - highest);
    sum += scores[start + k]!;
  }
  for (let k = 0; k < outputs; k++) scores[start + k]! /= sum;
  scores[start + label]! -= 1;
  return Math.log(sum) - own;
}
