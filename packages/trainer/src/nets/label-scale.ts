import type { LearnerData } from '@millrace/core';
import { mapMatrices, type Matrix, type NetWeights } from './net-weights.ts';

/** How labels are learned: values standardised, classes as they are; and the raw scores of a row of which nothing is known. */
export interface LabelScale {
  readonly offset: number;
  readonly scale: number;
  readonly start: readonly number[];
}

export function measureLabels({ task, classCount, train }: LearnerData): LabelScale {
  const { labels, weights, rowCount } = train;
  const weightOf = (row: number): number => (weights === undefined ? 1 : weights[row]!);
  let weightSum = 0;
  for (let row = 0; row < rowCount; row++) weightSum += weightOf(row);
  if (task === 'regression') {
    let mean = 0;
    for (let row = 0; row < rowCount; row++) mean += (weightOf(row) / weightSum) * labels[row]!;
    let variance = 0;
    for (let row = 0; row < rowCount; row++) variance += (weightOf(row) / weightSum) * (labels[row]! - mean) ** 2;
    const scale = Math.sqrt(variance);
    return { offset: mean, scale: scale > 0 ? scale : 1, start: [0] };
  }
  const sums = new Float64Array(Math.max(2, classCount));
  for (let row = 0; row < rowCount; row++) sums[labels[row]!]! += weightOf(row);
  // Half a row more for each class keeps the logarithms of classes that are not there finite.
  const half = weightSum / rowCount / 2;
  const logs = [...sums].map((sum) => Math.log((sum + half) / (weightSum + half * sums.length)));
  return { offset: 0, scale: 1, start: task === 'binary' ? [logs[1]! - logs[0]!] : logs };
}

/** Weights whose scores are in the units of the labels. */
export function unscale(weights: NetWeights, { offset, scale }: LabelScale): NetWeights {
  if (offset === 0 && scale === 1) return weights;
  const copy = mapMatrices(weights, (values) => values.slice());
  const { kernel, bias } = copy.dense.at(-1)!;
  const grow = ({ values }: Matrix): void => values.forEach((value, index) => (values[index] = value * scale));
  [kernel, bias, ...(copy.wide === undefined ? [] : [copy.wide.kernel, ...copy.wide.tables])].forEach(grow);
  bias.values[0]! += offset;
  return copy;
}
