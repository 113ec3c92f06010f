import type { DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import type { Column, ColumnBatch } from '@millrace/core';
import { duplicateColumn, wrongColumnName } from '../errors.ts';
import { createColumnBuilder } from './column-builder.ts';

/** Gathers the chunks of one answer (2048 rows each) into batches. */
export interface BatchBuilder {
  readonly rowCount: number;
  /** Appends the first `count` rows of a chunk. */
  append(chunk: DuckDBDataChunk, count: number): void;
  /** The rows so far; the builder is empty afterwards. */
  finish(): ColumnBatch;
}

/** Throws `DATA_TYPE_NOT_READABLE` or `DATA_DUPLICATE_COLUMN` before any row is read. */
export function createBatchBuilder(
  answer: readonly { readonly name: string; readonly type: DuckDBType }[],
): BatchBuilder {
  const names = new Set<string>();
  for (const { name } of answer) {
    if (name === '__proto__')
      throw wrongColumnName({ column: name, place: 'the answer of a query', reason: 'no object can have it' });
    if (names.has(name)) throw duplicateColumn({ column: name, place: 'the answer of a query' });
    names.add(name);
  }
  const builders = answer.map(({ name, type }) => createColumnBuilder(name, type));
  let rowCount = 0;
  return {
    get rowCount() {
      return rowCount;
    },
    append(chunk, count) {
      builders.forEach((builder, index) => builder.append(chunk.getColumnVector(index), 0, count));
      rowCount += count;
    },
    finish() {
      const columns: Record<string, Column> = {};
      for (const builder of builders) columns[builder.spec.name] = builder.finish();
      const batch = { rowCount, columns };
      rowCount = 0;
      return batch;
    },
  };
}
