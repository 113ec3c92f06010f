import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Dataset } from '@millrace/core';
import { openDataset } from '@millrace/data';

/**
 * Runs `use` on rows that are cheap to read column by column. Text files would be parsed again by every query, so they are
 * written as Parquet to a temporary file first.
 */
export async function withStoredRows<TResult>(
  dataset: Dataset,
  use: (stored: Dataset) => Promise<TResult>,
): Promise<TResult> {
  if (!/\bread_(csv|json)/.test(dataset.relation)) return use(dataset);
  const directory = await mkdtemp(path.join(tmpdir(), 'millrace-statistics-'));
  try {
    const file = path.join(directory, 'rows.parquet');
    await dataset.engine.writeParquet(`select * from ${dataset.relation}`, file);
    return await use(await openDataset(file, { engine: dataset.engine }));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
