import { defineComponent, parametersSchema } from '@millrace/core';
import { schemaFileUnreadable } from '../errors.ts';
import { readSchema } from './read-schema.ts';

export interface ImportSchemaParameters {
  /** The schema as JSON; relative to the working directory. */
  readonly path: string;
}

/** Brings a schema that people keep in a file into the pipeline. The content of the file counts, not its name or age. */
export const ImportSchema = defineComponent({
  name: 'ImportSchema',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: {},
  outputs: { schema: 'schema' },
  parameters: parametersSchema<ImportSchemaParameters>({
    type: 'object',
    required: ['path'],
    additionalProperties: false,
    properties: { path: { type: 'string', minLength: 1 } },
  }),
  async fingerprint({ path }) {
    const { sha256File } = await import('@millrace/core/artifacts');
    try {
      return { schema: await sha256File(path) };
    } catch (cause) {
      throw schemaFileUnreadable({ path, cause });
    }
  },
  async run({ parameters, publishPayload }) {
    return { schema: await publishPayload('schema', await readSchema(parameters.path)) };
  },
});
