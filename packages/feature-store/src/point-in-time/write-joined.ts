import path from 'node:path';
import type { Column, ColumnBatch, Dataset, Engine, RegisteredTable, SplitFiles } from '@millrace/core';
import { rowCountChanged } from '../errors.ts';
import type { JoinedFeatures } from './join-dataset.ts';

export interface WriteJoinedOptions {
  readonly engine: Engine;
  readonly directory: string;
  readonly split: string;
  /** All rows of the dataset where they are in memory. @defaultValue they are read file by file */
  readonly rows?: ColumnBatch | undefined;
  /** Columns beside the features, made of the rows' own columns. */
  readonly derive: (batch: ColumnBatch) => Readonly<Record<string, Column>>;
  readonly signal: AbortSignal;
}

/** Rows of one file: two row groups of DuckDB, fixed so that bytes do not depend on the machine. */
export const rowsPerFile = 245_760;

/**
 * Writes the rows of a dataset with their features beside them, in order: one file, or several numbered ones when there
 * are more than 245,760 rows. While one file is written the features of the next are computed.
 * Throws `FEATURE_STORE_ROW_COUNT_CHANGED`.
 */
export async function writeJoined(
  dataset: Dataset,
  joined: JoinedFeatures,
  { engine, directory, split, rows, derive, signal }: WriteJoinedOptions,
): Promise<SplitFiles> {
  const isOneFile = joined.rowCount <= rowsPerFile;
  const files: string[] = [];
  let readCount = 0;
  let writtenCount = 0;
  const write = async (table: RegisteredTable, file: string): Promise<void> => {
    try {
      const sql = `select * from ${table.relation}`;
      writtenCount += await engine.writeParquet(sql, path.join(directory, file), { signal });
    } finally {
      await table[Symbol.asyncDispose]();
    }
  };
  let writing = Promise.resolve();
  try {
    // Not one stream over all rows: DuckDB keeps dropped tables while a statement that began before is still open.
    do {
      const part = `select * from ${dataset.relation} limit ${rowsPerFile} offset ${readCount}`;
      const batch = rows ?? (await engine.query(part, { signal }));
      const { rowCount } = batch;
      if (rowCount !== Math.min(rowsPerFile, joined.rowCount - readCount)) break;
      const features = joined.compute({ from: readCount, to: readCount + rowCount });
      const columns = { ...batch.columns, ...features, ...derive(batch) };
      const table = await engine.registerTable({ rowCount, columns });
      readCount += rowCount;
      const file = isOneFile ? `${split}.parquet` : `${split}-${String(files.length).padStart(5, '0')}.parquet`;
      files.push(file);
      await writing;
      writing = write(table, file);
    } while (readCount < joined.rowCount);
  } finally {
    await writing;
  }
  if (writtenCount !== joined.rowCount)
    throw rowCountChanged({ place: `The split "${split}"`, before: joined.rowCount, after: writtenCount });
  return { files, rowCount: writtenCount };
}
