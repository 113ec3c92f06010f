import type { LearnerFeature, LearnerRows } from '@millrace/core';
import type { LinearWeights } from '@millrace/model';
import { notFiniteFeature } from '../errors.ts';

/**
 * How features enter a weighted sum: a numeric one standardised (weighted mean 0, deviation 1) in one slot, missing values
 * at the mean; a categorical one as a one-hot vector, a slot a category, missing as zeros.
 */
export interface Design {
  readonly features: readonly LearnerFeature[];
  /** Feature j has the slots from slotOffsets[j] up to slotOffsets[j + 1]. */
  readonly slotOffsets: Int32Array;
  readonly slotCount: number;
  /** One number a feature; 0 for categorical. */
  readonly mean: Float64Array;
  /** 1 / deviation; 0 for a constant, 1 for categorical. */
  readonly inverse: Float64Array;
}

/** Measures the training rows. Throws `TRAINER_FEATURE_NOT_FINITE`. */
export function createDesign(features: readonly LearnerFeature[], { columns, weights, rowCount }: LearnerRows): Design {
  const slotOffsets = new Int32Array(features.length + 1);
  const mean = new Float64Array(features.length);
  const inverse = new Float64Array(features.length).fill(1);
  features.forEach(({ name, kind, categories = 0 }, j) => {
    slotOffsets[j + 1] = slotOffsets[j]! + (kind === 'numeric' ? 1 : categories);
    if (kind === 'categorical') return;
    const values = columns[j]!;
    let weightSum = 0;
    let center = 0;
    let squares = 0;
    for (let row = 0; row < rowCount; row++) {
      const value = values[row]!;
      if (value !== value) continue;
      if (!Number.isFinite(value)) throw notFiniteFeature({ feature: name, row, value });
      const weight = weights === undefined ? 1 : weights[row]!;
      if (weight === 0) continue;
      // West's update of mean and squared deviations: no cancellation far from 0.
      weightSum += weight;
      const difference = value - center;
      center += (difference * weight) / weightSum;
      squares += weight * difference * (value - center);
    }
    const deviation = Math.sqrt(squares / weightSum);
    mean[j] = weightSum > 0 ? center : 0;
    // What is left of a constant is rounding of its own size.
    inverse[j] = deviation > 1e-12 * Math.abs(center) && deviation > 0 ? 1 / deviation : 0;
  });
  return { features, slotOffsets, slotCount: slotOffsets[features.length]!, mean, inverse };
}

/** Adds factor * slots of each row to nothing: scores[row * outputs + k] = bias[k] + weighted sum of the row. */
export function computeScores(
  design: Design,
  rows: LearnerRows,
  model: { readonly bias: Float64Array; readonly weights: Float64Array; readonly into: Float64Array },
): void {
  const { features, slotOffsets, mean, inverse } = design;
  const { bias, weights, into } = model;
  const outputs = bias.length;
  for (let i = 0; i < into.length; i++) into[i] = bias[i % outputs]!;
  features.forEach(({ kind }, j) => {
    const values = rows.columns[j]!;
    const first = slotOffsets[j]! * outputs;
    const isNumeric = kind === 'numeric';
    for (let row = 0; row < rows.rowCount; row++) {
      const value = values[row]!;
      if (value !== value) continue;
      const factor = isNumeric ? (value - mean[j]!) * inverse[j]! : 1;
      const slot = isNumeric ? first : first + value * outputs;
      for (let k = 0; k < outputs; k++) into[row * outputs + k]! += factor * weights[slot + k]!;
    }
  });
}

/** Adds up slots: into[slot * outputs + k] = sum over rows of the slot's factor times residuals[row * outputs + k]. */
export function sumSlots(
  design: Design,
  rows: LearnerRows,
  sums: { readonly residuals: Float64Array; readonly outputs: number; readonly into: Float64Array },
): void {
  const { features, slotOffsets, mean, inverse } = design;
  const { residuals, outputs, into } = sums;
  into.fill(0);
  features.forEach(({ kind }, j) => {
    const values = rows.columns[j]!;
    const first = slotOffsets[j]! * outputs;
    const isNumeric = kind === 'numeric';
    for (let row = 0; row < rows.rowCount; row++) {
      const value = values[row]!;
      if (value !== value) continue;
      const factor = isNumeric ? (value - mean[j]!) * inverse[j]! : 1;
      const slot = isNumeric ? first : first + value * outputs;
      for (let k = 0; k < outputs; k++) into[slot + k]! += factor * residuals[row * outputs + k]!;
    }
  });
}

/** The model on features as they are: the standardisation folded into weights and bias. */
export function foldStandardisation(
  design: Design,
  model: { readonly bias: Float64Array; readonly weights: Float64Array },
  task: Pick<LinearWeights, 'task' | 'classCount'>,
): LinearWeights {
  const { features, slotOffsets, mean, inverse } = design;
  const outputs = model.bias.length;
  const bias = model.bias.slice();
  const weights = model.weights.slice();
  features.forEach(({ kind }, j) => {
    if (kind === 'categorical') return;
    for (let k = 0; k < outputs; k++) {
      const at = slotOffsets[j]! * outputs + k;
      weights[at]! *= inverse[j]!;
      bias[k]! -= weights[at]! * mean[j]!;
    }
  });
  return { ...task, bias, slotOffsets, weights, fill: mean };
}
