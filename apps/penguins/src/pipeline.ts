import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ExampleGen, inMemory, openEngine } from '@millrace/data';
import { ExampleValidator, SchemaGen, StatisticsGen } from '@millrace/data-validation';
import { Evaluator } from '@millrace/evaluator';
import { defineFeatures, number, text, vocabulary } from '@millrace/features';
import { definePipeline } from '@millrace/pipeline';
import { InfraValidator, Pusher } from '@millrace/serving';
import { Trainer, gradientBoostedTrees } from '@millrace/trainer';
import { Transform } from '@millrace/transform';

/** What the model learns from, and what it learns: features are expressions over the columns of the data. */
const features = defineFeatures({
  beakLength: number('Beak Length (mm)'),
  beakDepth: number('Beak Depth (mm)'),
  flipperLength: number('Flipper Length (mm)'),
  bodyMass: number('Body Mass (g)'),
  island: vocabulary(text('Island')),
  sex: vocabulary(text('Sex')),
  species: vocabulary(text('Species'), { oovBuckets: 0 }),
});

export interface PenguinsParameters {
  /** Where the blessed model is pushed to. */
  readonly serving: string;
}

/** 344 penguins in, a served model that tells three species apart out. */
export default definePipeline<PenguinsParameters>(
  'penguins',
  ({ add, parameters }) => {
    // 1. Read the rows; two of three learn, the third judges. A row's content decides its side, so it never changes sides.
    const { examples } = add(ExampleGen, { source: inMemory(readPenguins()), split: { train: 2, eval: 1 } });

    // 2. Count everything, infer what the data should look like, and check that it does.
    const { statistics } = add(StatisticsGen, { examples });
    const { schema } = add(SchemaGen, { statistics });
    const { anomalies } = add(ExampleValidator, { statistics, schema });

    // 3. Fit the features, learn, and judge.
    const { transform, transformedExamples } = add(Transform, { examples, schema, anomalies, features });
    const { model } = add(Trainer, {
      examples,
      transform,
      transformedExamples,
      learner: gradientBoostedTrees({ trees: 60, minChildRows: 5 }),
      label: 'species',
    });
    const { blessing } = add(Evaluator, {
      examples,
      model,
      slices: [{}, { keys: ['Island'] }],
      thresholds: [{ metric: 'accuracy', min: 0.95 }],
    });

    // 4. Does it load in a fresh server? Then push it where servers look.
    const { infraBlessing } = add(InfraValidator, { model, examples });
    add(Pusher, { model, blessing, infraBlessing, destination: parameters.serving });
  },
  { engine: () => openEngine() },
);

function readPenguins(): readonly Readonly<Record<string, unknown>>[] {
  const entry = createRequire(import.meta.url).resolve('vega-datasets');
  const file = path.join(entry.slice(0, entry.lastIndexOf('vega-datasets')), 'vega-datasets', 'data', 'penguins.json');
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Readonly<Record<string, unknown>>[];
}
