import { defineComponent, parametersSchema, type Component } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { definePipeline, type PipelineBuilder } from '../define/define-pipeline.ts';
import { lintPipeline } from './lint-pipeline.ts';

const Gen = defineComponent({
  name: 'Gen',
  version: '1',
  inputs: {},
  outputs: { examples: 'examples' },
  run: () => Promise.reject(new Error('never run')),
});
const Train = defineComponent({
  name: 'Train',
  version: '1',
  inputs: { examples: 'examples', history: 'examples[]', base: 'model?' },
  outputs: { model: 'model' },
  parameters: parametersSchema<{ readonly label: string }>({
    type: 'object',
    required: ['label'],
    additionalProperties: false,
    properties: { label: { type: 'string' }, settings: {} },
  }),
  run: () => Promise.reject(new Error('never run')),
});

/** What JavaScript can do without a compiler. */
type LooseAdd = (component: Component, args?: unknown, options?: unknown) => Record<string, unknown>;
interface LooseBuilder {
  readonly add: LooseAdd;
  readonly forEach: PipelineBuilder<unknown>['forEach'];
}

const lint = async (build: (builder: LooseBuilder) => void, name = 'flights') =>
  (await lintPipeline(definePipeline(name, build as unknown as (builder: PipelineBuilder<object>) => void))).map(
    ({ code, step, message, cure }) => `${code} ${step ?? '-'}: ${message} ${cure}`,
  );

const fine = { history: [], label: 'late' };

it('finds nothing in a pipeline that is wired well, unused outputs included', async () => {
  expect(
    await lint(({ add }) => {
      const { examples } = add(Gen);
      add(Train, { ...fine, examples });
    }),
  ).toEqual([]);
});

it('says how to name what is named badly', async () => {
  expect(await lint(() => undefined, '7 flights')).toEqual([
    'wrong-name -: "7 flights" is no name of a pipeline. Begin with a letter and use letters, digits, ".", "_" and "-", at most 63.',
  ]);
  expect(await lint(({ forEach, add }) => void forEach(['ü'], String, () => add(Gen)))).toEqual([
    'wrong-name Gen/ü: "Gen/ü" is no name of a step. Use letters, digits, ".", "_" and "-" in `id` and in the keys of `forEach`; "/" joins them; at most 200 together.',
  ]);
});

it('asks for an id where two steps share a name, and for other keys inside forEach', async () => {
  expect(
    await lint(({ add }) => {
      add(Gen);
      add(Gen);
      add(Gen);
    }),
  ).toEqual([
    'duplicate-id Gen: 3 steps are named "Gen". Give all but one their own name: `add(Gen, {...}, { id: \'Gen.second\' })`.',
  ]);
  expect(
    await lint(
      ({ forEach, add }) =>
        void forEach(
          [1, 2],
          () => 'x',
          () => add(Gen),
        ),
    ),
  ).toEqual([
    'duplicate-id Gen/x: 2 steps are named "Gen/x". Give `forEach` a key that differs for every item, or the steps inside their own `id`.',
  ]);
});

it('names the input that is missing and what to pass', async () => {
  expect(await lint(({ add }) => void add(Train, { label: 'late' }))).toEqual([
    'missing-input Train: The input "examples" of step "Train" is missing. Pass an output of kind "examples".',
    'missing-input Train: The input "history" of step "Train" is missing. Pass an array of outputs of kind "examples"; it may be empty.',
  ]);
});

it('tells a whole result, a plain value and a list from one output', async () => {
  const found = await lint(({ add }) => {
    const gen = add(Gen);
    add(Train, { ...fine, examples: gen });
    add(Train, { ...fine, examples: 'rows.parquet' }, { id: 'b' });
    add(Train, { ...fine, examples: [gen['examples']] }, { id: 'c' });
    add(Train, { ...fine, examples: gen['examples'], history: [gen['examples'], 7] }, { id: 'd' });
    add(Train, { ...fine, examples: lint }, { id: 'e' });
  });
  expect(found.map((line) => line.slice(0, line.indexOf('.')))).toEqual([
    'wrong-input Train: The input "examples" of step "Train" is all outputs of a step (',
    'wrong-input b: The input "examples" of step "b" is "rows',
    'wrong-input c: The input "examples" of step "c" is an array',
    'wrong-input d: The input "history" at 1 of step "d" is 7, which is no output of a step',
    'wrong-input e: The input "examples" of step "e" is the function "lint", which is no output of a step',
  ]);
});

