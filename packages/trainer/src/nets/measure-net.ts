import type { LearnerRows, Task } from '@millrace/core';
import type * as Core from '@tensorflow/tfjs-core';
import { computeLoss, CURVE_ROWS } from '../loss.ts';
import { encodeCodes, encodeNumbers, type NetInputs } from './net-inputs.ts';
import { computeNetScores } from './net-pass.ts';
import type { NetWeights } from './net-weights.ts';

/** Rows that are scored at once. */
const ROWS_AT_ONCE = 4096;

export interface NetToMeasure {
  readonly core: typeof Core;
  readonly task: Task;
  readonly inputs: NetInputs;
  /** In the units of the labels. */
  readonly weights: NetWeights;
  readonly outputs: number;
}

/** Loss of a net on rows; they are scored as they will be when the model is served. */
export function measureNet({ core, task, inputs, weights, outputs }: NetToMeasure, rows: LearnerRows): number {
  const { rowCount } = rows;
  const scores = new Float64Array(rowCount * outputs);
  for (let first = 0; first < rowCount; first += ROWS_AT_ONCE) {
    const end = Math.min(rowCount, first + ROWS_AT_ONCE);
    const batch = { order: Int32Array.from({ length: end - first }, (_, i) => first + i), first: 0, end: end - first };
    const numbers = encodeNumbers(inputs, rows, batch);
    const encoded = { rowCount: end - first, numbers, codes: encodeCodes(inputs, rows, batch) };
    scores.set(computeNetScores(core, weights, encoded), first * outputs);
  }
  return computeLoss(task, rows, { scores, width: outputs });
}

/** Rows on which the curve of the training is measured: all, or some taken evenly. */
export function takeCurveRows(rows: LearnerRows): LearnerRows {
  const { rowCount, columns, labels, weights } = rows;
  if (rowCount <= CURVE_ROWS) return rows;
  const taken = Int32Array.from({ length: CURVE_ROWS }, (_, i) => Math.floor((i * rowCount) / CURVE_ROWS));
  const pick = (values: LearnerRows['columns'][number]): Float64Array =>
    Float64Array.from(taken, (row) => values[row]!);
  return {
    rowCount: CURVE_ROWS,
    columns: columns.map(pick),
    labels: pick(labels),
    weights: weights === undefined ? undefined : pick(weights),
  };
}
