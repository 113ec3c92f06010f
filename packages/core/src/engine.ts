import type { ColumnBatch, ColumnSpec } from './column/column.ts';

export interface QueryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Rows per batch of a stream, roughly. Engines may give fewer. @defaultValue 131072 */
  readonly batchRows?: number | undefined;
}

/** What differs between SQL engines, as rendered text. Written once against this, statements run on every engine. */
export type DialectName = 'duckdb' | 'spark';

/**
 * A SQL engine over files: the one place where heavy work on rows happens. It computes; it never owns shared state.
 * Time travels as BIGINT microseconds, order is written `nulls last`, numbers are never formatted in SQL.
 */
export interface Engine extends AsyncDisposable {
  readonly specVersion: 1;
  readonly dialect: DialectName;
  /** The whole answer as one batch. Timestamps come as microseconds. */
  query(sql: string, options?: QueryOptions): Promise<ColumnBatch>;
  /** The answer in batches, in order, with bounded memory. */
  stream(sql: string, options?: QueryOptions): AsyncIterable<ColumnBatch>;
  /** Runs a statement for its effect (a temporary view, a copy to a file). */
  execute(sql: string, options?: QueryOptions): Promise<void>;
  /** Column names and types of a relation, without reading its rows. */
  describe(relation: string): Promise<readonly ColumnSpec[]>;
  /** A FROM item that reads these Parquet files in the given order, e.g. `read_parquet([...])`. */
  parquetRelation(files: readonly string[]): string;
  /** Makes columns in memory readable as a relation and returns its FROM item. Dispose drops it. */
  registerTable(batch: ColumnBatch): Promise<RegisteredTable>;
  /** Writes the rows of a query, in its order, as one zstd Parquet file. Same rows, same bytes. Returns the row count. */
  writeParquet(sql: string, file: string, options?: QueryOptions): Promise<number>;
}

export interface RegisteredTable extends AsyncDisposable {
  readonly relation: string;
}

/** A relation on an engine: rows that can be queried, and read in batches, without being in memory. */
export interface Dataset {
  readonly specVersion: 1;
  readonly engine: Engine;
  /** A FROM item: `read_parquet('x.parquet')`, a view, or a parenthesised select. */
  readonly relation: string;
  readonly columns: readonly ColumnSpec[];
  countRows(): Promise<number>;
  /** The rows in their stored order. */
  batches(options?: DatasetReadOptions): AsyncIterable<ColumnBatch>;
  read(options?: DatasetReadOptions): Promise<ColumnBatch>;
}

export interface DatasetReadOptions extends QueryOptions {
  /** Only these columns, in this order. @defaultValue all */
  readonly columns?: readonly string[] | undefined;
  /** At most so many rows from the start. */
  readonly limit?: number | undefined;
}
