import { unknownColumn, type ColumnType } from '@millrace/core';
import { columnsDiffer, emptySource } from '../errors.ts';
import { quoteIdentifier, quoteText } from '../sql/quote.ts';
import { checkValues } from './check-values.ts';
import { readCsvHead, type CsvDialect } from './csv-head.ts';
import { inferCsvForms, type CsvForm } from './infer-csv-forms.ts';
import { findDifference } from './layout-difference.ts';
import type { CsvSource } from './source.ts';
import type { SourceEngine } from './source-engine.ts';

/** Bytes that a row may have. */
const longestLine = 32_000_000;

type CsvColumnType = Exclude<ColumnType, 'list'>;

/** A FROM item over CSV files, every column with its type. All files must have the header of the first. */
export async function relateCsv(source: CsvSource, files: readonly string[], engine: SourceEngine): Promise<string> {
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
      // A row must fit into the buffer, which has this size unless told.
      `max_line_size = ${longestLine}, buffer_size = ${longestLine}`,
    ];
    return `read_csv([${of.map(quoteText).join(', ')}], ${options.join(', ')})`;
  };
  const wanted = source.columns ?? names;
  const texts = names.map(() => 'VARCHAR');
  const asked = new Map<string, 'any' | 'moment'>();
  for (const name of wanted) {
    if (types[name] === undefined) asked.set(name, 'any');
    else if (types[name] === 'timestamp') asked.set(name, 'moment');
  }
  const forms = await inferCsvForms(engine, readAs(texts), asked);
  const doubtful = new Map<string, CsvColumnType>();
  for (const name of wanted) {
    const type = types[name];
    if (type !== undefined && mayBend(type, forms.get(name))) doubtful.set(name, type);
  }
  await checkValues(engine, { relate: (of) => readAs(texts, of), files, types: doubtful });
  const formOf = (name: string): CsvForm => forms.get(name) ?? (types[name] as CsvForm | undefined) ?? 'string';
  const items = wanted.map((name) => selectItem(quoteIdentifier(name), types[name] ?? 'string', formOf(name)));
  // Columns that nobody asked for are not parsed, and cannot fail.
  const relation = readAs(names.map((name) => (wanted.includes(name) ? readTypes[formOf(name)] : 'VARCHAR')));
  return `(select ${items.join(', ')} from ${relation})`;
}

/** DuckDB rounds what is read as BIGINT; and a declared time that has the form of none must be found and named. */
function mayBend(declared: CsvColumnType, form: CsvForm | undefined): boolean {
  return declared === 'integer' || (declared === 'timestamp' && form === 'string');
}

/**
 * Times are read as texts: DuckDB's TIMESTAMP ignores the offset from UTC in a text, and reading CSV as TIMESTAMPTZ turns
 * what is no time into NULL without a word.
 */
const readTypes: Readonly<Record<CsvForm, string>> = {
  float: 'DOUBLE',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
  string: 'VARCHAR',
  moment: 'VARCHAR',
  'zoned-moment': 'VARCHAR',
};

function selectItem(identifier: string, declared: CsvColumnType, form: CsvForm): string {
  if (form === 'moment') return `${identifier}::timestamp as ${identifier}`;
  if (form === 'zoned-moment' || declared === 'timestamp')
    return `${identifier}::timestamptz::timestamp as ${identifier}`;
  return identifier;
}

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
