/**
 * What a column holds, the same in every package:
 * `float` 64-bit; `integer` whole numbers within ±2^53 (wider ids are strings); `boolean` 0 or 1; `string` Unicode text;
 * `timestamp` microseconds since 1970-01-01T00:00:00Z; `list` a list of one scalar type per row.
 */
export type ColumnType = 'float' | 'integer' | 'boolean' | 'string' | 'timestamp' | 'list';
export type ScalarColumnType = Exclude<ColumnType, 'list'>;

export type NumericArray =
  Float64Array | Float32Array | Int32Array | Int16Array | Int8Array | Uint32Array | Uint16Array | Uint8Array;

/** One byte a row: 1 the value is there, 0 it is missing. `undefined` means that no value is missing. */
export type Validity = Uint8Array | undefined;

export interface NumericColumn {
  readonly type: 'float' | 'integer' | 'boolean' | 'timestamp';
  /** Where validity is 0 the value is unspecified. NaN in a valid row is a NaN, not a missing value. */
  readonly values: NumericArray;
  readonly validity: Validity;
}

export interface StringColumn {
  readonly type: 'string';
  /** null where missing. */
  readonly values: readonly (string | null)[];
}

export interface ListColumn {
  readonly type: 'list';
  /** rowCount + 1 positions into `items`: row i holds items[offsets[i]] to items[offsets[i + 1] - 1]. */
  readonly offsets: Int32Array;
  readonly items: NumericColumn | StringColumn;
  readonly validity: Validity;
}

export type Column = NumericColumn | StringColumn | ListColumn;

/** Name and type of a column, and the item type of a list. */
export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
  readonly itemType?: ScalarColumnType | undefined;
}

/** Rows as columns: the form in which data crosses every package border. All columns have `rowCount` rows. */
export interface ColumnBatch {
  readonly rowCount: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** A cell as a JavaScript value; timestamps as microseconds, booleans as booleans, missing as null. */
export type Cell = string | number | boolean | null | readonly (string | number | boolean | null)[];

/** The value of row `index`, boxed. For display, single rows and tests, not for hot paths. */
export function getCell(column: Column, index: number): Cell {
  if (column.type === 'string') return column.values[index] ?? null;
  if (column.validity !== undefined && column.validity[index] === 0) return null;
  if (column.type === 'list') {
    const cells: (string | number | boolean | null)[] = [];
    for (let i = column.offsets[index]!; i < column.offsets[index + 1]!; i++) {
      cells.push(getCell(column.items, i) as string | number | boolean | null);
    }
    return cells;
  }
  const value = column.values[index]!;
  return column.type === 'boolean' ? value !== 0 : value;
}

/** True where row `index` has a value. */
export function isPresent(column: Column, index: number): boolean {
  if (column.type === 'string') return column.values[index] != null;
  return column.validity === undefined || column.validity[index] !== 0;
}
