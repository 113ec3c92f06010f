import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Dataset } from '@millrace/core';
import { isParsedText, openDataset, quoteIdentifier } from '@millrace/data';

/** Columns beyond which they are copied in groups: opening a file takes time for every column that it has. */
const mostColumns = 200;

/**
 * Runs `use` on rows that are cheap to read column by column. Text files would be parsed again by every query, so they are
 * written as Parquet to a temporary file first; those of very many columns by `forEachGroup`.
 */
export async function withStoredRows<TResult>(
  dataset: Dataset,
  use: (stored: Dataset) => Promise<TResult>,
): Promise<TResult> {
  const isWide = dataset.columns.length > mostColumns;
  if (isWide || !isParsedText(dataset)) return use(dataset);
  return withCopiedRows(dataset, use);
}

/** The groups of columns that are described together, each as a dataset that is cheap to open once a column. */
export async function forEachGroup(dataset: Dataset, use: (group: Dataset) => Promise<void>): Promise<void> {
  if (dataset.columns.length <= mostColumns) return use(dataset);
  for (let start = 0; start < dataset.columns.length; start += mostColumns) {
    const columns = dataset.columns.slice(start, start + mostColumns);
    const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
    const relation = `(select ${names} from ${dataset.relation}) as some_columns`;
    await withCopiedRows({ ...dataset, columns, relation }, use);
  }
}

async function withCopiedRows<TResult>(dataset: Dataset, use: (stored: Dataset) => Promise<TResult>): Promise<TResult> {
  const directory = await mkdtemp(path.join(tmpdir(), 'millrace-statistics-'));
  try {
    const file = path.join(directory, 'rows.parquet');
    await dataset.engine.writeParquet(`select * from ${dataset.relation}`, file);
    return await use(await openDataset(file, { engine: dataset.engine }));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
