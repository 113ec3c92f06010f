import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lintPipeline, runPipeline } from '@millrace/pipeline';
import { afterAll, beforeAll, expect, it } from 'vitest';

const home = process.cwd();
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'getting-started-'));
  process.chdir(directory);
});
afterAll(() => {
  process.chdir(home);
  rmSync(directory, { recursive: true, force: true });
});

it('goes from a CSV file to a pushed model, as the page says', async () => {
  await import('./make-customers.ts');
  const { default: pipeline } = await import('./churn-pipeline.ts');
  expect(await lintPipeline(pipeline, {})).toEqual([]);
  const run = await runPipeline(pipeline);
  expect(run.steps.map(({ id, state, error }) => [id, state, error?.message])).toEqual(
    run.steps.map(({ id }) => [id, 'complete', undefined]),
  );
  const { properties } = run.steps.find(({ id }) => id === 'Pusher')!.outputs['pushedModel']!;
  expect(properties).toMatchObject({ pushed: true, version: 1 });

  const again = await runPipeline(pipeline);
  expect(new Set(again.steps.map(({ state }) => state))).toEqual(new Set(['cached']));
});
