import { defineComponent, parametersSchema, type Component } from '@millrace/core';
import type { Source } from '../source/source.ts';
import { fingerprintSource } from './fingerprint-source.ts';
import { writeSourceExamples, type ExampleGenOptions, type SourceSplits } from './generate-examples.ts';

export interface ExampleGenParameters extends ExampleGenOptions {
  /** Where the rows come from; or a source for each split, by name. */
  readonly source: Source | SourceSplits;
}

/**
 * Reads a source into examples. Outputs one artifact with the properties `span`, `version` and `rowCount`; it runs again
 * when the content of a source file changed, and not when only its time did.
 */
export const ExampleGen: Component<
  Readonly<Record<never, never>>,
  { readonly examples: 'examples' },
  ExampleGenParameters
> = defineComponent({
  name: 'ExampleGen',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: {},
  outputs: { examples: 'examples' },
  parameters: parametersSchema<ExampleGenParameters>({
    type: 'object',
    required: ['source'],
    additionalProperties: false,
    properties: {
      source: { type: 'object', minProperties: 1 },
      span: {
        anyOf: [
          { type: 'integer' },
          { type: 'string' },
          {
            type: 'object',
            additionalProperties: false,
            properties: { from: { type: ['integer', 'string'] }, to: { type: ['integer', 'string'] } },
          },
          {
            type: 'object',
            required: ['last'],
            additionalProperties: false,
            properties: { last: { type: 'integer', minimum: 1 } },
          },
        ],
      },
      version: { type: 'integer', minimum: 0 },
      split: { type: 'object', minProperties: 1, additionalProperties: { type: 'integer', minimum: 1 } },
      splitBy: { type: 'string', minLength: 1 },
    },
  }),
  fingerprint: ({ source, span, version }) => fingerprintSource(source, { span, version }),
  async run({ parameters, publish, engine, signal, onProgress }) {
    const { source, ...options } = parameters;
    const examples = await publish('examples', async (directory) => {
      const properties = await writeSourceExamples(source, { ...options, engine: await engine(), directory, signal });
      onProgress(`${properties['rowCount']} rows`, 1);
      return properties;
    });
    return { examples };
  },
});
