import type { LearnerFeature, LearnerRows } from '@millrace/core';
import { assignBins, createBinMapper, type BinMapper } from './bin-mapper.ts';

/** Rows as bins: one byte a value, column after column. */
export interface BinnedTable {
  readonly rowCount: number;
  readonly mappers: readonly BinMapper[];
  /** Row i of feature j is `bins[j * rowCount + i]`. */
  readonly bins: Uint8Array;
}

/** Bins training rows, choosing the bins. `bins` says at most how many bins a numeric feature has. */
export function binTrainingRows(features: readonly LearnerFeature[], rows: LearnerRows, bins: number): BinnedTable {
  const mappers = features.map((feature, index) => createBinMapper(feature, rows.columns[index]!, bins));
  return binRows(mappers, rows);
}

/** Bins rows by bins that were chosen before. */
export function binRows(mappers: readonly BinMapper[], { rowCount, columns }: LearnerRows): BinnedTable {
  const bins = new Uint8Array(mappers.length * rowCount);
  mappers.forEach((mapper, index) => {
    assignBins(mapper, columns[index]!, bins.subarray(index * rowCount, (index + 1) * rowCount));
  });
  return { rowCount, mappers, bins };
}
