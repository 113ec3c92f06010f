import { describeValue } from '../describe-value.ts';
import { columnLengthsDiffer, mixedColumn, notTable } from '../errors.ts';
import type {
  Column,
  ColumnBatch,
  ColumnType,
  ListColumn,
  NumericArray,
  NumericColumn,
  StringColumn,
} from './column.ts';

/** Rows in memory: an array of row objects. Missing properties, `undefined` and `null` are missing values. */
export type RowInput = readonly Readonly<Record<string, unknown>>[];

/** Columns in memory: arrays or typed arrays of equal length. */
export type ColumnInput = Readonly<Record<string, ArrayLike<unknown>>>;

/** danfojs and its kind: `df.columns` names the columns and `df[name].values` holds them. */
interface DanfoLike {
  readonly columns: readonly string[];
  readonly ctypes: unknown;
}

/** arquero: `columnNames()` and `array(name)`. */
interface ArqueroLike {
  columnNames(): readonly string[];
  array(name: string): ArrayLike<unknown>;
}

/** Apache Arrow tables: a schema with fields, and `getChild(name)` that is iterable. */
interface ArrowLike {
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChild(name: string): Iterable<unknown> | null;
}

/** polars: `columns` and `getColumn(name).toArray()`. */
interface PolarsLike {
  readonly columns: readonly string[];
  getColumn(name: string): { toArray(): ArrayLike<unknown> };
}

/** Anything that holds a table in memory, recognised by its shape: no data frame library is imported. */
export type TableInput = ColumnBatch | RowInput | ColumnInput | DanfoLike | ArqueroLike | ArrowLike | PolarsLike;

/** True for a batch that is in columns already. */
export function isColumnBatch(input: unknown): input is ColumnBatch {
  if (typeof input !== 'object' || input === null) return false;
  const candidate = input as Partial<ColumnBatch>;
  if (typeof candidate.rowCount !== 'number' || typeof candidate.columns !== 'object' || candidate.columns === null)
    return false;
  return Object.values(candidate.columns).every(
    (column) => typeof column === 'object' && column !== null && 'type' in column,
  );
}

/**
 * Reads any table in memory as typed columns. Types come from the values: numbers that are all whole are `integer`,
 * other numbers `float`, `Date` is `timestamp`, arrays are `list`; a column without any value is `string`.
 * Throws `CORE_NOT_A_TABLE`, `CORE_COLUMN_LENGTHS_DIFFER` or `CORE_MIXED_COLUMN` (with column and row).
 */
export function toColumnBatch(input: TableInput): ColumnBatch {
  if (isColumnBatch(input)) return input;
  return fromArrays(readArrays(input));
}

function readArrays(input: unknown): Record<string, ArrayLike<unknown>> {
  if (Array.isArray(input)) return transpose(input as RowInput);
  if (typeof input !== 'object' || input === null)
    throw notTable({ received: input === null || input === undefined ? String(input) : `a ${typeof input}` });
  const arrays = createRecord<ArrayLike<unknown>>();
  if ('columnNames' in input && typeof input.columnNames === 'function' && 'array' in input) {
    const table = input as ArqueroLike;
    for (const name of table.columnNames()) arrays[name] = table.array(name);
    return arrays;
  }
  if ('schema' in input && 'getChild' in input && typeof input.getChild === 'function') {
    const table = input as unknown as ArrowLike;
    for (const { name } of table.schema.fields) arrays[name] = [...(table.getChild(name) ?? [])];
    return arrays;
  }
  if ('columns' in input && Array.isArray(input.columns)) {
    const names = input.columns as readonly string[];
    if ('getColumn' in input && typeof input.getColumn === 'function') {
      const table = input as PolarsLike;
      for (const name of names) arrays[name] = table.getColumn(name).toArray();
      return arrays;
    }
    const frame = input as unknown as Record<string, { readonly values?: ArrayLike<unknown> } | undefined>;
    for (const name of names) {
      const values = frame[name]?.values;
      if (values === undefined) throw notTable({ received: `a data frame whose column "${name}" has no values` });
      arrays[name] = values;
    }
    return arrays;
  }
  for (const [name, values] of Object.entries(input)) {
    const isArray = Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
    if (!isArray) throw notTable({ received: `an object whose property "${name}" is not an array` });
    arrays[name] = values as ArrayLike<unknown>;
  }
  return arrays;
}

/** Without a prototype: a column named `__proto__` must not reach the one of all objects. */
function createRecord<TValue>(): Record<string, TValue> {
  return Object.create(null) as Record<string, TValue>;
}

