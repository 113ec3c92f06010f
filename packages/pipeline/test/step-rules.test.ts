import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { defineComponent, parametersSchema, type Engine } from '@millrace/core';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { definePipeline, planOf, runPipeline } from '@millrace/pipeline';
import { publishText, samplePipeline, sampleShapes } from '../src/testing/sample-pipeline.ts';
import { useTemporaryDirectory } from './fixtures/temporary-directory.ts';

const directory = useTemporaryDirectory();

const Text = defineComponent({
  name: 'Text',
  version: '1',
  inputs: { texts: 'examples[]' },
  outputs: { text: 'examples' },
  parameters: parametersSchema<{ readonly text: string }>({ type: 'object', properties: { text: { type: 'string' } } }),
  run: async ({ publish, parameters }) => ({ text: await publishText(publish, parameters.text) }),
});

it('plans as plain JSON', async () => {
  const pipeline = definePipeline('golden', ({ add, forEach }) => {
    const lanes = forEach(['w1', 'w2'], String, (week) => {
      const { text } = add(Text, { texts: [], text: week });
      return forEach(
        [1, 2],
        String,
        (part) => add(Text, { texts: [text], text: `${week}.${part}` }, { id: 'Part' }).text,
      );
    });
    const first = lanes[0]![0]!;
    add(
      Text,
      { texts: lanes.flat(), text: 'all' },
      { maxRetries: 1, timeoutMs: 1000, when: { output: first, property: 'length', equals: 4 } },
    );
  });
  const plan = await planOf(pipeline);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  await expect(`${JSON.stringify(plan, null, 2)}\n`).toMatchFileSnapshot('golden/plan.json');
});

it('scopes the steps of bodies that are asynchronous too', async () => {
  const pipeline = definePipeline('scoped', async ({ add, forEach }) => {
    await Promise.all(
      forEach(['slow', 'quick'], String, async (key) => {
        await new Promise((resolve) => setTimeout(resolve, key === 'slow' ? 20 : 1));
        add(Text, { texts: [], text: key });
      }),
    );
  });
  expect((await planOf(pipeline)).steps.map(({ id }) => id)).toEqual(['Text/quick', 'Text/slow']);
});

it('skips a step whose condition does not hold, and what depends on it, and is complete all the same', async () => {
  const pipeline = definePipeline<{ readonly wanted: number }>('conditional', ({ add, parameters }) => {
    const { text } = add(Text, { texts: [], text: 'abc' });
    const when = { output: text, property: 'length', equals: parameters.wanted };
    const second = add(Text, { texts: [], text: 'then' }, { id: 'Then', when });
    add(Text, { texts: [second.text], text: 'after' }, { id: 'After' });
  });
  const states = async (wanted: number) => {
    const { state, steps } = await runPipeline(pipeline, { directory: directory(), parameters: { wanted } });
    return [state, ...steps.map((step) => step.state)];
  };
  expect(await states(4)).toEqual(['complete', 'complete', 'skipped', 'skipped']);
  expect(await states(3)).toEqual(['complete', 'cached', 'complete', 'complete']);
});

it('refuses outputs that are missing or of another kind, naming the port', async () => {
  const Liar = defineComponent({ ...Text, name: 'Liar', run: () => Promise.resolve({} as never) });
  const Mixer = defineComponent({
    ...Text,
    name: 'Mixer',
    run: async ({ publish }) => ({ text: (await publish('schema', async () => undefined)) as never }),
  });
  const pipeline = definePipeline('liars', ({ add }) => {
    add(Liar, { texts: [], text: '' });
    add(Mixer, { texts: [], text: '' });
  });
  const { state, steps } = await runPipeline(pipeline, { directory: directory() });
  expect(state).toBe('failed');
  expect(steps.map(({ error }) => error?.message)).toEqual([
    'Step "Liar" gave nothing that was published at its output "text", which is of kind "examples".',
    'Step "Mixer" gave an artifact of kind "schema" at its output "text", which is of kind "examples".',
  ]);
});

it('names the step where foreign code threw, and keeps its stack and cause', async () => {
  const cause = new RangeError('no such row');
  const Thrower = defineComponent({ ...Text, name: 'Thrower', run: () => Promise.reject(cause) });
  const pipeline = definePipeline('throwing', ({ add }) => void add(Thrower, { texts: [], text: '' }));
  const { steps } = await runPipeline(pipeline, { directory: directory() });
  expect(steps[0]!.error).toMatchObject({
    code: 'PIPELINE_STEP_FAILED',
    message: 'Step "Thrower" (Thrower) failed: no such row',
    cause,
    details: { step: 'Thrower', stack: expect.stringContaining('step-rules.test.ts') as string },
  });
});

