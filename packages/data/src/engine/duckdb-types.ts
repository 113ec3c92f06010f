import type { DuckDBListType, DuckDBType } from '@duckdb/node-api';
import type { ColumnSpec, ScalarColumnType } from '@millrace/core';
import { typeNotReadable } from '../errors.ts';

const scalarTypes: Readonly<Record<string, ScalarColumnType>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  UTINYINT: 'integer',
  USMALLINT: 'integer',
  UINTEGER: 'integer',
  UBIGINT: 'integer',
  HUGEINT: 'float',
  UHUGEINT: 'float',
  FLOAT: 'float',
  DOUBLE: 'float',
  DECIMAL: 'float',
  VARCHAR: 'string',
  ENUM: 'string',
  DATE: 'timestamp',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  TIMESTAMPTZ: 'timestamp',
};

/** The name of a DuckDB type without its parameters: `DECIMAL(18,3)` is `DECIMAL`. */
export function nameOfType(type: DuckDBType): string {
  const text = type.toString();
  if (text.endsWith(']')) return /\[\d+\]$/.test(text) ? 'ARRAY' : 'LIST';
  if (text === 'TIMESTAMP WITH TIME ZONE') return 'TIMESTAMPTZ';
  return /^[A-Z_]+/.exec(text)?.[0] ?? text;
}

/** What a DuckDB column is called in the platform. Throws `DATA_TYPE_NOT_READABLE` for structs, maps, blobs and the like. */
export function specOfType(name: string, type: DuckDBType): ColumnSpec {
  const typeName = nameOfType(type);
  if (typeName === 'LIST') {
    const itemType = scalarTypes[nameOfType((type as DuckDBListType).valueType)];
    if (itemType !== undefined) return { name, type: 'list', itemType };
  }
  const scalar = scalarTypes[typeName];
  if (scalar === undefined) throw typeNotReadable({ column: name, type: type.toString() });
  return { name, type: scalar };
}
