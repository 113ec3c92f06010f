import type { ColumnBatch } from '@millrace/core';
import { quoteIdentifier } from '../sql/quote.ts';
import type { SourceEngine } from './source-engine.ts';

/** What a CSV column can be; zoned moments carry an offset from UTC in some row. */
export type CsvForm = 'integer' | 'float' | 'boolean' | 'moment' | 'zoned-moment' | 'string';

const numberForm = '[-+]?(0|[1-9][0-9]*)?([.][0-9]*)?([eE][-+]?[0-9]+)?';
const specialNumber = "'NaN', 'nan', 'Infinity', '-Infinity', 'inf', '-inf'";
const truth = "'true', 'false', 'True', 'False', 'TRUE', 'FALSE'";
const day = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const time = '[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?';
const offset = '(Z|[-+][0-9]{2}(:?[0-9]{2})?)?';

const whole = (value: string): string => `coalesce(${value} = try_cast(${value} as bigint)::varchar, false)`;

/** Conditions on one value. A column has a form when all its values have it, and it has any. */
const conditions: Readonly<Record<Exclude<CsvForm, 'string'>, (value: string) => string>> = {
  // Written as a number would be written: ids with leading zeros are text.
  integer: (value) => `${whole(value)} and try_cast(${value} as bigint) between -9007199254740991 and 9007199254740991`,
  float: (value) =>
    `${whole(value)} or ${value} in (${specialNumber}) or (regexp_full_match(${value}, '${numberForm}') and try_cast(${value} as double) is not null)`,
  boolean: (value) => `${value} in (${truth})`,
  moment: (value) =>
    `regexp_full_match(${value}, '${day}([T ]${time})?') and try_cast(${value} as timestamp) is not null`,
  'zoned-moment': (value) =>
    `regexp_full_match(${value}, '${day}([T ]${time}${offset})?') and try_cast(${value} as timestamptz) is not null`,
};
const forms = ['integer', 'float', 'boolean', 'moment', 'zoned-moment'] as const;
type CheckedForm = (typeof forms)[number];

const sampleRows = 20_000;

/**
 * The form that all values of all rows have. The first rows rule forms out; what is left is verified on the whole, one
 * form a pass, so that most files are read once. Numbers beyond 2^53 stay text. A column without any value is text.
 */
export async function inferCsvForms(
  engine: SourceEngine,
  textRelation: string,
  columns: ReadonlyMap<string, 'any' | 'moment'>,
): Promise<ReadonlyMap<string, CsvForm>> {
  const found = new Map<string, CsvForm>();
  let open = [...columns].map(([name, kind]) => ({
    name,
    left: forms.filter((form) => kind === 'any' || form.endsWith('moment')),
  }));
  const sample = await check(engine, `(select * from ${textRelation} limit ${sampleRows})`, open);
  open = open.map(({ name, left }) => ({ name, left: left.filter((form) => sample.isPossible(name, form)) }));
  const relation = sample.rowCount < sampleRows ? `(select * from ${textRelation} limit ${sampleRows})` : textRelation;
  for (;;) {
    for (const { name } of open.filter(({ left }) => left.length === 0)) found.set(name, 'string');
    open = open.filter(({ left }) => left.length > 0);
    if (open.length === 0) return found;
    const whole = await check(
      engine,
      relation,
      open.map(({ name, left }) => ({ name, left: left.slice(0, 1) })),
    );
    for (const { name, left } of open) if (whole.isSure(name, left[0]!)) found.set(name, left[0]!);
    open = open.filter(({ name }) => !found.has(name)).map(({ name, left }) => ({ name, left: left.slice(1) }));
  }
}

interface Findings {
  readonly rowCount: number;
  /** No value speaks against the form. */
  isPossible(name: string, form: CheckedForm): boolean;
  /** All values have the form, and there are values. */
  isSure(name: string, form: CheckedForm): boolean;
}

interface Question {
  readonly name: string;
  readonly left: readonly CheckedForm[];
}

async function check(engine: SourceEngine, relation: string, questions: readonly Question[]): Promise<Findings> {
  const items = ['count(*) as row_count'];
  const keys = new Map<string, string>();
  questions.forEach(({ name, left }, index) => {
    const value = quoteIdentifier(name);
    for (const form of left) {
      const key = `f${index}_${forms.indexOf(form)}`;
      keys.set(`${form} ${name}`, key);
      items.push(`bool_and(${conditions[form](value)}) filter (where ${value} is not null) as ${key}`);
      // All digits, and no integer: these are ids, with leading zeros or too long.
      if (form === 'float')
        items.push(
          `bool_and(regexp_full_match(${value}, '[-+]?[0-9]+')) filter (where ${value} is not null) as ${key}d`,
        );
    }
  });
  const facts = await engine.query(`select ${items.join(', ')} from ${relation}`);
  const factOf = (key: string): boolean | undefined => readFact(facts, key);
  const rowCount = facts.columns['row_count'];
  return {
    rowCount: rowCount?.type === 'integer' ? rowCount.values[0]! : 0,
    isPossible: (name, form) => factOf(keys.get(`${form} ${name}`)!) !== false,
    isSure(name, form) {
      const key = keys.get(`${form} ${name}`)!;
      return factOf(key) === true && (form !== 'float' || factOf(`${key}d`) === false);
    },
  };
}

/** undefined when there was no value at all. */
function readFact({ columns }: ColumnBatch, key: string): boolean | undefined {
  const column = columns[key];
  if (column?.type !== 'boolean' || column.validity?.[0] === 0) return undefined;
  return column.values[0] === 1;
}
