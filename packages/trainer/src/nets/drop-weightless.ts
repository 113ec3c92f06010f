import type { LearnerRows } from '@millrace/core';

/** Rows without those of weight 0: the others are learned as if they were alone. */
export function dropWeightless(rows: LearnerRows): LearnerRows {
  const { weights, columns, labels } = rows;
  if (weights === undefined || weights.every((weight) => weight > 0)) return rows;
  const keep = <TArray extends LearnerRows['columns'][number]>(values: TArray): TArray =>
    values.filter((_, row) => weights[row]! > 0) as TArray;
  const kept = keep(weights);
  return { rowCount: kept.length, columns: columns.map(keep), labels: keep(labels), weights: kept };
}
