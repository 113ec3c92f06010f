import { availableParallelism } from 'node:os';
import type { ColumnBatch, Dataset } from '@millrace/core';
import { openDataset, withEngine } from '@millrace/data';
import type { ViewFeature } from '../define/list-features.ts';
import { unclearMoment } from '../errors.ts';
import { openHistories } from '../history/open-histories.ts';
import type { HistoricalFeaturesOptions } from './get-historical-features.ts';
import { holdRows } from './asking-table.ts';
import { joinDataset, prepareHistories } from './join-dataset.ts';

/** Reads the asking rows and the histories of the views, and puts together what was known at each moment. */
export async function joinHistories(
  options: HistoricalFeaturesOptions,
  features: readonly ViewFeature[],
): Promise<ColumnBatch> {
  const { entities, views, concurrency = availableParallelism() } = options;
  return withEngine(options.engine, async (engine) => {
    await using opened = await openHistories(views, options, engine);
    await using dataset = await openDataset(entities, { engine });
    const moment = options.moment ?? findMoment(dataset);
    const [prepared, rows] = await Promise.all([prepareHistories(opened.histories, features), dataset.read()]);
    const joined = await joinDataset(holdRows(dataset, rows), prepared, { features, moment });
    return { rowCount: rows.rowCount, columns: { ...rows.columns, ...(await joined.computeAll(concurrency)) } };
  });
}

function findMoment({ columns }: Dataset): string {
  const candidates = columns.filter(({ type }) => type === 'timestamp').map(({ name }) => name);
  if (candidates.length !== 1) throw unclearMoment({ candidates });
  return candidates[0]!;
}
