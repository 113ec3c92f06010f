import { expect, it } from 'vitest';
import { checkParameters, defineComponent, parametersSchema, parsePort } from './component.ts';

const declaration = {
  name: 'RowCounter',
  version: '1',
  inputs: { examples: 'examples' },
  outputs: {},
  run: () => Promise.resolve({}),
} as const;

it('refuses names that clash and names that are no nouns', () => {
  const parameters = parametersSchema<{ examples: string }>({
    type: 'object',
    properties: { examples: { type: 'string' } },
  });
  expect(() => defineComponent({ ...declaration, parameters })).toThrow('"examples" is both an input and a parameter');
  expect(() => defineComponent({ ...declaration, name: 'count-rows' })).toThrow('its name is not a PascalCase noun');
});

it('checks parameters against the declared schema, naming each problem', () => {
  const parameters = parametersSchema<{ limit: number }>({
    type: 'object',
    additionalProperties: false,
    required: ['limit'],
    properties: { limit: { type: 'integer', minimum: 1 } },
  });
  const component = defineComponent({ ...declaration, parameters });
  expect(() => checkParameters(component, { limit: 5 })).not.toThrow();
  expect(() => checkParameters(component, { limit: 0, limt: 3 })).toThrow(
    'The parameters of RowCounter are not valid: the value must NOT have additional properties ("limt"); /limit must be >= 1.',
  );
  expect(() => checkParameters(defineComponent(declaration), { any: 1 })).toThrow('additional properties ("any")');
});

it('reads ports', () => {
  expect(parsePort('model' as never)).toEqual({ kind: 'model', isOptional: false, isList: false });
  expect(parsePort('examples?' as never)).toEqual({ kind: 'examples', isOptional: true, isList: false });
  expect(parsePort('examples[]')).toEqual({ kind: 'examples', isOptional: false, isList: true });
});
