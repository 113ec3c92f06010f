import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import type { Column, ColumnBatch } from '@millrace/core';
import { duplicateColumn } from '../errors.ts';
import { createColumnBuilder } from './column-builder.ts';

/** Gathers the chunks of one result (2048 rows each) into batches. */
export interface BatchBuilder {
  readonly rowCount: number;
  append(chunk: DuckDBDataChunk): void;
  finish(): ColumnBatch;
}

/** Throws `DATA_TYPE_NOT_READABLE` or `DATA_DUPLICATE_COLUMN` before any row is read. */
export function createBatchBuilder(result: DuckDBResult): BatchBuilder {
  const names = result.columnNames();
  names.forEach((column, index) => {
    if (names.indexOf(column) !== index) throw duplicateColumn({ column, place: 'the answer of a query' });
  });
  const builders = result.columnTypes().map((type, index) => createColumnBuilder(names[index]!, type));
  let rowCount = 0;
  return {
    get rowCount() {
      return rowCount;
    },
    append(chunk) {
      builders.forEach((builder, index) => builder.append(chunk.getColumnVector(index), 0, chunk.rowCount));
      rowCount += chunk.rowCount;
    },
    finish() {
      const columns: Record<string, Column> = {};
      builders.forEach((builder, index) => (columns[names[index]!] = builder.finish()));
      const batch = { rowCount, columns };
      rowCount = 0;
      return batch;
    },
  };
}