it('opens the engine once for all steps, closes it, and says so when there is none', async () => {
  let [opened, closed] = [0, 0];
  const engine = { [Symbol.asyncDispose]: () => Promise.resolve(void (closed += 1)) } as unknown as Engine;
  const Asker = defineComponent({
    ...Text,
    name: 'Asker',
    run: async ({ engine: open, publish, parameters }) => {
      await open();
      return { text: await publishText(publish, parameters.text) };
    },
  });
  const build = ({ add, forEach }: Parameters<Parameters<typeof definePipeline>[1]>[0]): void =>
    void forEach(['a', 'b', 'c'], String, (text) => add(Asker, { texts: [], text }));
  const without = await runPipeline(definePipeline('engines', build), { directory: directory() });
  expect(without.steps[0]!.error?.code).toBe('PIPELINE_NO_ENGINE');
  const open = (): Promise<Engine> => Promise.resolve(void (opened += 1)).then(() => engine);
  const result = await runPipeline(definePipeline('engines', build, { engine: open }), { directory: directory() });
  expect(result.state).toBe('complete');
  expect([opened, closed]).toEqual([1, 1]);
});

it('makes the fingerprint, the seed and the version part of the key', async () => {
  const file = path.join(directory(), 'source.txt');
  await writeFile(file, 'one');
  const make = (version: string) =>
    defineComponent({
      ...Text,
      name: 'Reader',
      version,
      fingerprint: async () => ({ source: await readFile(file, 'utf8') }),
      run: async ({ publish, seed }) => ({
        text: await publishText(publish, `${await readFile(file, 'utf8')}${seed}`),
      }),
    });
  const run = async (version = '1', seed = 0) => {
    const pipeline = definePipeline('reading', ({ add }) => void add(make(version), { texts: [], text: '' }));
    return (await runPipeline(pipeline, { directory: directory(), seed })).steps[0]!;
  };
  expect((await run()).reason).toEqual({ type: 'never-ran' });
  expect((await run()).state).toBe('cached');
  await writeFile(file, 'two');
  expect((await run()).reason).toMatchObject({ changes: [{ part: 'fingerprint', name: 'source' }] });
  expect((await run('2')).reason).toMatchObject({ changes: [{ part: 'version', before: '1', after: '2' }] });
  expect((await run('2', 7)).reason).toMatchObject({ changes: [{ part: 'seed', before: 0, after: 7 }] });
});

it('records runs, executions, reasons and lineage, with paths that survive a move of the directory', async () => {
  const parameters = { steps: sampleShapes['chain']! };
  const { runId, steps } = await runPipeline(samplePipeline, { directory: directory(), parameters });
  const store = await createSqliteMetadataStore(path.join(directory(), 'metadata.db'));
  const run = await store.getRun(runId);
  expect(run).toMatchObject({ pipeline: 'sample', state: 'complete', properties: { parameters, seed: 0 } });
  const executions = await store.listExecutions({ runId });
  expect(executions.map(({ step, state }) => [step, state])).toEqual(
    ['d', 'c', 'b', 'a'].map((step) => [step, 'complete']),
  );
  const start = { digest: steps[3]!.outputs['text']!.digest };
  const lineage = await store.readLineage({ start, direction: 'upstream' });
  expect(lineage.executions.map(({ step }) => step)).toEqual(['a', 'b', 'c', 'd']);
  expect(lineage.artifacts[0]!.path).toMatch(/^artifacts\/examples\/[0-9a-f]{32}$/);
  await store[Symbol.asyncDispose]();
});

it('refuses options that make no sense', async () => {
  const parameters = { steps: [] };
  const run = (options: object) => runPipeline(samplePipeline, { directory: directory(), parameters, ...options });
  await expect(run({ concurrency: 0 })).rejects.toThrow('`concurrency` is 0.');
  await expect(run({ seed: 0.5 })).rejects.toThrow('`seed` is 0.5.');
  const module = new URL('../src/testing/sample-pipeline.ts', import.meta.url);
  await expect(run({ module, engine: () => Promise.reject(new Error('never')) })).rejects.toMatchObject({
    code: 'PIPELINE_ENGINE_NOT_SHARED',
  });
  await expect(runPipeline({} as never)).rejects.toMatchObject({ code: 'PIPELINE_NOT_A_PIPELINE' });
});

it('fails a partial run over a damaged artifact whose step it cannot repeat, and mends it in a whole run', async () => {
  const run = (from?: string) =>
    runPipeline(samplePipeline, {
      directory: directory(),
      parameters: { steps: sampleShapes['chain']! },
      from,
      force: 'c',
    });
  const first = await run();
  await writeFile(path.join(first.steps[1]!.outputs['text']!.path, 'all.parquet'), 'B(a())');
  const partial = await run('c');
  expect(partial.steps.map(({ state }) => state)).toEqual(['skipped', 'cached', 'failed', 'skipped']);
  expect(partial.steps[2]!.error?.code).toBe('CORE_ARTIFACT_CORRUPT');
  const whole = await run();
  expect(whole.steps.map(({ state }) => state)).toEqual(['cached', 'complete', 'complete', 'cached']);
  expect(whole.steps[1]!.reason).toMatchObject({ type: 'artifact-lost', port: 'text' });
});
