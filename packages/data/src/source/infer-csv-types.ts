import type { ColumnBatch, ColumnType, Engine } from '@millrace/core';
import { quoteIdentifier } from '../sql/quote.ts';

type CsvColumnType = Exclude<ColumnType, 'list'>;

const numberForm = '[-+]?(0|[1-9][0-9]*)?([.][0-9]*)?([eE][-+]?[0-9]+)?';
const specialNumber = "'NaN', 'nan', 'Infinity', '-Infinity', 'inf', '-inf'";
const momentForm =
  '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?(Z|[-+][0-9]{2}(:?[0-9]{2})?)?)?)?';

/**
 * The types that all values of all rows fit, read once. Integers are written as a number would be written: ids with
 * leading zeros and numbers beyond 2^53 stay text. A column without any value is text.
 */
export async function inferCsvTypes(
  engine: Engine,
  textRelation: string,
  columns: readonly string[],
): Promise<ReadonlyMap<string, CsvColumnType>> {
  if (columns.length === 0) return new Map();
  const items = columns.flatMap((name, index) => {
    const value = quoteIdentifier(name);
    const all = (condition: string): string =>
      `coalesce(bool_and(${condition}) filter (where ${value} is not null), false)`;
    const whole = `coalesce(${value} = try_cast(${value} as bigint)::varchar, false)`;
    return [
      `${all(`${whole} and try_cast(${value} as bigint) between -9007199254740991 and 9007199254740991`)} as i${index}`,
      `${all(`${whole} or regexp_full_match(${value}, '[-+]?[0-9]+')`)} as d${index}`,
      `${all(
        `${whole} or (regexp_full_match(${value}, '${numberForm}') and try_cast(${value} as double) is not null) or ${value} in (${specialNumber})`,
      )} as f${index}`,
      `${all(`${value} in ('true', 'false', 'True', 'False', 'TRUE', 'FALSE')`)} as b${index}`,
      `${all(`regexp_full_match(${value}, '${momentForm}') and try_cast(${value} as timestamptz) is not null`)} as t${index}`,
    ];
  });
  const facts = await engine.query(`select ${items.join(', ')} from ${textRelation}`);
  return new Map(columns.map((name, index) => [name, typeOf(facts, index)]));
}

function typeOf(facts: ColumnBatch, index: number): CsvColumnType {
  const holds = (letter: string): boolean => {
    const column = facts.columns[`${letter}${index}`];
    return column?.type === 'boolean' && column.values[0] === 1;
  };
  if (holds('i')) return 'integer';
  if (holds('f') && !holds('d')) return 'float';
  if (holds('b')) return 'boolean';
  return holds('t') ? 'timestamp' : 'string';
}
