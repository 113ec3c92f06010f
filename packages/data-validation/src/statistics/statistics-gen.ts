import { defineComponent, parametersSchema } from '@millrace/core';
import { computeStatistics } from './compute-statistics.ts';

export interface StatisticsGenParameters {
  /** Columns to describe. @defaultValue all */
  readonly columns?: readonly string[] | undefined;
  /** Splits that are not looked at. @defaultValue none */
  readonly excludeSplits?: readonly string[] | undefined;
  /** Buckets of the equal-width histogram. @defaultValue 10 */
  readonly histogramBucketCount?: number | undefined;
  /** Columns of at most so many distinct values list all of them. @defaultValue 2000 */
  readonly valueCountLimit?: number | undefined;
}

/** Computes the statistics of every split of examples. */
export const StatisticsGen = defineComponent({
  name: 'StatisticsGen',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { examples: 'examples' },
  outputs: { statistics: 'statistics' },
  parameters: parametersSchema<StatisticsGenParameters>({
    type: 'object',
    additionalProperties: false,
    properties: {
      columns: { type: 'array', items: { type: 'string' }, minItems: 1 },
      excludeSplits: { type: 'array', items: { type: 'string' } },
      histogramBucketCount: { type: 'integer', minimum: 1, maximum: 1000 },
      valueCountLimit: { type: 'integer', minimum: 20, maximum: 1_000_000 },
    },
  }),
  async run({ inputs, parameters, publishPayload, engine, signal, onProgress }) {
    const { readPayload } = await import('@millrace/core/artifacts');
    const { excludeSplits = [], ...options } = parameters;
    const { splits, span, version } = await readPayload(inputs.examples);
    const statistics = await computeStatistics(inputs.examples, {
      ...options,
      splits: Object.keys(splits).filter((split) => !excludeSplits.includes(split)),
      engine: await engine(),
      signal,
      onProgress,
    });
    return { statistics: await publishPayload('statistics', statistics, { span, version }) };
  },
});
