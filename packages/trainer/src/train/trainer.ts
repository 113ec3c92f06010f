import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  defineComponent,
  parametersSchema,
  type Artifact,
  type Learner,
  type LearnerRows,
  type RunContext,
  type Task,
} from '@millrace/core';
import { openDataset } from '@millrace/data';
import { graphFromFiles, requiredColumns, type FittedGraph } from '@millrace/features';
import { fitModel } from './fit-model.ts';
import { drawGoldenRows } from './golden-rows.ts';
import { readRows, readTransformedRows, type RowsToRead } from './read-rows.ts';
import { resolveLabel, selectFeatures } from './resolve-label.ts';
import { saveModel } from './save-model.ts';

export interface TrainerParameters {
  /** What learns. Its name and settings are part of the cache key. */
  readonly learner: Learner;
  /** The output of the transform that is learned. */
  readonly label: string;
  /** @defaultValue two values: binary; texts: multi-class; other numbers: regression */
  readonly task?: Task | undefined;
  /** Split to learn from. @defaultValue 'train' */
  readonly split?: string | undefined;
  /** Split for early stopping and validation curves. @defaultValue none */
  readonly validationSplit?: string | undefined;
}

/** Learns a model from transformed examples, or from examples that it transforms itself, and tells how it went. */
export const Trainer = defineComponent({
  name: 'Trainer',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { examples: 'examples', transform: 'transformGraph', transformedExamples: 'transformedExamples?' },
  outputs: { model: 'model', modelRun: 'modelRun' },
  parameters: parametersSchema<TrainerParameters>({
    type: 'object',
    required: ['learner', 'label'],
    additionalProperties: false,
    properties: {
      learner: {
        type: 'object',
        required: ['specVersion', 'name', 'settings'],
        properties: { specVersion: { const: 1 }, name: { type: 'string' }, settings: { type: 'object' } },
      },
      label: { type: 'string' },
      task: { enum: ['binary', 'multi-class', 'regression'] },
      split: { type: 'string' },
      validationSplit: { type: 'string' },
    },
  }),
  async run(context) {
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
  },
});

interface TrainerContext extends RunContext {
  readonly inputs: {
    readonly examples: Artifact<'examples'>;
    readonly transformedExamples: Artifact<'transformedExamples'> | undefined;
  };
}

async function readSplit({ inputs, engine }: TrainerContext, options: RowsToRead): Promise<LearnerRows> {
  const { examples, transformedExamples } = inputs;
  const { split } = options;
  await using dataset = await openDataset(transformedExamples ?? examples, { engine: await engine(), split });
  return transformedExamples === undefined ? readRows(dataset, options) : readTransformedRows(dataset, options);
}

async function readGraph({ path: directory }: Artifact<'transformGraph'>): Promise<FittedGraph> {
  const entries = await readdir(directory, { withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(async ({ name }) => [name, await readFile(path.join(directory, name))] as const);
  return graphFromFiles(Object.fromEntries(await Promise.all(files)));
}
