import type { LearnerData, LearnerFeature, LearnerRows } from '@millrace/core';
import {
  categoryOutOfRange,
  invalidLabel,
  invalidWeight,
  labelMissing,
  noFeatures,
  noRows,
  oneClassOnly,
  rowCountsDiffer,
} from './errors.ts';

/** Checks what every learner relies on: rows, labels, weights and category codes. Throws `TRAINER_...`. */
export function checkLearnerData(data: LearnerData): void {
  if (data.features.length === 0) throw noFeatures();
  checkRows(data, data.train, 'train');
  if (data.validation !== undefined) checkRows(data, data.validation, 'validation');
  const { task, train } = data;
  if (task === 'regression') return;
  const first = train.labels[0]!;
  if (train.labels.every((label) => label === first))
    throw oneClassOnly({ value: String(first), rows: train.rowCount });
}

function checkRows({ task, classCount, features }: LearnerData, rows: LearnerRows, split: string): void {
  const { rowCount, columns, labels, weights } = rows;
  if (rowCount === 0) throw noRows({ split });
  if (columns.length !== features.length) {
    throw rowCountsDiffer({ what: `The list of ${split} columns`, rows: columns.length, expected: features.length });
  }
  features.forEach((feature, index) => checkColumn(feature, { values: columns[index]!, rowCount, split }));
  if (labels.length !== rowCount) {
    throw rowCountsDiffer({ what: `The label of the ${split} rows`, rows: labels.length, expected: rowCount });
  }
  let missing = 0;
  for (let row = 0; row < rowCount; row++) if (Number.isNaN(labels[row]!)) missing++;
  if (missing > 0) throw labelMissing({ count: missing, rows: rowCount, split, row: labels.findIndex(Number.isNaN) });
  const highest = task === 'regression' ? Infinity : (task === 'binary' ? 2 : classCount) - 1;
  for (let row = 0; row < rowCount; row++) {
    const value = labels[row]!;
    if (task === 'regression') {
      if (!Number.isFinite(value)) throw invalidLabel({ row, value, split, expected: 'a finite number' });
    } else if (!(Number.isInteger(value) && value >= 0 && value <= highest)) {
      throw invalidLabel({ row, value, split, expected: `a class index from 0 to ${highest}` });
    }
  }
  if (weights !== undefined) checkWeights(weights, rowCount, split);
}

function checkWeights(weights: Float64Array, rowCount: number, split: string): void {
  if (weights.length !== rowCount) {
    throw rowCountsDiffer({ what: `The weight of the ${split} rows`, rows: weights.length, expected: rowCount });
  }
  let highest = 0;
  for (let row = 0; row < rowCount; row++) {
    const value = weights[row]!;
    if (!(value >= 0 && value < Infinity)) throw invalidWeight({ row, value });
    highest = Math.max(highest, value);
  }
  if (highest === 0) throw invalidWeight({ row: 0, value: 0 });
}

function checkColumn(
  feature: LearnerFeature,
  column: { readonly values: LearnerRows['columns'][number]; readonly rowCount: number; readonly split: string },
): void {
  const { values, rowCount, split } = column;
  if (values.length !== rowCount) {
    throw rowCountsDiffer({ what: `The ${split} column "${feature.name}"`, rows: values.length, expected: rowCount });
  }
  if (feature.kind !== 'categorical') return;
  const categories = feature.categories ?? 0;
  for (let row = 0; row < rowCount; row++) {
    const code = values[row]!;
    if (Number.isNaN(code)) continue;
    if (!(code >= 0 && code < categories && Number.isInteger(code))) {
      throw categoryOutOfRange({ feature: feature.name, row, code, categories });
    }
  }
}
