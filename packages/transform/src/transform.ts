import { defineComponent, parametersSchema } from '@millrace/core';
import type { FeatureSet } from '@millrace/features';

export interface TransformParameters {
  /** What `defineFeatures` gave. */
  readonly features: FeatureSet;
  /** The split that the analyzers read. @defaultValue 'train' */
  readonly analyzeSplit?: string | undefined;
}

/**
 * Fits the features on one split and applies them to all. `transform` holds the fitted graph (`transform-graph.json` and its
 * vocabularies); `transformedExamples` holds the outputs of every split, row for row in the order of the examples.
 * Given a schema, the columns that the features read must be in it, with types that they read; given anomalies, the step
 * waits for the validation that found them.
 */
export const Transform = defineComponent({
  name: 'Transform',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { examples: 'examples', schema: 'schema?', anomalies: 'anomalies?' },
  outputs: { transform: 'transformGraph', transformedExamples: 'transformedExamples' },
  parameters: parametersSchema<TransformParameters>({
    type: 'object',
    required: ['features'],
    additionalProperties: false,
    properties: { features: { type: 'object' }, analyzeSplit: { type: 'string' } },
  }),
  run: async (context) => (await import('./run-transform.ts')).runTransform(context),
});
