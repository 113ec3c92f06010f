import { unknownColumn, type ColumnType, type Engine } from '@millrace/core';
import { columnsDiffer, emptySource } from '../errors.ts';
import { quoteIdentifier, quoteText } from '../sql/quote.ts';
import { readCsvHead, type CsvDialect } from './csv-head.ts';
import { inferCsvTypes } from './infer-csv-types.ts';
import type { CsvSource } from './source.ts';

type CsvColumnType = Exclude<ColumnType, 'list'>;

/** A FROM item over CSV files, every column with its type. All files must have the header of the first. */
export async function relateCsv(source: CsvSource, files: readonly string[], engine: Engine): Promise<string> {
  const {
    path,
    delimiter = /\.tsv(\.gz)?$/i.test(path) ? '\t' : ',',
    quote = '"',
    header = true,
    nullValues = [''],
    types = {},
  } = source;
  const dialect: CsvDialect = { delimiter, quote, header };
  const names = await readNames(files, dialect);
  for (const name of [...Object.keys(types), ...(source.columns ?? [])])
    if (!names.includes(name)) throw unknownColumn({ name, known: names, place: path });

  const readAs = (sqlTypes: readonly string[]): string => {
    const columns = names.map((name, index) => `${quoteText(name)}: ${quoteText(sqlTypes[index]!)}`);
    const options = [
      `columns = {${columns.join(', ')}}`,
      'auto_detect = false',
      `delim = ${quoteText(delimiter)}`,
      `quote = ${quoteText(quote)}`,
      `escape = ${quoteText(quote)}`,
      `header = ${header}`,
      `nullstr = [${nullValues.map(quoteText).join(', ')}]`,
      'strict_mode = true',
    ];
    return `read_csv([${files.map(quoteText).join(', ')}], ${options.join(', ')})`;
  };
  const wanted = source.columns ?? names;
  const open = wanted.filter((name) => types[name] === undefined);
  const inferred = await inferCsvTypes(engine, readAs(names.map(() => 'VARCHAR')), open);
  const typeOf = (name: string): CsvColumnType => types[name] ?? inferred.get(name) ?? 'string';
  const items = wanted.map((name) => {
    const identifier = quoteIdentifier(name);
    return typeOf(name) === 'timestamp' ? `${identifier}::timestamp as ${identifier}` : identifier;
  });
  // Columns that nobody asked for are not parsed, and cannot fail.
  const relation = readAs(names.map((name) => (wanted.includes(name) ? sqlTypes[typeOf(name)] : 'VARCHAR')));
  return `(select ${items.join(', ')} from ${relation})`;
}

/** DuckDB's TIMESTAMP ignores the offset in a text; TIMESTAMPTZ heeds it, and takes times without one as UTC. */
const sqlTypes: Readonly<Record<CsvColumnType, string>> = {
  float: 'DOUBLE',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
  string: 'VARCHAR',
  timestamp: 'TIMESTAMPTZ',
};

async function readNames(files: readonly string[], dialect: CsvDialect): Promise<readonly string[]> {
  let first: { readonly file: string; readonly columns: readonly string[] } | undefined;
  let hasRows = false;
  for (const file of files) {
    const head = await readCsvHead(file, dialect);
    hasRows ||= head.hasRows;
    first ??= { file, columns: head.columns };
    const difference = findDifference(first.columns, head.columns);
    if (difference !== undefined) throw columnsDiffer({ file, first: first.file, difference });
  }
  if (!hasRows) throw emptySource({ file: files.join(', '), reason: 'a header is all there is' });
  return first?.columns ?? [];
}

/** The first way in which two lists of column names differ. */
export function findDifference(expected: readonly string[], actual: readonly string[]): string | undefined {
  const missing = expected.find((name) => !actual.includes(name));
  if (missing !== undefined) return `"${missing}" is missing`;
  const extra = actual.find((name) => !expected.includes(name));
  if (extra !== undefined) return `"${extra}" is more`;
  const moved = expected.findIndex((name, index) => actual[index] !== name);
  return moved < 0 ? undefined : `"${expected[moved]}" stands in another place`;
}
