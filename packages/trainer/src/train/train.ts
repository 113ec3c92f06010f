import { availableParallelism } from 'node:os';
import type { Engine, LearnerRows, ModelRunPayload } from '@millrace/core';
import { openDataset, withEngine, type DatasetInput } from '@millrace/data';
import { requiredColumns } from '@millrace/features';
import { memoryFiles, openModel, type OpenedModel } from '@millrace/model';
import { featuresAndGraph, splitOfNoArtifact } from '../errors.ts';
import { fitModel } from './fit-model.ts';
import { drawGoldenRows } from './golden-rows.ts';
import { holdOut } from './hold-out.ts';
import { prepareGraph } from './prepare-graph.ts';
import { readRows } from './read-rows.ts';
import { resolveLabel, selectFeatures } from './resolve-label.ts';
import { saveModelInMemory, writeFiles } from './save-model.ts';
import { checkTrainOptions, type TrainOptions } from './train-options.ts';

export interface TrainResult {
  /** Predicts on raw rows, as the table had them. */
  readonly model: OpenedModel;
  /** Curves and facts of the training. */
  readonly run: ModelRunPayload;
  /** Writes the model directory that `openModel` and the model server read. */
  save(directory: string): Promise<void>;
}

/**
 * Learns a model from rows: a path or glob, rows, columns, a data frame, an artifact. The table is transformed by `graph`,
 * by `features` (fitted on the same rows), or taken as it is. Same rows, options and seed: same model.
 * Throws `TRAINER_...` for labels, rows and settings that cannot be learned from.
 *
 * @example
 * const { model } = await train('customers/*.parquet', { learner: gradientBoostedTrees(), label: 'churned' });
 */
export async function train(input: DatasetInput, options: TrainOptions): Promise<TrainResult> {
  checkTrainOptions(options);
  if (options.features !== undefined && options.graph !== undefined) throw featuresAndGraph();
  return withEngine(options.engine, (engine) => trainOn(engine, input, options));
}

async function trainOn(engine: Engine, input: DatasetInput, options: TrainOptions): Promise<TrainResult> {
  const { learner, label, weight, validationSplit, task, signal, onProgress } = options;
  const { seed = 0, concurrency = availableParallelism() } = options;
  const isArtifact = typeof input === 'object' && input !== null && 'digest' in input && 'kind' in input;
  if (typeof validationSplit === 'string' && !isArtifact) throw splitOfNoArtifact({ split: validationSplit });
  await using dataset = await openDataset(input, {
    engine,
    split: options.split ?? (isArtifact ? 'train' : undefined),
  });
  const prepared = await prepareGraph(dataset, options);
  const { graph } = prepared;
  const features = selectFeatures(graph, label);
  const reading = { graph, features, label, weight, signal };
  const rows = await readRows(dataset, { ...reading, split: 'train' });
  let parts: { readonly train: LearnerRows; readonly validation: LearnerRows | undefined };
  if (typeof validationSplit === 'string') {
    await using held = await openDataset(input, { engine, split: validationSplit });
    parts = { train: rows, validation: await readRows(held, { ...reading, split: 'validation' }) };
  } else if (validationSplit === undefined) {
    parts = { train: rows, validation: undefined };
  } else {
    parts = holdOut(rows, validationSplit, seed);
  }
  const resolved = resolveLabel(graph, label, { task, splits: [parts.train, parts.validation] });
  const classes = prepared.classes ?? resolved.classes;
  const { fitted, run } = await fitModel(
    { learner, features, label: { task: resolved.task, classes }, ...parts },
    { seed, concurrency, signal, onProgress },
  );
  const columns = requiredColumns(graph).map(({ name }) => name);
  const goldenRows = await drawGoldenRows(dataset, columns, seed);
  const files = await saveModelInMemory({ fitted, run, graph, label, classes, goldenRows });
  return { model: await openModel(memoryFiles(files)), run, save: (directory) => writeFiles(directory, files) };
}
