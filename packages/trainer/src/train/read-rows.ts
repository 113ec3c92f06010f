import { getColumn, type Dataset, type LearnerFeature, type LearnerRows } from '@millrace/core';
import { compileColumns, requiredColumns, type FittedGraph } from '@millrace/features';
import { collectRows, type BatchToCollect } from './collect-rows.ts';

export interface RowsToRead {
  readonly graph: FittedGraph;
  readonly features: readonly LearnerFeature[];
  readonly label: string;
  /** A raw column. */
  readonly weight?: string | undefined;
  /** What these rows are called in messages. */
  readonly split: string;
  readonly signal?: AbortSignal | undefined;
}

/** Reads raw rows in batches through the graph into the columns of a learner. */
export async function readRows(dataset: Dataset, options: RowsToRead): Promise<LearnerRows> {
  const { graph, features, label, weight, signal } = options;
  const outputs = [...features.map(({ name }) => name), label];
  const toOutputs = compileColumns(graph, outputs);
  const columns = requiredColumns(graph, outputs).map(({ name }) => name);
  if (weight !== undefined && !columns.includes(weight)) columns.push(weight);
  async function* transform(): AsyncGenerator<BatchToCollect> {
    for await (const batch of dataset.batches({ columns, signal })) {
      const weights = weight === undefined ? undefined : getColumn(batch, weight, 'the table');
      yield { ...toOutputs(batch), weights };
    }
  }
  return collectRows({ ...options, batches: transform(), rowCount: await dataset.countRows() });
}

/** Reads rows that were transformed already. */
export async function readTransformedRows(
  dataset: Dataset,
  options: Omit<RowsToRead, 'graph' | 'weight'>,
): Promise<LearnerRows> {
  const { features, label, signal } = options;
  const columns = [...features.map(({ name }) => name), label];
  const batches = dataset.batches({ columns, signal });
  return collectRows({ ...options, batches, rowCount: await dataset.countRows() });
}
