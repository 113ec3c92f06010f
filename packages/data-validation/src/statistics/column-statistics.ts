import {
  getColumn,
  type BooleanStatistics,
  type ColumnBatch,
  type ColumnSpec,
  type ColumnStatistics,
  type Engine,
  type ListStatistics,
  type NumericColumn,
  type ScalarColumnType,
  type ScalarStatistics,
  type StringColumn,
  type StringStatistics,
} from '@millrace/core';
import { dialectOf, quoteIdentifier } from '@millrace/data';
import { rankFrequencies } from './frequencies.ts';
import { countNumbers, readNumberCounts, type NumberCounts } from './number-counts.ts';
import type { StatisticsLimits } from './statistics-limits.ts';
import { summarizeNumbers, summarizeTimestamps } from './summarize-numbers.ts';
import { summarizeStrings, totalTexts, type TextTotals } from './summarize-strings.ts';

export interface ColumnContext {
  readonly engine: Engine;
  readonly relation: string;
  readonly limits: StatisticsLimits;
  /** True when most rows of a column of numbers hold a value of their own: fetching and sorting it is then faster than grouping. */
  readonly isMostlyDistinct: (name: string) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The statistics of one column, in one or two queries. */
export async function computeColumn(
  { name, type, itemType }: ColumnSpec,
  context: ColumnContext,
): Promise<ColumnStatistics> {
  const value = quoteIdentifier(name);
  return type === 'list'
    ? computeList({ name, itemType: itemType!, value }, context)
    : computeScalar({ name, type, value }, context);
}

interface ScalarColumn {
  readonly name: string;
  readonly type: ScalarColumnType;
  /** The column as a SQL expression on the relation. */
  readonly value: string;
}

async function computeScalar({ name, type, value }: ScalarColumn, context: ColumnContext): Promise<ScalarStatistics> {
  switch (type) {
    case 'string':
      return computeStrings(name, value, context);
    case 'boolean':
      return computeBooleans(name, value, context);
    case 'timestamp':
      return summarizeTimestamps(name, await fetchNumberCounts(name, value, context), context.limits);
    default: {
      const number = type === 'float' ? `cast(${value} as ${dialectOf(context.engine).castType('float')})` : value;
      return summarizeNumbers({ name, type }, await fetchNumberCounts(name, number, context), context.limits);
    }
  }
}

async function fetchNumberCounts(name: string, value: string, context: ColumnContext): Promise<NumberCounts> {
  const { engine, relation, isMostlyDistinct, signal } = context;
  if (isMostlyDistinct(name)) {
    const columns: NumericColumn[] = [];
    for await (const batch of engine.stream(`select ${value} as v from ${relation}`, { signal, batchRows: 1 << 20 })) {
      columns.push(getColumn(batch, 'v') as NumericColumn);
    }
    return countNumbers(columns);
  }
  const batch = await engine.query(`${countValues(value, relation)} order by v nulls last`, { signal });
  return readNumberCounts(getColumn(batch, 'v') as NumericColumn, getColumn(batch, 'n') as NumericColumn);
}

function countValues(value: string, relation: string): string {
  return `select v, count(*) as n from (select ${value} as v from ${relation}) as c group by v`;
}

async function computeBooleans(
  name: string,
  value: string,
  { engine, relation, signal }: ColumnContext,
): Promise<BooleanStatistics> {
  const batch = await engine.query(countValues(value, relation), { signal });
  const values = getColumn(batch, 'v') as NumericColumn;
  const counts = getColumn(batch, 'n') as NumericColumn;
  const totals = { missingCount: 0, trueCount: 0, falseCount: 0 };
  for (let row = 0; row < batch.rowCount; row++) {
    const count = counts.values[row]!;
    if (values.validity !== undefined && values.validity[row] === 0) totals.missingCount += count;
    else if (values.values[row] === 0) totals.falseCount += count;
    else totals.trueCount += count;
  }
  return { name, type: 'boolean', presentCount: totals.trueCount + totals.falseCount, ...totals };
}

async function computeStrings(name: string, column: string, context: ColumnContext): Promise<StringStatistics> {
  const { engine, relation, limits, signal } = context;
  const counted = countValues(`cast(${column} as ${dialectOf(engine).castType('string')})`, relation);
  // The row of the missing values comes first, so that the limit never cuts it off.
  const ranked = `select v, n from (${counted}) as g order by case when v is null then 0 else 1 end, n desc, v limit ${limits.valueCountLimit + 2}`;
  const batch = await engine.query(ranked, { signal });
  const values = (getColumn(batch, 'v') as StringColumn).values;
  const counts = (getColumn(batch, 'n') as NumericColumn).values;
  const firstText = values[0] === null ? 1 : 0;
  const isComplete = values.length - firstText <= limits.valueCountLimit;
  const last = firstText + limits.valueCountLimit;
  const frequencies = {
    values: values.slice(firstText, last) as string[],
    counts: Array.from(counts.subarray(firstText, last)),
    isComplete,
  };
  if (isComplete) return summarizeStrings(name, totalTexts(values, counts), frequencies);
  const missingCount = firstText === 1 ? counts[0]! : 0;
  return summarizeStrings(name, { ...(await totalTextsInSql(counted, context)), missingCount }, frequencies);
}

/** The totals of a column with too many values to fetch. What counts as text of an integer is what `isIntegerText` says. */
async function totalTextsInSql(
  counted: string,
  { engine, signal }: ColumnContext,
): Promise<Omit<TextTotals, 'missingCount'>> {
  const unsigned = `case when substr(v, 1, 1) in ('-', '+') then substr(v, 2) else v end`;
  const isInteger = `${unsigned} <> '' and translate(${unsigned}, '0123456789', '') = ''`;
  const totals = {
    presentCount: 'sum(n)',
    distinctCount: 'count(*)',
    emptyCount: `sum(case when v = '' then n else 0 end)`,
    integerTextCount: `sum(case when ${isInteger} then n else 0 end)`,
    totalLength: 'sum(n * length(v))',
    minLength: 'min(length(v))',
    maxLength: 'max(length(v))',
  };
  const select = Object.entries(totals).map(([name, expression]) => `${expression} as ${quoteIdentifier(name)}`);
  const batch = await engine.query(`select ${select.join(', ')} from (${counted}) as g where v is not null`, {
    signal,
  });
  const read = (name: keyof typeof totals): number => firstNumber(batch, name);
  return {
    presentCount: read('presentCount'),
    distinctCount: read('distinctCount'),
    emptyCount: read('emptyCount'),
    integerTextCount: read('integerTextCount'),
    totalLength: read('totalLength'),
    minLength: read('minLength'),
    maxLength: read('maxLength'),
  };
}

function firstNumber(batch: ColumnBatch, name: string): number {
  return (getColumn(batch, name) as NumericColumn).values[0]!;
}

async function computeList(
  { name, itemType, value }: { readonly name: string; readonly itemType: ScalarColumnType; readonly value: string },
  context: ColumnContext,
): Promise<ListStatistics> {
  const { engine, relation, limits } = context;
  const dialect = dialectOf(engine);
  const lengthOf = { ...context, isMostlyDistinct: () => false };
  const counts = await fetchNumberCounts(name, dialect.listLength(value), lengthOf);
  const { presentCount, missingCount, min, mean, max } = summarizeNumbers({ name, type: 'integer' }, counts, limits);
  const unnested = `(select ${dialect.unnest(value)} as item from ${relation}) as items`;
  const items = await computeScalar({ name, type: itemType, value: 'item' }, { ...context, relation: unnested });
  const isComplete = counts.values.length <= limits.valueCountLimit;
  return {
    name,
    type: 'list',
    itemType,
    presentCount,
    missingCount,
    minLength: min,
    meanLength: mean,
    maxLength: max,
    lengths: rankFrequencies(counts, { isComplete, topCount: 20 }),
    items,
  };
}
