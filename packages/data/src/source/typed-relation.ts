import { getColumn, unknownColumn, type Engine, type StringColumn } from '@millrace/core';
import { dialectOf } from '../sql/dialect.ts';
import { quoteIdentifier, quoteText } from '../sql/quote.ts';
import { columnsDiffer } from '../errors.ts';
import { findDifference } from './csv-relation.ts';
import type { JsonLinesSource, ParquetSource, SourceOptions } from './source.ts';

interface StoredColumn {
  readonly name: string;
  /** As the engine writes it. */
  readonly type: string;
}

/** A FROM item over Parquet files. All must have the columns of the first. */
export async function relateParquet(source: ParquetSource, files: readonly string[], engine: Engine): Promise<string> {
  let first: { readonly file: string; readonly columns: readonly StoredColumn[] } | undefined;
  for (const file of files) {
    const columns = await describeStored(engine, engine.parquetRelation([file]));
    first ??= { file, columns };
    const difference =
      findDifference(namesOf(source, first.columns), namesOf(source, columns)) ??
      findTypeDifference(source, first.columns, columns);
    if (difference !== undefined) throw columnsDiffer({ file, first: first.file, difference });
  }
  return selectTyped(source, first?.columns ?? [], engine.parquetRelation(files));
}

function namesOf({ columns }: SourceOptions, stored: readonly StoredColumn[]): readonly string[] {
  const names = stored.map(({ name }) => name);
  return columns === undefined ? names : columns.filter((name) => names.includes(name));
}

/** Numbers of different width read together; texts and numbers do not. */
function findTypeDifference(
  { columns }: SourceOptions,
  expected: readonly StoredColumn[],
  actual: readonly StoredColumn[],
): string | undefined {
  for (const { name, type } of expected) {
    if (columns !== undefined && !columns.includes(name)) continue;
    const other = actual.find((column) => column.name === name)?.type ?? type;
    if (familyOf(type) !== familyOf(other)) return `"${name}" is ${other} and not ${type}`;
  }
  return undefined;
}

function familyOf(type: string): string {
  if (/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type) || /^(FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type)) return 'number';
  return /^(DATE|TIMESTAMP.*)$/.test(type) ? 'timestamp' : type;
}

/** A FROM item over files with one JSON object a line. */
export async function relateJsonLines(
  source: JsonLinesSource,
  files: readonly string[],
  engine: Engine,
): Promise<string> {
  const list = `[${files.map(quoteText).join(', ')}]`;
  const form = `format = 'newline_delimited', records = true`;
  // The whole of all files: a sample would let a late value fail, or change its type from day to day.
  const detected = await describeStored(
    engine,
    `read_json(${list}, ${form}, sample_size = -1, maximum_sample_files = ${files.length}, union_by_name = true)`,
  );
  checkNames(source, detected);
  // Declared texts are taken from the JSON as they stand, so that long numbers keep their digits.
  const stored = detected.map(({ name, type }) => {
    const isText = source.types?.[name] === 'string' || /^(UUID|TIME|JSON)\b/.test(type);
    return {
      name,
      type: isText ? 'VARCHAR' : source.types?.[name] === 'timestamp' && type !== 'DATE' ? 'VARCHAR' : type,
    };
  });
  const columns = stored.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  return selectTyped(source, stored, `read_json(${list}, ${form}, columns = {${columns.join(', ')}})`);
}

/** Column names and types as the engine has them, of types too that the platform cannot read. */
async function describeStored(engine: Engine, relation: string): Promise<readonly StoredColumn[]> {
  const described = await engine.query(`select column_name, column_type from (describe select * from ${relation})`);
  const types = (getColumn(described, 'column_type') as StringColumn).values;
  return (getColumn(described, 'column_name') as StringColumn).values.map((name, row) => ({
    name: name!,
    type: types[row]!,
  }));
}

function checkNames(
  { path, columns = [], types = {} }: JsonLinesSource | ParquetSource,
  stored: readonly StoredColumn[],
): void {
  const known = stored.map(({ name }) => name);
  for (const name of [...Object.keys(types), ...columns])
    if (!known.includes(name)) throw unknownColumn({ name, known, place: path });
}

/** Chosen columns, cast to what was declared; days and zoned times become UTC timestamps, wide decimals become floats. */
function selectTyped(
  source: JsonLinesSource | ParquetSource,
  stored: readonly StoredColumn[],
  relation: string,
): string {
  checkNames(source, stored);
  const { types = {}, columns } = source;
  const typeOf = new Map(stored.map(({ name, type }) => [name, type]));
  const dialect = dialectOf({ dialect: 'duckdb' });
  let isPlain = columns === undefined;
  const items = (columns ?? [...typeOf.keys()]).map((name) => {
    const type = typeOf.get(name)!;
    const declared = types[name];
    const identifier = quoteIdentifier(name);
    const cast = (to: string): string => {
      isPlain = false;
      return `cast(${identifier} as ${to}) as ${identifier}`;
    };
    if (declared === 'timestamp' && type === 'VARCHAR') {
      isPlain = false;
      return `cast(cast(${identifier} as timestamptz) as timestamp) as ${identifier}`;
    }
    if (declared !== undefined)
      return dialect.castType(declared) === type ? identifier : cast(dialect.castType(declared));
    if (/^(DATE|TIMESTAMP_.*|TIMESTAMP WITH TIME ZONE)$/.test(type)) return cast('timestamp');
    return /^(U?HUGEINT|DECIMAL\(.*\))$/.test(type) ? cast('double') : identifier;
  });
  return isPlain ? relation : `(select ${items.join(', ')} from ${relation})`;
}
