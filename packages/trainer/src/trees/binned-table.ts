import type { LearnerFeature, LearnerRows } from '@millrace/core';
import { assignBins, createBinMapper, type BinMapper } from './bin-mapper.ts';

/** Rows as bins: one byte a value, column after column. */
export interface BinnedTable {
  readonly rowCount: number;
  readonly mappers: readonly BinMapper[];
  /** Row i of feature j is `bins[j * rowCount + i]`. */
  readonly bins: Uint8Array;
}

/** Rows with the bins that were chosen before, or how many bins a numeric feature may have at most. */
export interface RowsToBin {
  readonly features: readonly LearnerFeature[];
  readonly rows: LearnerRows;
  readonly bins: number | readonly BinMapper[];
}

/** Bins rows in plain TypeScript. */
export function binRows({ features, rows: { rowCount, columns }, bins }: RowsToBin): BinnedTable {
  const binned = new Uint8Array(features.length * rowCount);
  const mappers = features.map((feature, index) => {
    const values = columns[index]!;
    const mapper = typeof bins === 'number' ? createBinMapper(feature, values, bins) : bins[index]!;
    assignBins(mapper, values, binned.subarray(index * rowCount, (index + 1) * rowCount));
    return mapper;
  });
  return { rowCount, mappers, bins: binned };
}
