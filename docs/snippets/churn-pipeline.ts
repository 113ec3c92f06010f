// #region features
import { ExampleGen, csv, openEngine } from '@millrace/data';
import { ExampleValidator, SchemaGen, StatisticsGen } from '@millrace/data-validation';
import { Evaluator } from '@millrace/evaluator';
import { defineFeatures, log1p, number, text, vocabulary, zScore } from '@millrace/features';
import { definePipeline, latestBlessedModel } from '@millrace/pipeline';
import { InfraValidator, Pusher } from '@millrace/serving';
import { Trainer, gradientBoostedTrees } from '@millrace/trainer';
import { Transform } from '@millrace/transform';

const features = defineFeatures({
  visits: log1p(number('visits')),
  age: zScore(number('age')),
  country: vocabulary(text('country')),
  churned: number('churned'),
});
// #endregion features

// #region pipeline
export default definePipeline(
  'churn',
  ({ add }) => {
    const { examples } = add(ExampleGen, { source: csv('customers.csv'), split: { train: 4, eval: 1 } });
    const { statistics } = add(StatisticsGen, { examples });
    const { schema } = add(SchemaGen, { statistics });
    const { anomalies } = add(ExampleValidator, { statistics, schema, failOn: 'error' });
    const { transform } = add(Transform, { examples, schema, anomalies, features });
    const { model } = add(Trainer, {
      examples,
      transform,
      learner: gradientBoostedTrees({ trees: 50 }),
      label: 'churned',
    });
    const { blessing } = add(Evaluator, {
      examples,
      model,
      baseline: latestBlessedModel(),
      slices: [{}, { keys: ['country'] }],
      thresholds: [
        { metric: 'rocAuc', min: 0.7 },
        { metric: 'logLoss', change: { direction: 'lower', absolute: 0.01 } },
      ],
    });
    const { infraBlessing } = add(InfraValidator, { model, examples });
    add(Pusher, { model, blessing, infraBlessing, destination: 'serving/churn' });
  },
  { engine: () => openEngine() },
);
// #endregion pipeline
