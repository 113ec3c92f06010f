import { getColumn, unknownColumn, type StringColumn } from '@millrace/core';
import { dialectOf } from '../sql/dialect.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import { checkValues } from './check-values.ts';
import type { DeclaredTypes, JsonLinesSource, ParquetSource } from './source.ts';
import type { SourceEngine } from './source-engine.ts';

export interface StoredColumn {
  readonly name: string;
  /** As the engine writes it. */
  readonly type: string;
}

/** Column names and types as the engine has them, of types too that the platform cannot read. */
export async function describeStored(engine: SourceEngine, relation: string): Promise<readonly StoredColumn[]> {
  const described = await engine.query(`select column_name, column_type from (describe select * from ${relation})`);
  const types = (getColumn(described, 'column_type') as StringColumn).values;
  return (getColumn(described, 'column_name') as StringColumn).values.map((name, row) => ({
    name: name!,
    type: types[row]!,
  }));
}

export function checkNames(
  { path, columns = [], types = {} }: JsonLinesSource | ParquetSource,
  stored: readonly StoredColumn[],
): void {
  const known = stored.map(({ name }) => name);
  for (const name of [...Object.keys(types), ...columns])
    if (!known.includes(name)) throw unknownColumn({ name, known, place: path });
}

interface StoredFiles {
  readonly engine: SourceEngine;
  readonly files: readonly string[];
  /** A FROM item over some of the files. */
  readonly relate: (files: readonly string[]) => string;
}

/** Chosen columns, cast to what was declared; days and zoned times become UTC timestamps, wide decimals become floats. */
export async function selectTyped(
  source: JsonLinesSource | ParquetSource,
  stored: readonly StoredColumn[],
  { engine, files, relate }: StoredFiles,
): Promise<string> {
  checkNames(source, stored);
  const { types = {}, columns } = source;
  const chosen = columns ?? stored.map(({ name }) => name);
  const typeOf = new Map(stored.map(({ name, type }) => [name, type]));
  const doubtful = chosen.flatMap((name) => {
    const [from, to] = [typeOf.get(name)!, types[name]];
    const mayFail =
      from === 'VARCHAR' ? to !== 'string' : to === 'integer' && /^(FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(from);
    return to !== undefined && mayFail ? [[name, to] as const] : [];
  });
  await checkValues(engine, { relate, files, types: new Map(doubtful) });
  const items = chosen.map((name) => selectItem(name, typeOf.get(name)!, types[name]));
  const isPlain = columns === undefined && items.every((item, index) => item === quoteIdentifier(chosen[index]!));
  return isPlain ? relate(files) : `(select ${items.join(', ')} from ${relate(files)})`;
}

function selectItem(name: string, stored: string, declared: DeclaredTypes[string] | undefined): string {
  const identifier = quoteIdentifier(name);
  const castType = (type: DeclaredTypes[string]): string => dialectOf({ dialect: 'duckdb' }).castType(type);
  if (declared === 'timestamp' && stored === 'VARCHAR')
    return `cast(cast(${identifier} as timestamptz) as timestamp) as ${identifier}`;
  if (declared !== undefined)
    return castType(declared) === stored ? identifier : `cast(${identifier} as ${castType(declared)}) as ${identifier}`;
  if (/^(DATE|TIMESTAMP_.*|TIMESTAMP WITH TIME ZONE)$/.test(stored))
    return `cast(${identifier} as timestamp) as ${identifier}`;
  return /^(U?HUGEINT|DECIMAL\(.*\))$/.test(stored) ? `cast(${identifier} as double) as ${identifier}` : identifier;
}
