import { cureOfFailure, getColumn, hasCode, type NumericColumn, type StringColumn } from '@millrace/core';
import { columnsDiffer, fileCorrupt } from '../errors.ts';
import { quoteText } from '../sql/quote.ts';
import { checkColumnNames, mayBeRenamed } from './check-column-names.ts';
import { findDifference } from './layout-difference.ts';
import type { ParquetSource, SourceOptions } from './source.ts';
import { describeStored, selectTyped, type StoredColumn } from './stored-columns.ts';
import type { SourceEngine } from './source-engine.ts';

/** A FROM item over Parquet files. All must have the columns of the first. */
export async function relateParquet(
  source: ParquetSource,
  files: readonly string[],
  engine: SourceEngine,
): Promise<string> {
  let first: { readonly file: string; readonly columns: readonly StoredColumn[] } | undefined;
  for (const file of files) {
    const columns = await describeStored(engine, engine.parquetRelation([file])).catch((error: unknown) => {
      throw explainFooter(error, file);
    });
    const names = columns.map(({ name }) => name);
    checkColumnNames(mayBeRenamed(names) ? await readSchemaNames(engine, file) : names, file);
    first ??= { file, columns };
    const difference =
      findDifference(namesOf(source, first.columns), namesOf(source, columns)) ??
      findTypeDifference(source, first.columns, columns);
    if (difference !== undefined) throw columnsDiffer({ file, first: first.file, difference });
  }
  const relate = (of: readonly string[]): string => engine.parquetRelation(of);
  return selectTyped(source, first?.columns ?? [], { engine, files, relate });
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

/** The names of the outermost columns, as the file has them: the schema lists its tree depth first, after the root. */
async function readSchemaNames(engine: SourceEngine, file: string): Promise<readonly string[]> {
  const schema = await engine.query(
    `select name, coalesce(num_children, 0)::integer as child_count from parquet_schema(${quoteText(file)})`,
  );
  const names = (getColumn(schema, 'name') as StringColumn).values;
  const childCounts = (getColumn(schema, 'child_count') as NumericColumn).values;
  const outermost: string[] = [];
  let inside = 0;
  for (let index = 1; index < names.length; index++) {
    if (inside === 0) outermost.push(names[index] ?? '');
    else inside--;
    inside += childCounts[index]!;
  }
  return outermost;
}

/** Nothing but the file, and what the system refuses, can be wrong when its columns are asked for. */
function explainFooter(error: unknown, file: string): unknown {
  if (
    !hasCode(error, 'DATA_SQL_FAILED') &&
    !hasCode(error, 'DATA_OUT_OF_MEMORY') &&
    !hasCode(error, 'DATA_FILE_FAILED')
  )
    return error;
  if (cureOfFailure(error.details['reason']) !== undefined) return error;
  const reason = String(error.details['reason'])
    .replace(/^[\w ]+ Error: /, '')
    .replace(/\.$/, '');
  return fileCorrupt({ file, reason: `its footer cannot be read: ${reason}` }, error);
}
