import { defineComponent, parametersSchema, type Component } from '@millrace/core';
import { writeWindow, type WindowOptions } from './assemble-window.ts';

/**
 * Puts examples of several spans together: all splits of `train` become the split `train`, those of `eval` the split
 * `eval`. `known` keeps the rows of `train` whose outcome was known by then; how many were left out is a property.
 */
export const TrainingWindow: Component<
  { readonly train: 'examples[]'; readonly eval: 'examples[]' },
  { readonly examples: 'examples' },
  WindowOptions
> = defineComponent({
  name: 'TrainingWindow',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { train: 'examples[]', eval: 'examples[]' },
  outputs: { examples: 'examples' },
  parameters: parametersSchema<WindowOptions>({
    type: 'object',
    additionalProperties: false,
    properties: {
      known: {
        type: 'object',
        required: ['column', 'atMost'],
        additionalProperties: false,
        properties: { column: { type: 'string', minLength: 1 }, atMost: { type: 'number' } },
      },
    },
  }),
  async run({ inputs, parameters, publish, engine, signal, onProgress }) {
    const examples = await publish('examples', async (directory) => {
      const properties = await writeWindow(inputs, { ...parameters, engine: await engine(), directory, signal });
      onProgress(`${properties['rowCount']} rows, ${properties['droppedRowCount']} not known yet`, 1);
      return properties;
    });
    return { examples };
  },
});