function transpose(rows: RowInput): Record<string, unknown[]> {
  const arrays = createRecord<unknown[]>();
  rows.forEach((row, index) => {
    if (typeof row !== 'object' || row === null)
      throw notTable({ received: `an array whose element ${index} is not a row object` });
    for (const name of Object.keys(row)) arrays[name] ??= new Array<unknown>(rows.length).fill(null);
  });
  rows.forEach((row, index) => {
    for (const name of Object.keys(row)) arrays[name]![index] = row[name];
  });
  return arrays;
}

function fromArrays(arrays: Record<string, ArrayLike<unknown>>): ColumnBatch {
  const columns: Record<string, Column> = {};
  let rowCount: number | undefined;
  for (const [name, values] of Object.entries(arrays)) {
    if (name === '__proto__')
      throw notTable({ received: 'a table with a column "__proto__", which no object can have' });
    rowCount ??= values.length;
    if (values.length !== rowCount) throw columnLengthsDiffer({ name, length: values.length, expected: rowCount });
    columns[name] = toColumn(name, values);
  }
  return { rowCount: rowCount ?? 0, columns };
}

/** Reads one array as a typed column. */
export function toColumn(name: string, values: ArrayLike<unknown>): Column {
  if (ArrayBuffer.isView(values) && !(values instanceof BigInt64Array) && !(values instanceof BigUint64Array)) {
    const isFloat = values instanceof Float64Array || values instanceof Float32Array;
    return { type: isFloat ? 'float' : 'integer', values: values as unknown as NumericArray, validity: undefined };
  }
  const type = inferType(name, values);
  if (type === 'string') return stringColumn(values);
  if (type === 'list') return listColumn(name, values);
  return numericColumn(type, values);
}

function typeOfValue(value: unknown): Exclude<ColumnType, 'float'> | 'number' | undefined {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 'number';
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'object':
      if (value instanceof Date) return 'timestamp';
      return Array.isArray(value) || ArrayBuffer.isView(value) ? 'list' : undefined;
    default:
      return undefined;
  }
}

function inferType(name: string, values: ArrayLike<unknown>): ColumnType {
  let found: ReturnType<typeof typeOfValue>;
  let isWhole = true;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) continue;
    const type = typeOfValue(value);
    if (type === undefined) throw mixedColumn({ name, row, value: describeValue(value), type: found ?? 'no readable' });
    found ??= type;
    if (type !== found) throw mixedColumn({ name, row, value: describeValue(value), type: found });
    if (typeof value === 'bigint' && (value > 9007199254740991n || value < -9007199254740991n)) {
      throw mixedColumn({ name, row, value: `${value} (beyond 2^53)`, type: 'exact whole number' });
    }
    if (value instanceof Date && Number.isNaN(value.getTime()))
      throw mixedColumn({ name, row, value: 'an invalid Date', type: 'timestamp' });
    if (typeof value === 'number' && !Number.isSafeInteger(value)) isWhole = false;
  }
  if (found === undefined) return 'string';
  if (found === 'number') return isWhole ? 'integer' : 'float';
  return found;
}

function stringColumn(values: ArrayLike<unknown>): StringColumn {
  return {
    type: 'string',
    values: Array.from(values, (value) => (value === undefined || value === null ? null : (value as string))),
  };
}

function numericColumn(type: NumericColumn['type'], values: ArrayLike<unknown>): NumericColumn {
  const numbers = type === 'boolean' ? new Uint8Array(values.length) : new Float64Array(values.length);
  let validity: Uint8Array | undefined;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value === null || value === undefined) {
      validity ??= new Uint8Array(values.length).fill(1);
      validity[row] = 0;
    } else {
      numbers[row] = value instanceof Date ? value.getTime() * 1000 : Number(value);
    }
  }
  return { type, values: numbers, validity };
}

function listColumn(name: string, values: ArrayLike<unknown>): ListColumn {
  const offsets = new Int32Array(values.length + 1);
  const flat: unknown[] = [];
  let validity: Uint8Array | undefined;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as ArrayLike<unknown> | null | undefined;
    if (value === null || value === undefined) {
      validity ??= new Uint8Array(values.length).fill(1);
      validity[row] = 0;
    } else {
      for (let i = 0; i < value.length; i++) flat.push(value[i]);
    }
    offsets[row + 1] = flat.length;
  }
  const items = toColumn(name, flat);
  if (items.type === 'list') throw mixedColumn({ name, row: 0, value: 'a list of lists', type: 'list of scalar' });
  return { type: 'list', offsets, items, validity };
}
