import { toColumnBatch, type ColumnBatch, type ColumnType, type TableInput } from '@millrace/core';

/** Declared types of columns, by name. What is declared is not inferred. */
export type DeclaredTypes = Readonly<Record<string, Exclude<ColumnType, 'list'>>>;

export interface CsvOptions {
  /** @defaultValue `','`, and tab for files that end in `.tsv` */
  readonly delimiter?: string | undefined;
  /** @defaultValue `'"'` */
  readonly quote?: string | undefined;
  /** False when the first line is data; columns are then called column0, column1 and so on. @defaultValue true */
  readonly header?: boolean | undefined;
  /** Cells that mean "missing", compared exactly, without quotes around them. @defaultValue `['']` */
  readonly nullValues?: readonly string[] | undefined;
  /** Types of columns that are not to be inferred. @defaultValue `{}` */
  readonly types?: DeclaredTypes | undefined;
}

export interface TypedSourceOptions {
  /** Types that columns are cast to. @defaultValue `{}` */
  readonly types?: DeclaredTypes | undefined;
}

/** Where rows come from, as plain data. Paths may be globs and may hold `{SPAN}`, `{YYYY}{MM}{DD}` and `{VERSION}`. */
export type FileSource =
  | ({ readonly format: 'csv'; readonly path: string } & CsvOptions)
  | ({ readonly format: 'json-lines'; readonly path: string } & TypedSourceOptions)
  | ({ readonly format: 'parquet'; readonly path: string } & TypedSourceOptions);

export type Source = FileSource | { readonly format: 'memory'; readonly table: ColumnBatch };

/** Text with a delimiter: CSV and TSV. */
export function csv(path: string, options: CsvOptions = {}): FileSource {
  return { format: 'csv', path, ...options };
}

/** One JSON object a line. */
export function jsonLines(path: string, options: TypedSourceOptions = {}): FileSource {
  return { format: 'json-lines', path, ...options };
}

export function parquet(path: string, options: TypedSourceOptions = {}): FileSource {
  return { format: 'parquet', path, ...options };
}

/** Rows or columns in memory, or a data frame. */
export function inMemory(table: TableInput): Source {
  return { format: 'memory', table: toColumnBatch(table) };
}

export function isSource(input: unknown): input is Source {
  return typeof input === 'object' && input !== null && 'format' in input && typeof input.format === 'string';
}
