import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type { ColumnBatch } from '@millrace/core';
import { streamBroken } from '../errors.ts';
import { createBatchBuilder } from './batch-builder.ts';

/**
 * Reads an answer in batches. When a statement fails after its first rows, DuckDB's streams end as if all had been read.
 * So one row more is asked for, marked as the end, and a stream that does not reach it has failed.
 */
export async function* streamRows(
  connection: DuckDBConnection,
  sql: string,
  batchRows: number,
): AsyncGenerator<ColumnBatch, void, undefined> {
  const statement = await connection.prepare(sql);
  const builder = createBatchBuilder(
    Array.from({ length: statement.columnCount }, (_, index) => ({
      name: statement.columnName(index),
      type: statement.columnType(index),
    })),
  );
  statement.destroySync();
  const body = `(${sql.replace(/;\s*$/, '')}\n)`;
  const result = await connection.stream(
    `select *, false as millrace_end from ${body} union all by name select true as millrace_end`,
  );
  let rowCount = 0;
  let hasYielded = false;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const isLast = endsWithMark(chunk);
    const count = isLast ? chunk.rowCount - 1 : chunk.rowCount;
    builder.append(chunk, count);
    rowCount += count;
    // An empty answer still tells its columns.
    if (builder.rowCount >= batchRows || (isLast && (builder.rowCount > 0 || !hasYielded))) {
      hasYielded = true;
      yield builder.finish();
    }
    if (isLast) return;
  }
  // Said again by a statement that reports what goes wrong, and keeps no rows.
  await connection.run(`explain analyze select * from ${body}`);
  throw streamBroken({ rowCount, sql });
}

function endsWithMark(chunk: DuckDBDataChunk): boolean {
  return chunk.getColumnVector(chunk.columnCount - 1).getItem(chunk.rowCount - 1) === true;
}
