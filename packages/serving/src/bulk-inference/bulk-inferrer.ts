import { defineComponent, parametersSchema, type InferenceResultPayload } from '@millrace/core';
import { readPayload, verifyArtifact, writePayload } from '@millrace/core/artifacts';
import { inferExamples } from './infer-examples.ts';

export interface BulkInferrerParameters {
  /** @defaultValue all */
  readonly splits?: readonly string[] | undefined;
  /** Columns of the examples that are kept beside the predictions. @defaultValue all */
  readonly keyColumns?: readonly string[] | undefined;
}

const names = { type: 'array', items: { type: 'string' }, uniqueItems: true } as const;

const parameters = parametersSchema<BulkInferrerParameters>({
  type: 'object',
  additionalProperties: false,
  properties: { splits: names, keyColumns: names },
});

/**
 * Predicts examples in bulk, into Parquet. With a `blessing` that says no, nothing is predicted: the step succeeds and
 * its output, without splits, has the property `predicted: false`.
 */
export const BulkInferrer = defineComponent({
  name: 'BulkInferrer',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { model: 'model', examples: 'examples', blessing: 'modelBlessing?' },
  outputs: { inferenceResult: 'inferenceResult' },
  parameters,
  async run({ inputs: { model, examples, blessing }, parameters: given, engine, publish, signal, onProgress, logger }) {
    const isBlessed = blessing === undefined || blessing.properties['blessed'] === true;
    if (!isBlessed) logger.warn('BulkInferrer: the model is not blessed, so nothing is predicted.');
    const write = async (directory: string): Promise<Pick<InferenceResultPayload, 'columns' | 'splits'>> => {
      if (!isBlessed) return { columns: [], splits: {} };
      await verifyArtifact(examples);
      const { openModel } = await import('@millrace/model');
      await using predictor = await openModel(model);
      return inferExamples({
        ...given,
        engine: await engine(),
        predictor,
        examples: await readPayload(examples),
        examplesDirectory: examples.path,
        directory,
        signal,
        onProgress: ({ split, rowCount }) => onProgress(`${split}: ${rowCount} rows`),
      });
    };
    const inferenceResult = await publish('inferenceResult', async (directory) => {
      const { columns, splits } = await write(directory);
      const digests = { model: model.digest, examples: examples.digest };
      await writePayload('inferenceResult', { specVersion: 1, columns, splits, ...digests }, directory);
      const rowCount = Object.values(splits).reduce((sum, split) => sum + split.rowCount, 0);
      return { predicted: isBlessed, rowCount, model: model.digest };
    });
    return { inferenceResult };
  },
});
