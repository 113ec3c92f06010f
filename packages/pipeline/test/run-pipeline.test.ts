import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { definePipeline, runPipeline } from '@millrace/pipeline';
import { Join, Source } from './fixtures/sample-components.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'millrace-pipeline-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('runs each step once, and takes it from the cache in the next run', async () => {
  const pipeline = definePipeline('words', ({ add, forEach }) => {
    const texts = forEach(['a', 'bb', 'ccc'], String, (text) => add(Source, { text }).examples);
    add(Join, { examples: texts[0]!, more: texts.slice(1) });
  });
  const first = await runPipeline(pipeline, { directory });
  expect(first.steps.map(({ id, state, error }) => [id, state, error])).toEqual([
    ['Source/a', 'complete', undefined],
    ['Source/bb', 'complete', undefined],
    ['Source/ccc', 'complete', undefined],
    ['Join', 'complete', undefined],
  ]);
  const second = await runPipeline(pipeline, { directory });
  expect(second.steps.map(({ state }) => state)).toEqual(['cached', 'cached', 'cached', 'cached']);
  expect(second.steps.map(({ outputs }) => outputs)).toEqual(first.steps.map(({ outputs }) => outputs));
});
