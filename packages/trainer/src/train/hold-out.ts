import { createRandom, type LearnerRows } from '@millrace/core';
import { invalidValidationSplit } from '../errors.ts';

/** Parts rows by chance: `share` of them, at least one, for validation. Both keep their order. */
export function holdOut(
  rows: LearnerRows,
  share: number,
  seed: number,
): { readonly train: LearnerRows; readonly validation: LearnerRows } {
  const { rowCount } = rows;
  const wanted = Math.max(1, Math.round(rowCount * share));
  if (!(share > 0 && share < 1) || wanted >= rowCount) throw invalidValidationSplit({ share, rowCount });
  const random = createRandom(seed, 3);
  const train = new Int32Array(rowCount - wanted);
  const validation = new Int32Array(wanted);
  let held = 0;
  for (let row = 0; row < rowCount; row++) {
    if (random.next() * (rowCount - row) < wanted - held) validation[held++] = row;
    else train[row - held] = row;
  }
  return { train: takeRows(rows, train), validation: takeRows(rows, validation) };
}

function takeRows({ columns, labels, weights }: LearnerRows, rows: Int32Array): LearnerRows {
  const take = <TArray extends LearnerRows['columns'][number]>(values: TArray): TArray => {
    const taken = new (values.constructor as new (length: number) => TArray)(rows.length);
    for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!;
    return taken;
  };
  return {
    rowCount: rows.length,
    columns: columns.map(take),
    labels: take(labels),
    weights: weights === undefined ? undefined : take(weights),
  };
}
