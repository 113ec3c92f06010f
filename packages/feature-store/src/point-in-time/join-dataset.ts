import type { Column } from '@millrace/core';
import type { ViewFeature } from '../define/list-features.ts';
import { duplicateFeature } from '../errors.ts';
import { readEvents } from '../history/event-table.ts';
import type { ViewHistory } from '../history/open-histories.ts';
import { readAskingRows, type AskingDataset, type RowRange } from './asking-table.ts';
import { computeFeatures } from './compute-features.ts';
import { computeInThreads } from './compute-in-threads.ts';
import { prepareViews, type PreparedView } from './prepare-view.ts';

/** Reads the histories once and prepares those views that the features need. */
export async function prepareHistories(
  histories: readonly ViewHistory[],
  features: readonly ViewFeature[],
  signal?: AbortSignal,
): Promise<readonly PreparedView[]> {
  const prepared: PreparedView[] = [];
  const names = new Set(features.map(({ name }) => name));
  for (const { views, datasets } of histories) {
    const wanted = views.filter((view) => features.some((feature) => feature.view === view.name));
    if (wanted.length === 0) continue;
    const table = await readEvents(wanted, datasets, signal);
    prepared.push(...prepareViews(wanted, table, ({ name }) => names.has(name)));
  }
  return prepared;
}

/** The features of a dataset's rows, to be computed for any range of them. */
export interface JoinedFeatures {
  readonly rowCount: number;
  /** One column a feature, in the order of the features. */
  compute(range: RowRange): Readonly<Record<string, Column>>;
  /** The same for all rows, once: several threads share the work, and views give up what they made. */
  computeAll(concurrency: number): Promise<Readonly<Record<string, Column>>>;
}

export interface JoinOptions {
  readonly features: readonly ViewFeature[];
  /** Column of the moments at which the rows ask. */
  readonly moment: string;
  readonly signal?: AbortSignal | undefined;
}

/** Reads who asks when. Throws `FEATURE_STORE_DUPLICATE_FEATURE` when the rows have a column of a feature's name already. */
export async function joinDataset(
  dataset: AskingDataset,
  views: readonly PreparedView[],
  { features, moment, signal }: JoinOptions,
): Promise<JoinedFeatures> {
  const taken = new Set(dataset.columns.map(({ name }) => name));
  for (const { name } of features) if (taken.has(name)) throw duplicateFeature({ name, place: 'of the asking rows' });
  const asking = await readAskingRows(dataset, views, { moment, signal });
  const { rowCount } = asking;
  const inOrder = (computed: Readonly<Record<string, Column>>): Readonly<Record<string, Column>> =>
    Object.fromEntries(features.map(({ name }) => [name, computed[name]!]));
  return {
    rowCount,
    compute(range) {
      const computed: Record<string, Column> = {};
      for (const view of views) Object.assign(computed, computeFeatures(view, asking.rowsOf(view, range)).columns);
      return inOrder(computed);
    },
    async computeAll(concurrency) {
      const rows = { from: 0, to: rowCount };
      const tasks = views.map((view) => ({ view, asking: asking.rowsOf(view, rows) }));
      return inOrder(await computeInThreads(tasks, concurrency));
    },
  };
}
