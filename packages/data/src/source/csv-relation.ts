import { unknownColumn, type ColumnType, type Engine } from '@millrace/core';
import { columnsDiffer, emptySource } from '../errors.ts';
import { quoteIdentifier, quoteText } from '../sql/quote.ts';
import { checkValues } from './check-values.ts';
import { readCsvHead, type CsvDialect } from './csv-head.ts';
import { inferCsvTypes } from './infer-csv-types.ts';
import { findDifference } from './layout-difference.ts';
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

  const readAs = (sqlTypes: readonly string[], of = files): string => {
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
    return `read_csv([${of.map(quoteText).join(', ')}], ${options.join(', ')})`;
  };
  const wanted = source.columns ?? names;
  const open = wanted.filter((name) => types[name] === undefined);
  const texts = names.map(() => 'VARCHAR');
  const inferred = await inferCsvTypes(engine, readAs(texts), open);
  const doubtful = wanted.flatMap((name) => {
    const type = types[name];
    return type === 'timestamp' || type === 'integer' ? [[name, type] as const] : [];
  });
  await checkValues(engine, { relate: (of) => readAs(texts, of), files, types: new Map(doubtful) });
  const typeOf = (name: string): CsvColumnType => types[name] ?? inferred.get(name) ?? 'string';
  const items = wanted.map((name) => {
    const identifier = quoteIdentifier(name);
    return typeOf(name) === 'timestamp' ? `${identifier}::timestamptz::timestamp as ${identifier}` : identifier;
  });
  // Columns that nobody asked for are not parsed, and cannot fail.
  const relation = readAs(names.map((name) => (wanted.includes(name) ? sqlTypes[typeOf(name)] : 'VARCHAR')));
  return `(select ${items.join(', ')} from ${relation})`;
}

/**
 * Times are read as texts: DuckDB's TIMESTAMP ignores the offset from UTC in a text, and reading CSV as TIMESTAMPTZ turns
 * what is no time into NULL without a word. (As BIGINT it rounds 2.5, which is why declared integers are checked before.)
 */
const sqlTypes: Readonly<Record<CsvColumnType, string>> = {
  float: 'DOUBLE',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
  string: 'VARCHAR',
  timestamp: 'VARCHAR',
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