it('compares kinds of outputs, of items and of resolvers', async () => {
  const found = await lint(({ add }) => {
    const { examples } = add(Gen);
    const { model } = add(Train, { ...fine, examples });
    add(
      Train,
      { ...fine, examples: model, history: [model], base: { type: 'latest-artifact', kind: 'schema' } },
      { id: 'b' },
    );
  });
  expect(found).toEqual([
    'wrong-kind b: The input "examples" of step "b" takes "examples", but is given "model". Pass an output of kind "examples".',
    'wrong-kind b: The input "history" at 0 of step "b" takes "examples", but is given "model". Pass an output of kind "examples".',
    'wrong-kind b: The input "base" of step "b" takes "model", but is given "schema". Pass an output of kind "model".',
  ]);
});

it('refuses outputs of other pipelines, and of steps that are not there', async () => {
  let foreign: unknown;
  await lint(({ add }) => void (foreign = add(Gen)['examples']), 'other');
  const handMade = { type: 'output', pipeline: 'flights', step: 'Gne', port: 'examples', kind: 'examples' };
  const found = await lint(({ add }) => {
    const { examples } = add(Gen);
    add(Train, { ...fine, examples: foreign });
    add(Train, { ...fine, examples: handMade }, { id: 'b' });
    add(Train, { ...fine, examples: { ...(examples as object), port: 'exmples' } }, { id: 'c' });
  });
  expect(found).toEqual([
    'foreign-step Train: The input "examples" of step "Train" is an output of step "Gen" of the pipeline "other". Add that step to this pipeline too, or read its latest output with `latestArtifact(kind)` in its own pipeline.',
    'unknown-step b: The input "examples" of step "b" comes from "Gne", and there is no such step. Did you mean "Gen"? Known: "Gen", "b", "c", "Train".',
    'unknown-step c: The input "examples" of step "c" comes from the output "exmples" of "Gen", which has none of that name. Did you mean "examples"? Known: "examples".',
  ]);
});

it('names unknown parameters with the nearest known ones, and what the schema refuses', async () => {
  const found = await lint(({ add }) => {
    const { examples } = add(Gen, { seed: 3 });
    add(Train, { history: [], examples, lable: 'late' });
    add(Train, { history: [], examples, label: 7 }, { id: 'b' });
  });
  expect(found).toEqual([
    'unknown-parameter Gen: Step "Gen" is given "seed", which Gen does not take. None are known.',
    'unknown-parameter Train: Step "Train" is given "lable", which Train does not take. Did you mean "label"? Known: "label", "base", "examples", "history", "settings".',
    'wrong-parameter Train: The parameters of step "Train" are not valid: the value must have required property \'label\'. See the parameters of Train in its documentation.',
    'wrong-parameter b: The parameters of step "b" are not valid: /label must be string. See the parameters of Train in its documentation.',
  ]);
});

it('refuses parameters that JSON would lose, and takes objects with methods', async () => {
  const withSettings = (settings: unknown) =>
    lint(({ add }) => {
      const { examples } = add(Gen);
      add(Train, { ...fine, examples, settings });
    });
  const learner = { name: 'trees', settings: { trees: 5 }, fit: () => Promise.resolve() };
  expect(await withSettings(learner)).toEqual([]);
  for (const lost of [() => 1, new Map(), { deep: [new Set()] }, new Float64Array(2), Number.NaN, 10n]) {
    expect(await withSettings(lost), typeof lost).toHaveLength(1);
  }
  expect((await withSettings({ deep: [new Map()] }))[0]).toContain(
    'parameter-not-json Train: A parameter of step "Train" has no JSON form: settings.deep[0] is a Map. Pass plain data',
  );
  expect((await withSettings(Number.NaN))[0]).toContain('NaN at $.settings');
});

