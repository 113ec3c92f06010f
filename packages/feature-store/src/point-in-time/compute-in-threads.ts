import { Worker } from 'node:worker_threads';
import { canonicalJson, type Column } from '@millrace/core';
import type { FeatureView } from '../define/feature-view.ts';
import { threadFailed } from '../errors.ts';
import { expressionsOf, type EventValues, type KeyCodes } from '../history/event-table.ts';
import { computeFeatures, type AskingRows } from './compute-features.ts';
import type { PreparedView } from './prepare-view.ts';

export interface FeatureTask {
  readonly view: PreparedView;
  readonly asking: AskingRows;
}

/** Views over one history as another thread gets them: plain data, and arrays on shared memory. */
export interface ThreadTask {
  readonly views: readonly FeatureView[];
  /** How the rows ask each of the views. */
  readonly asking: readonly AskingRows[];
  /** The features that are wanted, by name. */
  readonly features: readonly string[];
  readonly rowCount: number;
  /** By expression. */
  readonly series: ReadonlyMap<string, { readonly values: Float64Array; readonly texts: readonly string[] }>;
  /** By the columns of the key. */
  readonly keyCodes: ReadonlyMap<string, KeyCodes>;
}

type Columns = Readonly<Record<string, Column>>;

/** Values of features that take about as long to compute as a thread takes to start. */
const valuesWorthThread = 1_000_000;

// The same place from `src` and from `dist`: threads run the built code.
const entry = new URL('../../dist/point-in-time/features-thread.js', import.meta.url);

/** Computes views on at most `concurrency` threads, this one among them. Throws `FEATURE_STORE_THREAD_FAILED`. */
export async function computeInThreads(tasks: readonly FeatureTask[], concurrency: number): Promise<Columns> {
  const sizeOf = ({ view, asking }: FeatureTask): number => view.features.length * asking.codes.length;
  const size = tasks.reduce((sum, task) => sum + sizeOf(task), 0);
  const threads = Math.max(1, Math.min(concurrency, tasks.length, Math.floor(size / valuesWorthThread)));
  const shares = Array.from({ length: threads }, () => ({ size: 0, tasks: [] as FeatureTask[] }));
  for (const task of tasks.toSorted((a, b) => sizeOf(b) - sizeOf(a))) {
    const least = shares.reduce((best, share) => (share.size < best.size ? share : best));
    least.size += sizeOf(task);
    least.tasks.push(task);
  }
  const [own, ...others] = shares.map((share) => share.tasks);
  const computing = others.map(computeInThread);
  // This thread fails only with the others: what one of them says later must not go unheard.
  const settled = Promise.allSettled(computing);
  const computed: Record<string, Column> = {};
  for (const { view, asking } of own ?? []) {
    Object.assign(computed, computeFeatures(view, asking).columns);
    view.release();
  }
  await settled;
  for (const columns of computing) Object.assign(computed, await columns);
  return computed;
}

async function computeInThread(tasks: readonly FeatureTask[]): Promise<Columns> {
  const byTable = new Map<EventValues, FeatureTask[]>();
  for (const task of tasks) byTable.set(task.view.table, [...(byTable.get(task.view.table) ?? []), task]);
  const workerData: readonly ThreadTask[] = [...byTable].map(([table, own]) => toThreadTask(table, own));
  const thread = new Worker(entry, { workerData, execArgv: [] });
  const computed: Record<string, Column> = {};
  return new Promise((resolve, reject) => {
    thread.on('message', (columns: Columns) => void Object.assign(computed, columns));
    thread.once('error', (cause) => reject(threadFailed({ reason: cause.message, cause })));
    thread.once('exit', (code) =>
      code === 0 ? resolve(computed) : reject(threadFailed({ reason: `it ended with code ${code}` })),
    );
  });
}

function toThreadTask(table: EventValues, tasks: readonly FeatureTask[]): ThreadTask {
  const views = tasks.map(({ view }) => view.view);
  return {
    views,
    asking: tasks.map(({ asking }) => asking),
    features: tasks.flatMap(({ view }) => view.features.map(({ name }) => name)),
    rowCount: table.rowCount,
    series: new Map(
      views
        .flatMap(expressionsOf)
        .map((value) => [canonicalJson(value), { values: table.valuesOf(value), texts: table.textsOf(value) }]),
    ),
    keyCodes: new Map(
      views.map(({ entity }) => [canonicalJson(entity?.keys ?? []), table.codesOf(entity?.keys ?? [])]),
    ),
  };
}
