import type { Task } from '@millrace/core';
import { invalidLinear } from '../../errors.ts';

/**
 * A linear model on transformed features. A numeric feature has one slot, whose weight is multiplied by the value;
 * a categorical feature has one slot a category, and the slot of the row's category counts.
 * A raw score is `bias[k]` plus the weights of the slots; the answer is its sigmoid (binary), the score itself
 * (regression), or the softmax over the classes. Standardisation is folded into weights and bias by the learner.
 */
export interface LinearWeights {
  readonly task: Task;
  /** Number of classes; 2 for binary, 0 for regression. */
  readonly classCount: number;
  /** One number an output: `classCount` for multi-class, else 1. */
  readonly bias: Float64Array;
  /** featureCount + 1 positions: feature j has the slots from slotOffsets[j] up to slotOffsets[j + 1]. */
  readonly slotOffsets: Int32Array;
  /** weights[slot * outputs + k]. */
  readonly weights: Float64Array;
  /** One number a feature: what stands in for a missing numeric value. A missing or unknown category adds nothing. */
  readonly fill: Float64Array;
}

/** Checks that lengths fit one another and numbers are finite. Throws `MODEL_INVALID_LINEAR`. */
export function checkLinear(linear: LinearWeights): void {
  const { task, classCount, bias, slotOffsets, weights, fill } = linear;
  const outputs = task === 'multi-class' ? classCount : 1;
  const expectedClasses = task === 'binary' ? 2 : task === 'regression' ? 0 : classCount;
  if (classCount !== expectedClasses || (task === 'multi-class' && classCount < 2))
    throw invalidLinear({ reason: `the task ${task} does not have ${classCount} classes` });
  if (bias.length !== outputs)
    throw invalidLinear({ reason: `bias has ${bias.length} numbers for ${outputs} outputs` });
  const featureCount = slotOffsets.length - 1;
  if (featureCount < 0 || slotOffsets[0] !== 0 || fill.length !== featureCount)
    throw invalidLinear({ reason: `slotOffsets of ${slotOffsets.length} and fill of ${fill.length} do not fit` });
  for (let feature = 0; feature < featureCount; feature++) {
    if (slotOffsets[feature + 1]! < slotOffsets[feature]!)
      throw invalidLinear({ reason: `slotOffsets go down at feature ${feature}` });
  }
  if (weights.length !== slotOffsets[featureCount]! * outputs)
    throw invalidLinear({
      reason: `${weights.length} weights for ${slotOffsets[featureCount]!} slots of ${outputs} outputs`,
    });
  for (const [name, numbers] of Object.entries({ bias, weights, fill })) {
    const at = numbers.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) throw invalidLinear({ reason: `${name}[${at}] is ${numbers[at]!}` });
  }
}
