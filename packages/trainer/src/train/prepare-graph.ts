import type { Dataset } from '@millrace/core';
import { fitFeatures, type FittedGraph } from '@millrace/features';
import { declarePlainFeatures } from './plain-features.ts';
import type { TrainOptions } from './train-options.ts';

export interface PreparedGraph {
  readonly graph: FittedGraph;
  /** Names of the classes, where the outputs do not tell them. */
  readonly classes: readonly string[] | undefined;
}

/** The graph of `train`: the given one, or one that is fitted on the rows, which are read into memory for it. */
export async function prepareGraph(
  dataset: Dataset,
  { graph, features, label, task, weight, signal }: TrainOptions,
): Promise<PreparedGraph> {
  if (graph !== undefined) return { graph, classes: undefined };
  const table = await dataset.read({ signal });
  if (features !== undefined) return { graph: fitFeatures(features, table), classes: undefined };
  const plain = declarePlainFeatures(table, { label, task, weight });
  return { graph: fitFeatures(plain.features, table), classes: plain.classes };
}
