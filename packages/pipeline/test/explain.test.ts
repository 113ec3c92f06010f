import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { defineComponent } from '@millrace/core';
import { definePipeline, describeReason, explainPipeline, runPipeline } from '@millrace/pipeline';
import { publishText, samplePipeline, sampleShapes, type SampleStep } from '../src/testing/sample-pipeline.ts';
import { useTemporaryDirectory } from './fixtures/temporary-directory.ts';

const directory = useTemporaryDirectory();

const run = (steps: readonly SampleStep[]) =>
  runPipeline(samplePipeline, { directory: directory(), parameters: { steps } });
const explain = async (steps: readonly SampleStep[], seed = 0) =>
  (await explainPipeline(samplePipeline, { directory: directory(), parameters: { steps }, seed })).map(
    ({ step, action, reasons }) => `${step} ${action}: ${reasons.join(' | ')}`,
  );
const chain = sampleShapes['chain']!;
const withFirst = (part: Partial<SampleStep>): readonly SampleStep[] => [{ ...chain[0]!, ...part }, ...chain.slice(1)];

it('says that nothing ran yet, then that nothing changed', async () => {
  const depends = (step: string): string =>
    `It depends on what "${step}" will give: the same content leaves it cached.`;
  expect(await explain(chain)).toEqual([
    'a run: It never ran before.',
    `b depends: ${depends('a')}`,
    `c depends: ${depends('b')}`,
    `d depends: ${depends('c')}`,
  ]);
  await run(chain);
  expect(await explain(chain)).toEqual(
    ['a', 'b', 'c', 'd'].map((step) => `${step} cached: Nothing that it depends on changed.`),
  );
});

it('names parameters with old and new values, and what waits for them', async () => {
  await run(chain);
  expect((await explain(withFirst({ text: 'new' }))).slice(0, 2)).toEqual([
    'a run: parameter "text" from nothing to "new"',
    'b depends: It depends on what "a" will give: the same content leaves it cached.',
  ]);
  const both = [{ ...chain[0]!, text: 'new' }, { ...chain[1]!, text: 'too' }, ...chain.slice(2)];
  expect((await explain(both))[1]).toBe(
    'b run: parameter "text" from nothing to "too" | It depends on what "a" will give: the same content leaves it cached.',
  );
  expect((await explain(chain, 7))[0]).toBe('a run: seed from 0 to 7');
});

it('gives in the result of a run the same reasons, with the input that changed and its step', async () => {
  await run(chain);
  const { steps } = await run(withFirst({ text: 'new' }));
  expect(steps.map(({ reason }) => describeReason(reason))).toEqual([
    'Changed: parameter "text" from nothing to "new".',
    'Changed: input "texts" from "a".',
    'Changed: input "texts" from "b".',
    'Changed: input "texts" from "c".',
  ]);
  expect(steps[1]!.reason).toMatchObject({
    changes: [{ part: 'input', port: 'texts', index: 0, step: 'a', after: steps[0]!.outputs['text']!.digest }],
  });
});

it('tells items that came and went in a list', async () => {
  const fan = [{ id: 'a' }, { id: 'x' }, { id: 'd', after: ['a'] }];
  await run(fan);
  expect((await explain([{ id: 'a' }, { id: 'x' }, { id: 'd', after: ['a', 'a'] }]))[2]).toBe(
    'd run: input "texts" at 1 from "a" (new)',
  );
  expect((await explain([{ id: 'a' }, { id: 'x' }, { id: 'd', after: [] }]))[2]).toBe('d run: input "texts" (gone)');
});

it('tells of artifacts that are gone, and of steps that failed before', async () => {
  const failures = { count: 9, file: path.join(directory(), 'count'), isRetryable: false };
  const { steps } = await run([{ id: 'a' }, { id: 'b', after: ['a'], failures }]);
  await rm(steps[0]!.outputs['text']!.path, { recursive: true });
  const [lost] = await explain([{ id: 'a' }, { id: 'b', after: ['a'], failures }]);
  expect(lost).toMatch(/^a run: Its output "text" is not on disk any more as it was published: /);
  await run([{ id: 'a' }]);
  expect((await explain([{ id: 'a' }, { id: 'b', after: ['a'], failures }]))[1]).toBe(
    'b run: It failed when it ran last.',
  );
});

it('names the files whose code changed', async () => {
  // A process reads its code once, so each look is at a copy in another folder.
  const look = async (folder: string, tool: string) => {
    const copy = path.join(directory(), folder);
    await mkdir(copy);
    await writeFile(path.join(copy, 'package.json'), '{"name": "app"}');
    await writeFile(path.join(copy, 'step.mjs'), "import './tool.mjs';");
    await writeFile(path.join(copy, 'tool.mjs'), tool);
    const Step = defineComponent({
      name: 'Step',
      version: '1',
      moduleUrl: pathToFileURL(path.join(copy, 'step.mjs')).href,
      inputs: {},
      outputs: { text: 'examples' },
      run: async ({ publish }) => ({ text: await publishText(publish, 'text') }),
    });
    return definePipeline('coded', ({ add }) => void add(Step, {}));
  };
  await runPipeline(await look('one', 'export const a = 1;'), { directory: directory() });
  const [explanation] = await explainPipeline(await look('two', 'export const a = 2;'), { directory: directory() });
  expect(explanation).toMatchObject({ action: 'run', reasons: ['code (app/tool.mjs)'] });
});

it('tells what would fail and what would be skipped', async () => {
  const Reader = defineComponent({
    name: 'Reader',
    version: '1',
    inputs: { texts: 'examples[]' },
    outputs: { text: 'examples' },
    fingerprint: () => Promise.reject(new Error('no such file')),
    run: async ({ publish }) => ({ text: await publishText(publish, 'text') }),
  });
  const pipeline = definePipeline('reading', ({ add }) => {
    const { text } = add(Reader, { texts: [] });
    add(Reader, { texts: [text] }, { id: 'After' });
  });
  const explained = await explainPipeline(pipeline, { directory: directory() });
  expect(explained.map(({ action }) => action)).toEqual(['fail', 'skip']);
  expect(explained[0]!.reasons[0]).toBe('Step "Reader" (Reader) failed: no such file');
});
