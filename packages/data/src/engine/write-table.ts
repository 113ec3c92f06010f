import type * as DuckDbModule from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType, DuckDBVector } from '@duckdb/node-api';
import { getCell, type Cell, type Column, type ColumnBatch, type NumericColumn } from '@millrace/core';
import { integerNotWhole } from '../errors.ts';
import { quoteIdentifier } from '../sql/quote.ts';

type DuckDbApi = typeof DuckDbModule;

/** The parts of DuckDB's vectors that are written whole. */
interface RawVector {
  readonly items: { readonly buffer: ArrayBuffer; readonly byteOffset: number; set(values: ArrayLike<number>): void };
  readonly dataView: DataView;
  readonly validity: { setItemValid(row: number, isValid: boolean): void };
  setItem(row: number, value: unknown): void;
  flush(): void;
}

const chunkRows = 2048;

/** Creates a table with the columns of a batch and fills it chunk by chunk. */
export async function writeTable(
  { api, connection }: { api: DuckDbApi; connection: DuckDBConnection },
  table: string,
  { columns, rowCount }: ColumnBatch,
): Promise<void> {
  const entries = Object.entries(columns);
  const types = entries.map(([, column]) => typeOfColumn(api, column));
  const definitions = entries.map(([name], index) => `${quoteIdentifier(name)} ${types[index]!.toString()}`);
  await connection.run(`create table ${quoteIdentifier(table)} (${definitions.join(', ')})`);
  const appender = await connection.createAppender(table);
  try {
    for (let start = 0; start < rowCount; start += chunkRows) {
      const count = Math.min(chunkRows, rowCount - start);
      const chunk = api.DuckDBDataChunk.create(types, count);
      entries.forEach(([name, column], index) => {
        writeVector(api, chunk.getColumnVector(index), { name, column, start, count });
      });
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

function typeOfColumn(api: DuckDbApi, column: Column): DuckDBType {
  switch (column.type) {
    case 'string':
      return api.VARCHAR;
    case 'boolean':
      return api.BOOLEAN;
    case 'timestamp':
      return api.TIMESTAMP;
    case 'float':
      return column.values instanceof Float32Array ? api.FLOAT : api.DOUBLE;
    case 'list':
      return api.LIST(typeOfColumn(api, column.items));
    case 'integer': {
      const { values } = column;
      if (values instanceof Int32Array) return api.INTEGER;
      if (values instanceof Int16Array) return api.SMALLINT;
      if (values instanceof Int8Array) return api.TINYINT;
      if (values instanceof Uint32Array) return api.UINTEGER;
      if (values instanceof Uint16Array) return api.USMALLINT;
      if (values instanceof Uint8Array) return api.UTINYINT;
      return api.BIGINT;
    }
  }
}

interface ColumnSlice {
  readonly name: string;
  readonly column: Column;
  readonly start: number;
  readonly count: number;
}

function writeVector(api: DuckDbApi, vector: DuckDBVector, slice: ColumnSlice): void {
  const raw = vector as unknown as RawVector;
  const { name, column, start, count } = slice;
  if (column.type === 'string') {
    for (let row = 0; row < count; row++) raw.setItem(row, column.values[start + row] ?? null);
  } else if (column.type === 'list') {
    for (let row = 0; row < count; row++) {
      const cells = getCell(column, start + row) as readonly Cell[] | null;
      raw.setItem(row, cells === null ? null : api.listValue(cells.map((cell) => toDuckDb(api, cell, column.items))));
    }
  } else {
    writeNumbers(raw, column, { name, column, start, count });
    const { validity } = column;
    if (validity !== undefined) {
      for (let row = 0; row < count; row++) if (validity[start + row] === 0) raw.validity.setItemValid(row, false);
    }
  }
  raw.flush();
}

function toDuckDb(api: DuckDbApi, cell: Cell, items: { readonly type: string; readonly values: unknown }): never {
  let value: unknown = cell;
  if (typeof cell === 'number' && items.type === 'timestamp') value = api.timestampValue(BigInt(Math.round(cell)));
  else if (typeof cell === 'number' && items.type === 'integer' && !isSmallInteger(items.values)) value = BigInt(cell);
  return value as never;
}

function isSmallInteger(values: unknown): boolean {
  return ArrayBuffer.isView(values) && !(values instanceof Float64Array) && !(values instanceof Float32Array);
}

function writeNumbers(raw: RawVector, column: NumericColumn, { name, start, count }: ColumnSlice): void {
  const values = column.values.subarray(start, start + count);
  if (column.type === 'boolean') {
    const { buffer, byteOffset } = raw.dataView;
    const bytes = new Uint8Array(buffer, byteOffset, count);
    for (let row = 0; row < count; row++) bytes[row] = values[row] === 0 ? 0 : 1;
    return;
  }
  const isWide = column.type === 'timestamp' || (column.type === 'integer' && !isSmallInteger(values));
  if (!isWide) {
    raw.items.set(values);
    return;
  }
  const words = new Int32Array(raw.items.buffer, raw.items.byteOffset, count * 2);
  for (let row = 0; row < count; row++) {
    const value = values[row]!;
    if (column.validity !== undefined && column.validity[start + row] === 0) continue;
    if (column.type === 'timestamp' && !Number.isFinite(value) && !Number.isNaN(value)) {
      words[row * 2] = value > 0 ? -1 : 1;
      words[row * 2 + 1] = value > 0 ? 0x7fffffff : -0x80000000;
      continue;
    }
    const whole = column.type === 'timestamp' ? Math.round(value) : value;
    if (!Number.isInteger(whole)) throw integerNotWhole({ column: name, row: start + row, value, type: column.type });
    words[row * 2] = whole % 4294967296;
    words[row * 2 + 1] = Math.floor(whole / 4294967296);
  }
}
