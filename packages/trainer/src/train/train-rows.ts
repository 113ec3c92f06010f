import { availableParallelism } from 'node:os';
import type { Engine, LearnerRows } from '@millrace/core';
import { openDataset, withEngine, type DatasetInput } from '@millrace/data';
import { requiredColumns } from '@millrace/features';
import { memoryFiles, openModel } from '@millrace/model';
import { splitOfNoArtifact } from '../errors.ts';
import { fitModel } from './fit-model.ts';
import { drawGoldenRows } from './golden-rows.ts';
import { holdOut } from './hold-out.ts';
import { prepareGraph } from './prepare-graph.ts';
import { readRows } from './read-rows.ts';
import { resolveLabel, selectFeatures } from './resolve-label.ts';
import { saveModelInMemory, writeFiles } from './save-model.ts';
import type { TrainOptions } from './train-options.ts';
import type { TrainResult } from './train-result.ts';

/** Reads rows, lets a learner fit and makes a model of what it learned. */
export async function trainRows(input: DatasetInput, options: TrainOptions): Promise<TrainResult> {
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
