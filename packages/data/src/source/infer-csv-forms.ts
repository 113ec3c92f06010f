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

/** Expressions of one statement, beyond which columns are turned into rows: planning time grows with the statement. */
const mostExpressions = 400;

/** Columns that are turned into rows at once: an engine holds 2048 cells of each. */
const mostColumns = 2500;

async function check(engine: SourceEngine, relation: string, questions: readonly Question[]): Promise<Findings> {
  const facts =
    questions.length * forms.length > mostExpressions
      ? await askInParts(engine, relation, questions)
      : await askByColumn(engine, relation, questions);
  return {
    rowCount: facts.rowCount,
    isPossible: (name, form) => facts.valueOf(name, form) !== false,
    isSure(name, form) {
      // All digits, and no integer: these are ids, with leading zeros or too long.
      return facts.valueOf(name, form) === true && (form !== 'float' || facts.valueOf(name, 'digits') === false);
    },
  };
}

type Fact = CheckedForm | 'digits';

interface Facts {
  readonly rowCount: number;
  /** Whether all values are so; undefined when there was no value at all. */
  valueOf(name: string, fact: Fact): boolean | undefined;
}

const factsOf = (left: readonly CheckedForm[]): readonly Fact[] =>
  left.includes('float') ? [...left, 'digits'] : left;

function conditionOf(fact: Fact, value: string): string {
  return fact === 'digits' ? `regexp_full_match(${value}, '[-+]?[0-9]+')` : conditions[fact](value);
}

async function askByColumn(engine: SourceEngine, relation: string, questions: readonly Question[]): Promise<Facts> {
  const items = ['count(*) as row_count'];
  const keys = new Map<string, string>();
  questions.forEach(({ name, left }, index) => {
    const value = quoteIdentifier(name);
    for (const fact of factsOf(left)) {
      const key = `${fact.replace('-', '_')}_${index}`;
      keys.set(`${fact} ${name}`, key);
      items.push(`${ofAll(value, conditionOf(fact, value))} as ${key}`);
    }
  });
  const answer = await engine.query(`select ${items.join(', ')} from ${relation}`);
  return {
    rowCount: numbersOf(answer, 'row_count')[0] ?? 0,
    valueOf: (name, fact) => readFact(answer, keys.get(`${fact} ${name}`) ?? '', 0),
  };
}

async function askInParts(engine: SourceEngine, relation: string, questions: readonly Question[]): Promise<Facts> {
  const parts = new Map<string, Facts>();
  for (let start = 0; start < questions.length; start += mostColumns) {
    const part = questions.slice(start, start + mostColumns);
    const facts = await askByRow(engine, relation, part);
    for (const { name } of part) parts.set(name, facts);
  }
  return {
    rowCount: parts.get(questions[0]!.name)!.rowCount,
    valueOf: (name, fact) => parts.get(name)?.valueOf(name, fact),
  };
}

async function askByRow(engine: SourceEngine, relation: string, questions: readonly Question[]): Promise<Facts> {
  const wanted = factsOf([...new Set(questions.flatMap(({ left }) => left))]);
  const aggregates = wanted.map((fact) => `${ofAll('cell', conditionOf(fact, 'cell'))} as ${fact.replace('-', '_')}`);
  const cells = questions.map(({ name }) => quoteIdentifier(name)).join(', ');
  const byRow = `select unnest(range(${questions.length})) as place, unnest([${cells}]) as cell from ${relation}`;
  const answer = await engine.query(
    `select place, count(*) as row_count, ${aggregates.join(', ')} from (${byRow}) group by place`,
  );
  const rowOf = new Map(numbersOf(answer, 'place').map((place, row) => [questions[place]!.name, row]));
  return {
    rowCount: numbersOf(answer, 'row_count')[0] ?? 0,
    valueOf: (name, fact) => readFact(answer, fact.replace('-', '_'), rowOf.get(name) ?? -1),
  };
}

function numbersOf(answer: ColumnBatch, name: string): readonly number[] {
  const column = answer.columns[name];
  return column?.type === 'integer' ? [...column.values] : [];
}

/** Whether all values are so; NULL without a value. An aggregate with FILTER would copy all columns once for each. */
function ofAll(value: string, condition: string): string {
  return `bool_and(case when ${value} is not null then ${condition} end)`;
}

function readFact({ columns }: ColumnBatch, key: string, row: number): boolean | undefined {
  const column = columns[key];
  if (column?.type !== 'boolean' || row < 0 || row >= column.values.length || column.validity?.[row] === 0)
    return undefined;
  return column.values[row] === 1;
}
