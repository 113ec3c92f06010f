import path from 'node:path';
import type { Column, ColumnBatch, Dataset, Engine, SplitFiles } from '@millrace/core';
import { rowCountChanged } from '../errors.ts';
import type { JoinedFeatures } from './join-dataset.ts';
import { rechunk } from './rechunk.ts';

export interface WriteJoinedOptions {
  readonly engine: Engine;
  readonly directory: string;
  readonly split: string;
  /** Columns beside the features, made of the rows' own columns. */
  readonly derive: (batch: ColumnBatch) => Readonly<Record<string, Column>>;
  readonly signal: AbortSignal;
}

/** Rows of one file, fixed so that bytes do not depend on the machine. More rows make more files. */
const rowsPerFile = 1 << 18;

/** Writes the rows of a dataset with their features beside them, in order. Throws `FEATURE_STORE_ROW_COUNT_CHANGED`. */
export async function writeJoined(
  dataset: Dataset,
  joined: JoinedFeatures,
  { engine, directory, split, derive, signal }: WriteJoinedOptions,
): Promise<SplitFiles> {
  const files: string[] = [];
  let rowCount = 0;
  for await (const batch of rechunk(dataset.batches({ signal }), rowsPerFile)) {
    const to = rowCount + batch.rowCount;
    const file =
      joined.rowCount <= rowsPerFile ? `${split}.parquet` : `${split}-${String(files.length).padStart(5, '0')}.parquet`;
    const features = joined.compute({ from: rowCount, to });
    const columns = { ...batch.columns, ...features, ...derive(batch) };
    const table = await engine.registerTable({ rowCount: batch.rowCount, columns });
    try {
      rowCount += await engine.writeParquet(`select * from ${table.relation}`, path.join(directory, file), { signal });
    } finally {
      await table[Symbol.asyncDispose]();
    }
    if (rowCount !== to) break;
    files.push(file);
  }
  if (rowCount !== joined.rowCount)
    throw rowCountChanged({ place: `The split "${split}"`, before: joined.rowCount, after: rowCount });
  return { files, rowCount };
}
