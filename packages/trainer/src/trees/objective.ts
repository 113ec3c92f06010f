import type { LearnerRows, Task } from '@millrace/core';
import { exponential } from './exponential.ts';

/**
 * Fixed point of gradients (`gradient = integer * gradientScale`, likewise hessians). Scales are powers of two, chosen so
 * that sums over all rows are exact both as 64-bit integers beside a row count and as doubles.
 */
export interface FixedPoint {
  readonly gradientScale: number;
  readonly hessianScale: number;
}

/** Bits of the integers for so many rows: gradient magnitude, hessian, and where the row count starts above the hessian. */
export function fixedPointBits(rowCount: number): {
  readonly gradientBits: number;
  readonly hessianBits: number;
  readonly countShift: number;
} {
  const rowBits = Math.ceil(Math.log2(rowCount + 1));
  return {
    gradientBits: Math.min(30, 52 - rowBits),
    hessianBits: Math.min(30, 62 - 2 * rowBits),
    countShift: 63 - rowBits,
  };
}

/** The smallest power of two that is at least `bound`; 1 for 0. */
function powerOfTwoAbove(bound: number): number {
  if (!(bound > 0)) return 1;
  let power = 2 ** Math.ceil(Math.log2(bound));
  while (power < bound) power *= 2;
  return power;
}

export interface Objective {
  readonly task: Task;
  readonly classCount: number;
  /** Trees of one round: one, or one per class. */
  readonly treesPerRound: number;
  readonly baseScores: Float64Array;
  /** Largest weight of a training row; bounds the gradients of classification. */
  readonly maxWeight: number;
}

/** The objective of a task with the scores that fit best without any tree. */
export function createObjective(task: Task, classCount: number, rows: LearnerRows): Objective {
  const { labels, weights, rowCount } = rows;
  const treesPerRound = task === 'multi-class' ? classCount : 1;
  const sums = new Float64Array(treesPerRound);
  let weightSum = 0;
  let maxWeight = 0;
  for (let row = 0; row < rowCount; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    weightSum += weight;
    maxWeight = Math.max(maxWeight, weight);
    if (task === 'multi-class') sums[labels[row]!]! += weight;
    else sums[0]! += weight * labels[row]!;
  }
  const baseScores = sums.map((sum) => {
    const mean = sum / weightSum;
    if (task === 'regression') return mean;
    return task === 'binary' ? Math.log(mean / (1 - mean)) : Math.log(Math.max(mean, 1e-12));
  });
  return { task, classCount, treesPerRound, baseScores, maxWeight };
}

/** The factor of a softmax hessian, K / (K - 1) (Friedman 2001); 1 for other tasks. */
export function classFactor({ task, classCount }: Objective): number {
  return task === 'multi-class' ? classCount / (classCount - 1) : 1;
}

/** The scales for gradients of magnitude up to `gradientBound`. */
export function chooseFixedPoint(objective: Objective, rowCount: number, gradientBound: number): FixedPoint {
  const { gradientBits, hessianBits } = fixedPointBits(rowCount);
  const { task, maxWeight } = objective;
  const hessianBound = task === 'regression' ? maxWeight : maxWeight * classFactor(objective) * 0.25;
  return {
    gradientScale: powerOfTwoAbove(gradientBound) / 2 ** gradientBits,
    hessianScale: powerOfTwoAbove(hessianBound) / 2 ** hessianBits,
  };
}

/** The largest |score - label| * weight of any row. */
function largestResidual({ labels, weights, rowCount }: LearnerRows, scores: Float64Array): number {
  let highest = 0;
  for (let row = 0; row < rowCount; row++) {
    highest = Math.max(highest, Math.abs((scores[row]! - labels[row]!) * (weights === undefined ? 1 : weights[row]!)));
  }
  return highest;
}

/**
 * Gradients and hessians of one tree of a round, in fixed point. `scores` is row-major, `treesPerRound` numbers a row, as
 * they were when the round began (`normalisers` holds what `computeNormalisers` found at that moment, for softmax).
 * Binary: p - y and p (1 - p). Softmax: p - y and K / (K - 1) p (1 - p). Squared error: s - y and 1. All times the weight.
 */
export function computeGradients(
  objective: Objective,
  rows: LearnerRows,
  state: {
    readonly scores: Float64Array;
    readonly normalisers: Float64Array;
    readonly classIndex: number;
    readonly into: { readonly gradient: Int32Array; readonly hessian: Int32Array };
  },
): FixedPoint {
  const { task, treesPerRound, maxWeight } = objective;
  const { labels, weights, rowCount } = rows;
  const { scores, normalisers, classIndex, into } = state;
  const factor = classFactor(objective);
  const gradientBound = task === 'regression' ? largestResidual(rows, scores) : maxWeight;
  const scales = chooseFixedPoint(objective, rowCount, gradientBound);
  const gradientFactor = 1 / scales.gradientScale;
  const hessianFactor = 1 / scales.hessianScale;
  for (let row = 0; row < rowCount; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    let gradient: number;
    let hessian: number;
    if (task === 'regression') {
      gradient = (scores[row]! - labels[row]!) * weight;
      hessian = weight;
    } else if (task === 'binary') {
      const probability = 1 / (1 + exponential(-scores[row]!));
      gradient = (probability - labels[row]!) * weight;
      hessian = probability * (1 - probability) * weight;
    } else {
      const shifted = scores[row * treesPerRound + classIndex]! - normalisers[2 * row]!;
      const probability = exponential(shifted) * normalisers[2 * row + 1]!;
      gradient = (probability - (labels[row]! === classIndex ? 1 : 0)) * weight;
      hessian = probability * (1 - probability) * factor * weight;
    }
    into.gradient[row] = Math.floor(gradient * gradientFactor + 0.5);
    into.hessian[row] = Math.floor(hessian * hessianFactor + 0.5);
  }
  return scales;
}

/** For each row the highest score and 1 / sum of exp(score - highest): softmax is exp(score - highest) times the latter. */
export function computeNormalisers(scores: Float64Array, classCount: number, into: Float64Array): void {
  for (let row = 0; row < into.length / 2; row++) {
    const start = row * classCount;
    let highest = scores[start]!;
    for (let k = 1; k < classCount; k++) highest = Math.max(highest, scores[start + k]!);
    let sum = 0;
    for (let k = 0; k < classCount; k++) sum += exponential(scores[start + k]! - highest);
    into[2 * row] = highest;
    into[2 * row + 1] = 1 / sum;
  }
}
