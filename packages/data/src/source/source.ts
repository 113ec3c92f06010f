import {
  getCell,
  toColumn,
  toColumnBatch,
  type Cell,
  type Column,
  type ColumnBatch,
  type ColumnType,
  type NumericColumn,
  type TableInput,
} from '@millrace/core';

/** Declared types of columns, by name. What is declared is not inferred. */
export type DeclaredTypes = Readonly<Record<string, Exclude<ColumnType, 'list'>>>;

export interface SourceOptions {
  /** Types that are not to be inferred. @defaultValue `{}` */
  readonly types?: DeclaredTypes | undefined;
  /** Only these columns, in this order. @defaultValue all */
  readonly columns?: readonly string[] | undefined;
}

export interface CsvOptions extends SourceOptions {
  /** @defaultValue `','`, and tab for files that end in `.tsv` */
  readonly delimiter?: string | undefined;
  /** @defaultValue `'"'` */
  readonly quote?: string | undefined;
  /** False when the first line is data; columns are then called column0, column1 and so on. @defaultValue true */
  readonly header?: boolean | undefined;
  /** Cells that mean "missing", compared exactly. @defaultValue `['']` */
  readonly nullValues?: readonly string[] | undefined;
}

export interface CsvSource extends CsvOptions {
  readonly format: 'csv';
  readonly path: string;
}

export interface JsonLinesSource extends SourceOptions {
  readonly format: 'json-lines';
  readonly path: string;
}

export interface ParquetSource extends SourceOptions {
  readonly format: 'parquet';
  readonly path: string;
}

/** Rows that travel with the declaration. */
export interface MemorySource {
  readonly format: 'memory';
  readonly columns: readonly {
    readonly name: string;
    readonly type: ColumnType;
    readonly values: readonly Cell[];
  }[];
}

/** Paths may be globs and may hold `{SPAN}`, `{YYYY}{MM}{DD}` and `{VERSION}`. */
export type FileSource = CsvSource | JsonLinesSource | ParquetSource;

/** Where rows come from, as plain data. */
export type Source = FileSource | MemorySource;

/** Text with a delimiter: CSV and TSV, also `.gz`. UTF-8, quoted as in RFC 4180. Types are inferred from all rows. */
export function csv(path: string, options: CsvOptions = {}): CsvSource {
  return { format: 'csv', path, ...options };
}

/** One JSON object a line. */
export function jsonLines(path: string, options: SourceOptions = {}): JsonLinesSource {
  return { format: 'json-lines', path, ...options };
}

/** Parquet files of one layout, any compression. Days and zoned times become UTC timestamps, decimals floats. */
export function parquet(path: string, options: SourceOptions = {}): ParquetSource {
  return { format: 'parquet', path, ...options };
}

/**
 * A small table in memory as a source, for pipelines and tests: the rows become part of the declaration. Functions that
 * take data take tables as they are, without this. Throws what `toColumnBatch` throws.
 */
export function inMemory(table: TableInput): MemorySource {
  const { rowCount, columns } = toColumnBatch(table);
  return {
    format: 'memory',
    columns: Object.entries(columns).map(([name, column]) => ({
      name,
      type: column.type,
      values: Array.from({ length: rowCount }, (_, row) => getCell(column, row)),
    })),
  };
}

/** The columns of a source in memory. */
export function readMemorySource({ columns }: MemorySource): ColumnBatch {
  return {
    rowCount: columns[0]?.values.length ?? 0,
    columns: Object.fromEntries(columns.map(({ name, type, values }) => [name, readCells(name, type, values)])),
  };
}

function readCells(name: string, type: ColumnType, values: readonly Cell[]): Column {
  if (type === 'string' || type === 'list') return toColumn(name, values);
  const numbers = type === 'boolean' ? new Uint8Array(values.length) : new Float64Array(values.length);
  const validity = Uint8Array.from(values, (value) => (value === null ? 0 : 1));
  values.forEach((value, row) => (numbers[row] = Number(value ?? 0)));
  return { type, values: numbers, validity: validity.includes(0) ? validity : undefined } satisfies NumericColumn;
}

export function isSource(input: unknown): input is Source {
  return typeof input === 'object' && input !== null && 'format' in input && typeof input.format === 'string';
}
