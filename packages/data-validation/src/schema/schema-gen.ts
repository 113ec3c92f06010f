import { defineComponent, parametersSchema } from '@millrace/core';
import { inferSchema } from './infer-schema.ts';

export interface SchemaGenParameters {
  /** Text columns of at most so many distinct values get them as their domain. @defaultValue 100 */
  readonly maxStringDomainSize?: number | undefined;
  /** Whether lists that all have one length get that length as their shape. @defaultValue true */
  readonly inferShape?: boolean | undefined;
  /** Splits that are not looked at. @defaultValue none */
  readonly excludeSplits?: readonly string[] | undefined;
}

/** Infers a first schema from statistics. A person reads it, edits it, and imports it with `ImportSchema` from then on. */
export const SchemaGen = defineComponent({
  name: 'SchemaGen',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { statistics: 'statistics' },
  outputs: { schema: 'schema' },
  parameters: parametersSchema<SchemaGenParameters>({
    type: 'object',
    additionalProperties: false,
    properties: {
      maxStringDomainSize: { type: 'integer', minimum: 0 },
      inferShape: { type: 'boolean' },
      excludeSplits: { type: 'array', items: { type: 'string' } },
    },
  }),
  async run({ inputs, parameters, publishPayload }) {
    const { readPayload } = await import('@millrace/core/artifacts');
    const { maxStringDomainSize, inferShape, excludeSplits = [] } = parameters;
    const statistics = await readPayload(inputs.statistics);
    const splits = Object.keys(statistics.splits).filter((split) => !excludeSplits.includes(split));
    return {
      schema: await publishPayload('schema', inferSchema(statistics, { maxStringDomainSize, inferShape, splits })),
    };
  },
});
