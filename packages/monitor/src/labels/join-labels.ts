import { getColumn, unknownColumn, type ColumnSpec, type Dataset, type Engine } from '@millrace/core';
import { quoteIdentifier } from '@millrace/data';
import { keyTypesDiffer } from '../errors.ts';
import { columnOfRule, type LabelRule } from './label-rule.ts';
import { labelSql } from './label-sql.ts';

/** Predictions and what came to pass, row by row; missing predictions and labels are left out. */
export interface LabelledRequests {
  readonly labels: { readonly isText: boolean; readonly values: readonly (string | number)[] };
  readonly predictions: readonly (string | number)[];
  /** Probabilities by class name, where the requests carry them. */
  readonly probabilities: ReadonlyMap<string, Float64Array>;
  /** Days since 1970 of the requests; NaN where they carry no time. */
  readonly days: Float64Array;
  readonly requestRows: number;
  readonly ambiguousRows: number;
  readonly keylessRows: number;
  readonly unmatchedLabels: number;
}

export interface LabelSource {
  readonly engine: Engine;
  readonly requests: Dataset;
  readonly labels: Dataset;
  readonly keys: readonly string[];
  readonly label: LabelRule;
}

const microsPerDay = 86_400_000_000;

/**
 * Gives each request the label with its key. Labels that share a key and differ give none: a request never gets two labels and
 * is never counted twice.
 */
export async function joinLabels(source: LabelSource, signal?: AbortSignal): Promise<LabelledRequests> {
  const { engine, requests, labels, keys, label } = source;
  for (const key of keys) checkKey(key, requests, labels);
  const spec = findColumn(labels, columnOfRule(label), 'the labels');
  const names = keys.map((_, i) => `k${i}`);
  const keyList = names.join(', ');
  const renamed = keys.map((key, i) => `${quoteIdentifier(key)} as ${names[i]}`).join(', ');
  const complete = names.map((name) => `${name} is not null`).join(' and ');

  // One row a key: how many labels differ, and the label when they do not.
  const byKey =
    `select ${keyList}, count(distinct label) as labels, min(label) as label ` +
    `from (select ${renamed}, ${labelSql(label, spec)} as label from ${labels.relation}) as l ` +
    `where ${complete} and label is not null group by ${keyList}`;
  const probabilities = requests.columns.filter(({ name }) => name.startsWith('probability_')).map(({ name }) => name);
  const hasTime = requests.columns.some(({ name }) => name === 'request_time');
  const extra = [...probabilities, ...(hasTime ? ['request_time'] : [])];
  const asked = `select ${renamed}${['prediction', ...extra].map((name) => `, ${quoteIdentifier(name)}`).join('')} from ${requests.relation}`;
  const on = names.map((name) => `r.${name} = b.${name}`).join(' and ');
  const rows = `select r.*, b.labels, b.label from (${asked}) as r left join (${byKey}) as b on ${on}`;

  const counts = await engine.query(
    `select count(*) as requests, ` +
      `coalesce(sum(case when labels > 1 then 1 else 0 end), 0) as ambiguous, ` +
      `coalesce(sum(case when ${complete} then 0 else 1 end), 0) as keyless from (${rows}) as x`,
    { signal },
  );
  const unmatched = await engine.query(
    `select count(*) as n from (${byKey}) as b where not exists (select 1 from (${asked}) as r where ${on})`,
    { signal },
  );
  // Sorted, so that sums over the rows do not depend on the order in which the engine joins.
  const order = [...names, 'prediction', ...extra].map((name) => `${quoteIdentifier(name)} nulls last`).join(', ');
  const joined = await engine.query(
    `select * from (${rows}) as x where labels = 1 and prediction is not null order by ${order}`,
    { signal },
  );
  const values = readValues(joined, 'label');
  return {
    labels: { isText: spec.type === 'string' && typeof label === 'string', values },
    predictions: readValues(joined, 'prediction'),
    probabilities: new Map(
      probabilities.map((name) => [
        name.slice('probability_'.length),
        Float64Array.from(readValues(joined, name) as number[]),
      ]),
    ),
    days: hasTime
      ? Float64Array.from(readValues(joined, 'request_time') as number[], (time) => Math.floor(time / microsPerDay))
      : new Float64Array(values.length).fill(Number.NaN),
    requestRows: readCount(counts, 'requests'),
    ambiguousRows: readCount(counts, 'ambiguous'),
    keylessRows: readCount(counts, 'keyless'),
    unmatchedLabels: readCount(unmatched, 'n'),
  };
}

type Batch = Awaited<ReturnType<Engine['query']>>;

function readCount(batch: Batch, name: string): number {
  return Number(readValues(batch, name)[0] ?? 0);
}

function readValues(batch: Batch, name: string): readonly (string | number)[] {
  const column = getColumn(batch, name);
  if (column.type === 'list') return [];
  return column.type === 'string' ? column.values.map((value) => value ?? '') : Array.from(column.values);
}

function findColumn(dataset: Dataset, name: string, place: string): ColumnSpec {
  const spec = dataset.columns.find((column) => column.name === name);
  if (spec === undefined) throw unknownColumn({ name, known: dataset.columns.map((column) => column.name), place });
  return spec;
}

function checkKey(key: string, requests: Dataset, labels: Dataset): void {
  const [mine, theirs] = [findColumn(requests, key, 'the requests'), findColumn(labels, key, 'the labels')];
  const group = ({ type }: ColumnSpec): string => (type === 'integer' || type === 'float' ? 'number' : type);
  if (group(mine) !== group(theirs)) throw keyTypesDiffer({ column: key, requests: mine.type, labels: theirs.type });
}
