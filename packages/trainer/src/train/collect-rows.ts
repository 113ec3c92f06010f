import { getColumn, type Column, type ColumnBatch, type LearnerFeature, type LearnerRows } from '@millrace/core';
import { notNumeric, rowCountsDiffer } from '../errors.ts';

type FeatureArray = LearnerRows['columns'][number];

/** A batch that holds the features and the label as numbers, and how much its rows count. */
export interface BatchToCollect extends ColumnBatch {
  readonly weights?: Column | undefined;
}

export interface RowsToCollect {
  readonly batches: AsyncIterable<BatchToCollect>;
  /** How many rows the batches have together. */
  readonly rowCount: number;
  readonly features: readonly LearnerFeature[];
  readonly label: string;
  /** What these rows are called in messages. */
  readonly split: string;
}

/** Gathers batches into the columns of a learner. Throws `TRAINER_ROW_COUNTS_DIFFER` when rows are lost or multiplied. */
export async function collectRows({ batches, rowCount, features, label, split }: RowsToCollect): Promise<LearnerRows> {
  const columns = features.map((feature) => createArray(feature, rowCount));
  const labels = new Float64Array(rowCount);
  let weights: Float64Array | undefined;
  let collected = 0;
  for await (const batch of batches) {
    if (collected + batch.rowCount > rowCount) {
      throw rowCountsDiffer({ what: `The ${split} split`, rows: collected + batch.rowCount, expected: rowCount });
    }
    const place = { rows: batch.rowCount, at: collected };
    const copy = (name: string, into: FeatureArray): void =>
      copyNumbers(getColumn(batch, name, `the ${split} rows`), { ...place, name, into });
    features.forEach(({ name }, index) => copy(name, columns[index]!));
    copy(label, labels);
    if (batch.weights !== undefined) {
      weights ??= new Float64Array(rowCount);
      copyNumbers(batch.weights, { ...place, name: 'weight', into: weights });
    }
    collected += batch.rowCount;
  }
  if (collected !== rowCount)
    throw rowCountsDiffer({ what: `The ${split} split`, rows: collected, expected: rowCount });
  return { rowCount, columns, labels, weights };
}

function createArray({ kind, categories = 0 }: LearnerFeature, rowCount: number): FeatureArray {
  if (kind === 'numeric') return new Float64Array(rowCount);
  if (categories <= 256) return new Uint8Array(rowCount);
  return categories <= 65_536 ? new Uint16Array(rowCount) : new Int32Array(rowCount);
}

function copyNumbers(
  column: Column,
  target: { readonly name: string; readonly rows: number; readonly into: FeatureArray; readonly at: number },
): void {
  const { name, rows, into, at } = target;
  if (column.type === 'string' || column.type === 'list') throw notNumeric({ column: name, type: column.type });
  into.set(column.values.subarray(0, rows), at);
  const { validity } = column;
  if (validity === undefined) return;
  for (let row = 0; row < rows; row++) if (validity[row] === 0) into[at + row] = NaN;
}