it('checks the options of a step', async () => {
  const found = await lint(({ add }) => {
    const { examples } = add(Gen, {}, { retries: 3, maxRetries: -1, timeoutMs: 0 });
    add(Train, { ...fine, examples }, { when: { output: 'Gen', property: 'blessed', equals: true } });
  });
  expect(found).toEqual([
    'wrong-option Gen: "retries" is no option of step "Gen". Known: "maxRetries", "id", "when", "timeoutMs".',
    'wrong-option Gen: -1 cannot be the `maxRetries` of step "Gen". Pass a whole number from 0.',
    'wrong-option Gen: 0 cannot be the `timeoutMs` of step "Gen". Pass milliseconds, more than 0 and at most 2147483647.',
    'wrong-input Train: The condition `when` of step "Train" is "Gen", which is no output of a step. Pass one output that `add` returned.',
  ]);
});

it('finds steps that wait for each other', async () => {
  const output = (step: string) => ({ type: 'output', pipeline: 'flights', step, port: 'model', kind: 'model' });
  const { examples } = { examples: { ...output('Gen'), port: 'examples', kind: 'examples' } };
  const found = await lint(({ add }) => {
    add(Gen);
    add(Train, { ...fine, examples, base: output('b') }, { id: 'a' });
    add(Train, { ...fine, examples, base: output('a') }, { id: 'b' });
    add(Train, { ...fine, examples, base: output('c') }, { id: 'c' });
  });
  expect(found).toEqual([
    'cycle a: Steps wait for each other: "a" needs "b" needs "a". Take one of these inputs away; use `latestArtifact` for what an earlier run gave.',
    'cycle c: Steps wait for each other: "c" needs "c". Take one of these inputs away; use `latestArtifact` for what an earlier run gave.',
  ]);
});

it('throws at once for what is no component, naming what came instead', async () => {
  await expect(lint(({ add }) => void add(undefined as never))).rejects.toThrow(
    'The pipeline "flights" adds something that is not a component: undefined.',
  );
  await expect(
    lint(() => {
      throw new TypeError('no such file');
    }),
  ).rejects.toMatchObject({
    code: 'PIPELINE_BUILD_FAILED',
    message: expect.stringContaining('no such file') as string,
  });
});

describe('parameters of the run', () => {
  const lintWith = async (
    build: (parameters: Record<string, unknown>, builder: LooseBuilder) => unknown,
    given: object,
  ) =>
    (
      await lintPipeline(
        definePipeline<object>('flights', (builder) =>
          build(builder.parameters as Record<string, unknown>, builder as unknown as LooseBuilder),
        ),
        given,
      )
    ).map(({ code, step, message, cure }) => `${code} ${step ?? '-'}: ${message} ${cure}`);

  it('that the build does not look at are named, with the nearest that it does', async () => {
    expect(await lintWith(({ week, trees }) => [week, trees], { wek: '2001-06-18', trees: 200 })).toEqual([
      'unread-parameter -: The pipeline "flights" is given the parameter "wek" and does not read it. Did you mean "week"? Known: "week", "trees".',
    ]);
    expect(await lintWith(() => undefined, { week: 3 })).toEqual([
      'unread-parameter -: The pipeline "flights" is given the parameter "week" and does not read it. Leave it out: this pipeline reads none.',
    ]);
  });

  it.each<[string, (parameters: Record<string, unknown>, builder: LooseBuilder) => unknown]>([
    ['asks whether they are there', (parameters) => ['week' in parameters, Object.hasOwn(parameters, 'trees')]],
    ['copies them', (parameters) => ({ ...parameters })],
    ['hands them on', (parameters, { add }) => void add(Train, { ...fine, ...add(Gen), settings: parameters })],
  ])('count as looked at when the build %s', async (_, build) => {
    expect(await lintWith(build, { week: '2001-06-18', trees: 200, absent: undefined })).toEqual([]);
  });
});
