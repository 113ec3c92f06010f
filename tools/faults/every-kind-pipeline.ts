import {
  createRandom,
  defineComponent,
  parametersSchema,
  type ArtifactKind,
  type Component,
  type Learner,
} from '@millrace/core';
import { ExampleGen, inMemory, openEngine } from '@millrace/data';
import { ExampleValidator, SchemaGen, StatisticsGen } from '@millrace/data-validation';
import { Evaluator } from '@millrace/evaluator';
import { defineFeatures, number, text, vocabulary } from '@millrace/features';
import { encodeCustom } from '@millrace/model';
import { DriftMonitor } from '@millrace/monitor';
import { definePipeline, type OutputReference } from '@millrace/pipeline';
import { BulkInferrer, InfraValidator, Pusher } from '@millrace/serving';
import { Trainer, gradientBoostedTrees, logisticRegression, mlp } from '@millrace/trainer';
import { Transform } from '@millrace/transform';

const random = createRandom(1);
const rows = Array.from({ length: 240 }, (_, id) => {
  const size = random.nextNormal();
  const place = ['north', 'south', 'west'][random.nextInteger(3)]!;
  return { id, size, place, late: size + random.nextNormal() > 0 ? 1 : 0 };
});

const features = defineFeatures({
  size: number('size'),
  place: vocabulary(text('place')),
  late: number('late'),
});

/** A model of the flavour `custom`: the logistic function of the first feature. */
const handmade: Learner = {
  specVersion: 1,
  name: 'handmade',
  settings: {},
  fit: async () => ({
    flavour: 'custom',
    files: encodeCustom(
      `export const createScorer = () => ({
        score: ([size], rowCount) => Float64Array.from({ length: rowCount }, (_, row) => 1 / (1 + Math.exp(-size[row]))),
      });`,
      { 'notes.txt': new TextEncoder().encode('made by hand') },
    ),
    curves: [],
    summary: {},
  }),
};

/** A learner for each flavour of model. */
export const learners = {
  trees: gradientBoostedTrees({ trees: 5, minChildRows: 5 }),
  linear: logisticRegression({ maxIterations: 20 }),
  'tfjs-layers': mlp({ hidden: [4], epochs: 2 }),
  custom: handmade,
};

/** Uses one artifact of any kind: before a step runs, the pipeline checks what it is given. */
const Use = (kind: ArtifactKind): Component =>
  defineComponent({
    name: 'Use',
    version: '1',
    moduleUrl: import.meta.url,
    inputs: { artifact: kind },
    outputs: {},
    parameters: parametersSchema<Readonly<Record<string, never>>>({ type: 'object', additionalProperties: false }),
    run: async () => ({}),
  }) as unknown as Component;

/** Gives every kind of artifact that there is, models of every flavour, and uses each. */
export default definePipeline<{ readonly serving: string }>(
  'every-kind',
  ({ add, parameters }) => {
    const { examples } = add(ExampleGen, { source: inMemory(rows), split: { train: 2, eval: 1 } });
    const { statistics } = add(StatisticsGen, { examples });
    const { schema } = add(SchemaGen, { statistics });
    const { anomalies } = add(ExampleValidator, { statistics, schema });
    const { transform, transformedExamples } = add(Transform, { examples, schema, anomalies, features });
    const models = Object.entries(learners).map(([flavour, learner]) =>
      add(Trainer, { examples, transform, transformedExamples, learner, label: 'late' }, { id: `Trainer.${flavour}` }),
    );
    const { model, modelRun } = models[0]!;
    const { evaluation, blessing } = add(Evaluator, { examples, model });
    const { infraBlessing } = add(InfraValidator, { model, examples });
    const { pushedModel } = add(Pusher, { model, blessing, infraBlessing, destination: parameters.serving });
    const { inferenceResult } = add(BulkInferrer, { model, examples });
    const { driftReport } = add(DriftMonitor, { requests: inferenceResult, reference: statistics });
    const all: readonly OutputReference<ArtifactKind>[] = [
      examples,
      statistics,
      schema,
      anomalies,
      transform,
      transformedExamples,
      modelRun,
      evaluation,
      blessing,
      infraBlessing,
      pushedModel,
      inferenceResult,
      driftReport,
      ...models.map((trained) => trained.model),
    ];
    for (const output of all)
      add(Use(output.kind) as never, { artifact: output } as never, { id: `Use.${output.step}.${output.port}` });
  },
  { engine: () => openEngine() },
);
