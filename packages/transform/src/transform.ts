import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defineComponent, parametersSchema } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { checkFeatures, graphToFiles, requiredColumns, type FeatureSet } from '@millrace/features';
import { writeTransformed } from './apply/write-transformed.ts';
import { checkSchemaColumns } from './check-schema-columns.ts';
import { fitTransform } from './fit/fit-transform.ts';

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
  async run({ inputs: { examples, schema }, parameters, publish, signal, onProgress, ...context }) {
    const { analyzeSplit = 'train' } = parameters;
    const features = checkFeatures(parameters.features);
    const engine = await context.engine();
    onProgress(`Analysing the split "${analyzeSplit}"`, 0);
    const graph = await fitTransform(examples, features, { engine, split: analyzeSplit, signal });
    if (schema !== undefined) checkSchemaColumns(requiredColumns(graph), await readPayload(schema));
    const transform = await publish('transformGraph', async (directory) => {
      for (const [name, bytes] of Object.entries(graphToFiles(graph)))
        await writeFile(path.join(directory, name), bytes);
    });
    onProgress('Transforming all splits', 0.5);
    const transformedExamples = await publish('transformedExamples', async (directory) => {
      const { span, version, splits } = await writeTransformed(examples, { engine, graph, directory, signal });
      return { span, version, rowCount: Object.values(splits).reduce((sum, { rowCount }) => sum + rowCount, 0) };
    });
    return { transform, transformedExamples };
  },
});
