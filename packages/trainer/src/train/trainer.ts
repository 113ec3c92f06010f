import { defineComponent, parametersSchema, type Learner, type Task } from '@millrace/core';

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
  run: async (context) => (await import('./run-trainer.ts')).runTrainer(context),
});
