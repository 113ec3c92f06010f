import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPayload } from '@millrace/core/artifacts';
import { lintPipeline, runPipeline } from '@millrace/pipeline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import pipeline from './pipeline.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'penguins-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it('has nothing to lint', async () => {
  expect(await lintPipeline(pipeline, { serving: directory })).toEqual([]);
});

it('tells the species apart, and repeats nothing', async () => {
  const options = {
    directory: path.join(directory, 'state'),
    parameters: { serving: path.join(directory, 'serving') },
  };
  // The infra validator starts a server from the built package; all else runs from sources.
  const run = await runPipeline(pipeline, options);
  expect(run.steps.map(({ id, state, error }) => [id, state, error?.message])).toEqual(
    run.steps.map(({ id }) => [id, 'complete', undefined]),
  );
  const evaluation = run.steps.find(({ id }) => id === 'Evaluator')!.outputs['evaluation']!;
  if (evaluation.kind !== 'evaluation') throw new TypeError(evaluation.kind);
  const { slices } = await readPayload(evaluation);
  // Published classifiers of these data reach 0.97 to 1 (Horst, Hill and Gorman 2020; scikit-learn examples).
  expect(slices[0]!.metrics['accuracy']!.value).toBeGreaterThan(0.95);

  const again = await runPipeline(pipeline, options);
  expect(new Set(again.steps.map(({ state }) => state))).toEqual(new Set(['cached']));
});
