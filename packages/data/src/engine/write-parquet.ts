import { rename, rm } from 'node:fs/promises';
import type { ColumnBatch, Engine, QueryOptions } from '@millrace/core';
import { rowsLost } from '../errors.ts';
import { quoteIdentifier, quoteText } from '../sql/quote.ts';

const rowGroupRows = 122880;

type WritingEngine = Pick<Engine, 'query' | 'describe' | 'parquetRelation'>;

/**
 * Writes one Parquet file whose bytes depend on its rows only: every row group has as many rows, but the last. DuckDB's
 * threads cut where they happen to stand when rows were filtered, or read from a file that was cut otherwise; such a
 * file is written again, sorted by row number, which yields even pieces.
 */
export async function writeEvenParquet(
  engine: WritingEngine,
  { sql, file }: { readonly sql: string; readonly file: string },
  options: QueryOptions,
): Promise<number> {
  const uneven = `${file}.uneven`;
  try {
    const rowCount = await copy(engine, { sql, file }, options);
    if (await isEven(engine, file, options)) return rowCount;
    await rename(file, uneven);
    const rewritten = await copy(engine, { sql: await sortByRow(engine, uneven), file }, options);
    if (rewritten !== rowCount) throw rowsLost({ place: file, expected: rowCount, actual: rewritten });
    return rowCount;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await rm(uneven, { force: true });
  }
}

async function copy(
  engine: WritingEngine,
  { sql, file }: { readonly sql: string; readonly file: string },
  options: QueryOptions,
): Promise<number> {
  const written = await engine.query(
    `copy (${sql}) to ${quoteText(file)} (format parquet, compression zstd, row_group_size ${rowGroupRows})`,
    options,
  );
  const stored = await engine.query(`select num_rows from parquet_file_metadata(${quoteText(file)})`, options);
  const [expected, actual] = [numbersOf(written)[0]!, numbersOf(stored)[0]!];
  if (expected !== actual) throw rowsLost({ place: file, expected, actual });
  return actual;
}

async function isEven(engine: WritingEngine, file: string, options: QueryOptions): Promise<boolean> {
  const groups = await engine.query(
    `select max(row_group_num_rows) as n from parquet_metadata(${quoteText(file)}) group by row_group_id order by row_group_id`,
    options,
  );
  return numbersOf(groups).every((rows, index) => rows === rowGroupRows || index === groups.rowCount - 1);
}

async function sortByRow(engine: WritingEngine, file: string): Promise<string> {
  const names = (await engine.describe(engine.parquetRelation([file]))).map(({ name }) => name);
  const columns = names.map(quoteIdentifier).join(', ');
  if (!names.includes('file_row_number'))
    return `select ${columns} from read_parquet(${quoteText(file)}, file_row_number = true) order by file_row_number`;
  const numbered = `select *, row_number() over () as millrace_row from read_parquet(${quoteText(file)})`;
  return `select ${columns} from (${numbered}) order by millrace_row`;
}

function numbersOf({ columns }: ColumnBatch): Float64Array {
  const column = Object.values(columns)[0]!;
  return column.type === 'string' || column.type === 'list' ? new Float64Array(0) : Float64Array.from(column.values);
}
