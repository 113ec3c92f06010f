import { checkParameters, defineComponent, type Component } from '@millrace/core';
import { defineFeatures, flag, number, text, vocabulary, zScore } from '@millrace/features';
import { definePipeline, planOf, runPipeline, type PipelineBuilder } from '@millrace/pipeline';
import { fitTransform } from '@millrace/transform';
import type { MistakeTable } from './mistake.ts';

const never = (): Promise<never> => Promise.reject(new Error('never run'));
const Gen = defineComponent({ name: 'Gen', version: '1', inputs: {}, outputs: { examples: 'examples' }, run: never });
const Learn = defineComponent({
  name: 'Learn',
  version: '1',
  inputs: { examples: 'examples' },
  outputs: { model: 'model' },
  run: never,
});

/** `add` as JavaScript sees it. */
type LooseAdd = (component: unknown, args?: unknown, options?: unknown) => Record<string, unknown>;
const plan = (
  build: (add: LooseAdd, builder: PipelineBuilder<object>) => unknown,
  given: object = {},
): Promise<unknown> =>
  planOf(
    definePipeline<object>('flights', (builder) => build(builder.add as unknown as LooseAdd, builder)),
    given,
  );
const flights = [
  { origin: 'ABQ', distance: 100, late: true },
  { origin: 'SEA', distance: 700, late: false },
];

/** Features and pipelines that cannot be meant. */
export const wiringMistakes: MistakeTable = {
  area: 'Features and pipelines',
  mistakes: [
    {
      mistake: 'A feature of a column that is not there',
      run: () => fitTransform(flights, defineFeatures({ far: zScore(number('distanse')), late: flag('late') })),
      code: 'CORE_UNKNOWN_COLUMN',
      says: ['"distanse"'],
      cure: 'Did you mean "distance"?',
    },
    {
      mistake: 'A text as a number',
      run: () => fitTransform(flights, defineFeatures({ origin: number('origin') })),
      code: 'TRANSFORM_WRONG_COLUMN_TYPE',
      says: ['"origin"', 'string'],
      cure: 'leaf',
    },
    {
      mistake: 'An operator on what it does not take',
      run: () => defineFeatures({ origin: zScore(text('origin') as never) }),
      code: 'FEATURES_WRONG_OPERAND',
      says: ['Feature "origin"', 'zScore'],
      cure: '`vocabulary`',
    },
    {
      mistake: 'A misspelt setting of a feature',
      run: () => defineFeatures({ origin: vocabulary(text('origin'), { sise: 10 } as object) }),
      code: 'CORE_UNKNOWN_OPTION',
      says: ['`vocabulary`', '`sise`'],
      cure: 'Did you mean "size"?',
    },
    {
      mistake: 'An artifact of another kind, from JavaScript',
      run: () =>
        plan((add) => {
          const { model } = add(Learn, add(Gen));
          add(Learn, { examples: model }, { id: 'Again' });
        }),
      code: 'PIPELINE_INVALID',
      says: ['input "examples" of step "Again" takes "examples", but is given "model"'],
      cure: 'Pass an output of kind "examples"',
    },
    {
      mistake: 'All outputs of a step instead of one',
      run: () => plan((add) => add(Learn, { examples: add(Gen) })),
      code: 'PIPELINE_INVALID',
      says: ['is all outputs of a step (.examples) instead of one'],
      cure: 'const { examples } = add(...)',
    },
    {
      mistake: 'An input that is left out',
      run: () => plan((add) => add(Learn, {})),
      code: 'PIPELINE_INVALID',
      says: ['The input "examples" of step "Learn" is missing'],
      cure: 'Pass an output of kind "examples"',
    },
    {
      mistake: 'A misspelt input',
      run: () => plan((add) => add(Learn, { exampels: add(Gen)['examples'] })),
      code: 'PIPELINE_INVALID',
      says: ['Step "Learn" is given "exampels"'],
      cure: 'Did you mean "examples"?',
    },
    {
      mistake: 'Two steps of one name',
      run: () =>
        plan((add) => {
          add(Gen);
          add(Gen);
        }),
      code: 'PIPELINE_INVALID',
      says: ['2 steps are named "Gen"'],
      cure: "{ id: 'Gen.second' }",
    },
    {
      mistake: 'Steps that wait for each other',
      run: () =>
        plan((add) => {
          const reference = { type: 'output', pipeline: 'flights', step: 'Learn', port: 'model', kind: 'model' };
          add(Learn, { examples: { ...reference, step: 'Again', port: 'model' } });
          add(Learn, { examples: reference }, { id: 'Again' });
        }),
      code: 'PIPELINE_INVALID',
      says: ['Steps wait for each other: "Learn" needs "Again" needs "Learn"'],
      cure: '`latestArtifact`',
    },
    {
      mistake: 'The output of another pipeline',
      run: async () => {
        let examples: unknown;
        const other = definePipeline('others', ({ add }) => void ({ examples } = add(Gen, {})));
        await planOf(other);
        return plan((add) => add(Learn, { examples }));
      },
      code: 'PIPELINE_INVALID',
      says: ['is an output of step "Gen" of the pipeline "others"'],
      cure: '`latestArtifact(kind)`',
    },
    {
      mistake: 'A step of something that is no component',
      run: () => plan((add) => add({ name: 'Gen' })),
      code: 'PIPELINE_NOT_A_COMPONENT',
      says: ['an object with name'],
      cure: '`defineComponent`',
    },
    {
      mistake: 'A parameter that a component does not take',
      run: () => checkParameters(Learn as Component, { label: 'late' }),
      code: 'CORE_INVALID_PARAMETERS',
      says: ['The parameters of Learn', '"label"'],
      cure: 'documentation',
    },
    {
      mistake: 'A parameter that the pipeline does not read',
      run: () => plan((_, { parameters }) => Reflect.get(parameters, 'week'), { wek: '2001-06-18' }),
      code: 'PIPELINE_INVALID',
      says: ['is given the parameter "wek" and does not read it'],
      cure: 'Did you mean "week"?',
    },
    {
      mistake: 'A misspelt option of a run',
      run: () =>
        runPipeline(
          definePipeline('flights', () => undefined),
          { dirctory: 'x' } as object,
        ),
      code: 'CORE_UNKNOWN_OPTION',
      says: ['`runPipeline` has no option `dirctory`'],
      cure: 'Did you mean "directory"?',
    },
    {
      mistake: 'A step to begin with that is not there',
      run: (place) =>
        runPipeline(
          definePipeline('flights', ({ add }) => void add(Gen, {})),
          { directory: place, from: 'Gne' },
        ),
      code: 'PIPELINE_UNKNOWN_STEP',
      says: ['`from` names "Gne"'],
      cure: 'Did you mean "Gen"?',
    },
    {
      mistake: 'A file where the state of the project belongs',
      files: { state: '' },
      run: (place) =>
        runPipeline(
          definePipeline('flights', () => undefined),
          { directory: `${place}/state` },
        ),
      code: 'METADATA_NOT_A_STORE',
      says: ['state/metadata.db cannot be opened'],
      cure: 'A file stands where the folder of the store belongs',
    },
  ],
};
