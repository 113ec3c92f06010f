import { expectTypeOf } from 'vitest';
import { defineComponent, parametersSchema, type Artifact, type Component } from '@millrace/core';

const Counter = defineComponent({
  name: 'Counter',
  version: '1',
  inputs: { examples: 'examples', more: 'examples[]', base: 'transformedExamples?' },
  outputs: { transformed: 'transformedExamples' },
  parameters: parametersSchema<{ readonly limit: number }>({
    type: 'object',
    properties: { limit: { type: 'number' } },
  }),
  async run({ inputs, parameters }) {
    expectTypeOf(inputs.examples).toEqualTypeOf<Artifact<'examples'>>();
    expectTypeOf(inputs.more).toEqualTypeOf<readonly Artifact<'examples'>[]>();
    expectTypeOf(inputs.base).toEqualTypeOf<Artifact<'transformedExamples'> | undefined>();
    expectTypeOf(parameters.limit).toEqualTypeOf<number>();
    return Promise.resolve({ transformed: inputs.base! });
  },
});

// A list of components of different ports exists.
export const components: readonly Component[] = [Counter];

defineComponent({
  name: 'Wrong',
  version: '1',
  inputs: {},
  outputs: { transformed: 'transformedExamples' },
  // @ts-expect-error an output of another kind than declared
  async run({ publish }) {
    return { transformed: await publish('examples', async () => Promise.resolve()) };
  },
});

defineComponent({
  name: 'Typo',
  version: '1',
  // @ts-expect-error "exampels" is not a kind
  inputs: { examples: 'exampels' },
  outputs: {},
  run: async () => Promise.resolve({}),
});
