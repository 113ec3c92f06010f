import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Artifact, LearnerRows, RunContext } from '@millrace/core';
import { verifyArtifact } from '@millrace/core/artifacts';
import { openDataset } from '@millrace/data';
import { graphFromFiles, requiredColumns, type FittedGraph } from '@millrace/features';
import { fitModel } from './fit-model.ts';
import { drawGoldenRows } from './golden-rows.ts';
import { readRows, readTransformedRows, type RowsToRead } from './read-rows.ts';
import { resolveLabel, selectFeatures } from './resolve-label.ts';
import { saveModel } from './save-model.ts';
import type { TrainerParameters } from './trainer.ts';

interface TrainerArguments extends RunContext {
  readonly inputs: {
    readonly examples: Artifact<'examples'>;
    readonly transform: Artifact<'transformGraph'>;
    readonly transformedExamples: Artifact<'transformedExamples'> | undefined;
  };
  readonly parameters: TrainerParameters;
}

/** What the Trainer does: reads its splits, lets the learner fit, and publishes the model and how it went. */
export async function runTrainer(
  context: TrainerArguments,
): Promise<{ readonly model: Artifact<'model'>; readonly modelRun: Artifact<'modelRun'> }> {
  const { inputs, parameters, seed, concurrency, signal, onProgress, publish, publishPayload } = context;
  const { learner, label, task, split = 'train', validationSplit } = parameters;
  const graph = await readGraph(inputs.transform);
  const features = selectFeatures(graph, label);
  const read = (name: string): Promise<LearnerRows> =>
    readSplit(context, { graph, features, label, signal, split: name });
  onProgress(`reading ${split}`);
  const train = await read(split);
  const validation = validationSplit === undefined ? undefined : await read(validationSplit);
  const resolved = resolveLabel(graph, label, { task, splits: [train, validation] });
  const { fitted, run } = await fitModel(
    { learner, features, label: resolved, train, validation },
    { seed, concurrency, signal, onProgress: ({ done, total, message }) => onProgress(message, done / total) },
  );
  await using raw = await openDataset(inputs.examples, { engine: await context.engine(), split });
  const columns = requiredColumns(graph).map(({ name }) => name);
  const goldenRows = await drawGoldenRows(raw, columns, seed);
  const properties = { learner: learner.name, task: run.task, rowCount: run.rowCount };
  const model = await publish('model', async (directory) => {
    await saveModel({ directory, fitted, run, graph, label, classes: resolved.classes, goldenRows });
    return properties;
  });
  return { model, modelRun: await publishPayload('modelRun', run, properties) };
}

async function readSplit({ inputs, engine }: TrainerArguments, options: RowsToRead): Promise<LearnerRows> {
  const { examples, transformedExamples } = inputs;
  const { split } = options;
  await using dataset = await openDataset(transformedExamples ?? examples, { engine: await engine(), split });
  return transformedExamples === undefined ? readRows(dataset, options) : readTransformedRows(dataset, options);
}

async function readGraph(transform: Artifact<'transformGraph'>): Promise<FittedGraph> {
  await verifyArtifact(transform);
  const { path: directory } = transform;
  const entries = await readdir(directory, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(async ({ name }) => [name, await readFile(path.join(directory, name))] as const);
  return graphFromFiles(Object.fromEntries(await Promise.all(files)));
}
