import { getColumn, type ColumnType } from '@millrace/core';
import { valueNotOfType } from '../errors.ts';
import { dialectOf } from '../sql/dialect.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import type { SourceEngine } from './source-engine.ts';

type ScalarType = Exclude<ColumnType, 'list'>;

export interface ValuesToCheck {
  /** A FROM item over these files, values as they are stored. */
  readonly relate: (files: readonly string[]) => string;
  readonly files: readonly string[];
  /** What the columns are to become. */
  readonly types: ReadonlyMap<string, ScalarType>;
}

/** Throws `DATA_VALUE_NOT_OF_TYPE` for the first value that a cast would lose or bend. */
export async function checkValues(engine: SourceEngine, { relate, files, types }: ValuesToCheck): Promise<void> {
  if (types.size === 0) return;
  const wrong = [...types].map(([name, type]) => isWrong(engine, quoteIdentifier(name), type));
  const found = await engine.query(`select 1 as found from ${relate(files)} where ${wrong.join(' or ')} limit 1`);
  if (found.rowCount === 0) return;
  const dialect = dialectOf(engine);
  for (const file of files) {
    for (const [index, [column, type]] of [...types].entries()) {
      const numbered = `select ${quoteIdentifier(column)}, row_number() over () as millrace_row from ${relate([file])}`;
      const value = `cast(${quoteIdentifier(column)} as ${dialect.castType('string')})`;
      const first = await engine.query(
        `select ${value} as value, millrace_row as row from (${numbered}) where ${wrong[index]} limit 1`,
      );
      if (first.rowCount === 0) continue;
      const [text, row] = [getColumn(first, 'value'), getColumn(first, 'row')];
      throw valueNotOfType({
        file,
        row: row.type === 'integer' ? row.values[0] : undefined,
        column,
        value: text.type === 'string' ? (text.values[0] ?? '') : '',
        type,
      });
    }
  }
}

function isWrong(engine: SourceEngine, value: string, type: ScalarType): string {
  const dialect = dialectOf(engine);
  const cast = dialect.tryCast(value, type);
  // Casts to integers round; 2.5 is no integer.
  const isKept = type === 'integer' ? `${cast} = ${dialect.tryCast(value, 'float')}` : `${cast} is not null`;
  return `(${value} is not null and not coalesce(${isKept}, false))`;
}
