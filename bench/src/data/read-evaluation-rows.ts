import path from 'node:path';
import { getColumn, isPresent, toRows, type FeatureRow } from '@millrace/core';
import { openDataset, openEngine } from '@millrace/data';
import { prepareData } from './prepare-data.ts';

/** Raw flights with what was known at their moments, as a client sends them: moments as text, without the outcome. */
export async function readEvaluationRows(limit: number): Promise<readonly FeatureRow[]> {
  await using engine = await openEngine();
  await using dataset = await openDataset(path.join(await prepareData('weeks'), 'evaluation.parquet'), { engine });
  const columns = dataset.columns.map(({ name }) => name).filter((name) => name !== 'delay');
  const batch = await dataset.read({ columns, limit });
  const dates = getColumn(batch, 'date');
  return toRows(batch).map((row, index) =>
    isPresent(dates, index) ? { ...row, date: new Date((row['date'] as number) / 1000).toISOString() } : row,
  );
}
