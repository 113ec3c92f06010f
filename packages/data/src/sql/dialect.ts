import type { ColumnSpec, ColumnType, DialectName, Engine } from '@millrace/core';
import { dialectMissing } from '../errors.ts';
import { duckDbDialect } from './duckdb-dialect.ts';

/** Parts of a moment. `isoDayOfWeek` counts from 1, Monday. */
export type TimestampPart =
  'year' | 'quarter' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'isoDayOfWeek' | 'dayOfYear' | 'isoWeek';

/**
 * Where SQL engines differ, as rendered text. Arguments are SQL expressions, results are SQL expressions. What all
 * engines write alike is not here.
 */
export interface Dialect {
  readonly name: DialectName;
  /** The type to cast to: `castType('integer')` is `BIGINT`. */
  castType(type: Exclude<ColumnType, 'list'>): string;
  /** NULL where the value cannot be read as the type. */
  tryCast(value: string, type: Exclude<ColumnType, 'list'>): string;
  /** True for numbers that are neither NaN nor infinite. NULL for NULL. */
  isFinite(value: string): string;
  /** A list of doubles: the interpolated quantiles at these probabilities, nulls skipped. Exact. */
  exactQuantiles(value: string, probabilities: readonly number[]): string;
  /** A BIGINT in [0, 2^60) from the first 15 hexadecimal digits of the MD5 of a text. The same on every engine. */
  hash60(text: string): string;
  /**
   * One column as text that is the same for equal values, for hashing. NULL for NULL. Floats are written shortest, as the
   * engine does.
   */
  keyText(column: ColumnSpec): string;
  /** A whole record as text that differs when any value differs, missing values included. Never NULL. */
  recordText(columns: readonly ColumnSpec[]): string;
  /** BIGINT microseconds since 1970, UTC, of a timestamp or date. */
  microsecondsOf(timestamp: string): string;
  /** The timestamp (UTC, without zone) of BIGINT microseconds. */
  timestampOf(microseconds: string): string;
  /** A part of a timestamp as BIGINT. */
  timestampPart(part: TimestampPart, timestamp: string): string;
  /** How many items a list has. NULL for NULL. */
  listLength(list: string): string;
  /** As a select item: one row for each item; rows without items vanish. */
  unnest(list: string): string;
  /** A statement that writes the rows of a query, in order, to a Parquet file of no fixed form: for what is read once. */
  copyToParquet(sql: string, file: string): string;
  /** A FROM item over one Parquet file, with the position of each row as `file_row_number`. */
  numberedParquet(file: string): string;
  /** Whole quotient toward zero of two integers. */
  wholeQuotient(dividend: string, divisor: string): string;
  /** Quotient of two doubles as IEEE 754 has it: `1 / 0` is infinite. */
  quotient(dividend: string, divisor: string): string;
}

/** The dialect of an engine. */
export function dialectOf(engine: Pick<Engine, 'dialect'>): Dialect {
  if (engine.dialect === 'duckdb') return duckDbDialect;
  throw dialectMissing({ dialect: engine.dialect });
}
