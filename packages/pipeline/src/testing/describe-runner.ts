import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunEvent } from '@millrace/core';
import type { RunPipelineOptions } from '../run/run-options.ts';
import type { RunResult } from '../run/run-pipeline.ts';
import { sampleShapes, type SampleStep } from './sample-pipeline.ts';

/** The two functions of a test framework that a suite needs; those of vitest and node:test fit. */
export interface TestFramework {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => Promise<void>) => void;
}

export interface RunnerSuiteOptions extends TestFramework {
  /** Names of the shapes of graph to try. @defaultValue all of `sampleShapes` */
  readonly shapes?: readonly string[] | undefined;
}

/** Runs the sample pipeline of these steps in whatever way is tested. */
export type RunSample = (
  steps: readonly SampleStep[],
  options: Omit<RunPipelineOptions, 'parameters'>,
) => Promise<RunResult>;

interface Bench {
  readonly directory: string;
  readonly run: (steps: readonly SampleStep[], options?: Omit<RunPipelineOptions, 'parameters'>) => Promise<RunResult>;
  readonly fileOf: (name: string) => string;
}

const states = ({ steps }: RunResult): Record<string, string> =>
  Object.fromEntries(steps.map(({ id, state }) => [id, state]));
const digests = ({ steps }: RunResult): Record<string, string | undefined> =>
  Object.fromEntries(steps.map(({ id, outputs }) => [id, outputs['text']?.digest]));
const all = (steps: readonly SampleStep[], state: string): Record<string, string> =>
  Object.fromEntries(steps.map(({ id }) => [id, state]));
const textOf = async ({ steps }: RunResult, id: string): Promise<string> =>
  readFile(path.join(steps.find((step) => step.id === id)!.outputs['text']!.path, 'all.parquet'), 'utf8');
/** The steps with one of them changed. */
const change = (steps: readonly SampleStep[], id: string, part: Partial<SampleStep>): readonly SampleStep[] =>
  steps.map((step) => (step.id === id ? { ...step, ...part } : step));
/** A step and all that depends on it. */
function below(steps: readonly SampleStep[], id: string): readonly string[] {
  const found = new Set([id]);
  for (const step of steps) if (step.after?.some((name) => found.has(name))) found.add(step.id);
  return [...found];
}

/** The suite that every way of running a pipeline passes: scenarios, each on every shape of graph. */
export function describeRunner(
  name: string,
  run: RunSample,
  { describe, it, shapes = Object.keys(sampleShapes) }: RunnerSuiteOptions,
): void {
  const test = (promise: string, body: (bench: Bench) => Promise<void>): void => {
    it(promise, async () => {
      const directory = await mkdtemp(path.join(tmpdir(), 'millrace-runner-'));
      try {
        await body({
          directory,
          run: (steps, options) => run(steps, { directory, ...options }),
          fileOf: (file) => path.join(directory, file),
        });
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    });
  };
  describe(`${name} as a runner`, () => {
    for (const shape of shapes) describeShape(test, { shape, steps: sampleShapes[shape]! });
    describeTrouble(test);
  });
}

type Test = (promise: string, body: (bench: Bench) => Promise<void>) => void;

function describeShape(
  test: Test,
  { shape, steps }: { readonly shape: string; readonly steps: readonly SampleStep[] },
): void {
  const last = steps.at(-1)!.id;

  test(`${shape}: runs, is cached, changes where it must, cuts off where it can, mends what is damaged`, async ({
    run,
  }) => {
    const first = await run(steps);
    assert.equal(first.state, 'complete', describeErrors(first));
    assert.deepEqual(states(first), all(steps, 'complete'));
    const again = await run(steps);
    assert.deepEqual(states(again), all(steps, 'cached'));
    assert.deepEqual(digests(again), digests(first));

    const changed = await run(change(steps, 'a', { text: 'other' }));
    const affected = below(steps, 'a');
    assert.deepEqual(
      states(changed),
      Object.fromEntries(steps.map(({ id }) => [id, affected.includes(id) ? 'complete' : 'cached'])),
    );
    if (affected.includes(last)) assert.match(await textOf(changed, last), /other/);

    // The same content by another way: only the first step runs.
    const cut = await run(change(steps, 'a', { text: 'a()' }));
    assert.deepEqual(states(cut), { ...all(steps, 'cached'), a: 'complete' });
    assert.deepEqual(digests(cut), digests(first));

    await rm(first.steps[0]!.outputs['text']!.path, { recursive: true });
    const restored = await run(steps);
    assert.deepEqual(states(restored), { ...all(steps, 'cached'), [steps[0]!.id]: 'complete' });
    assert.equal(restored.steps[0]!.reason.type, 'artifact-lost');
    assert.deepEqual(digests(restored), digests(first));
  });

  test(`${shape}: a flipped byte is found before use, and the step that gave it runs again`, async ({ run }) => {
    const first = await run(steps);
    const broken = first.steps[0]!.outputs['text']!;
    await writeFile(path.join(broken.path, 'all.parquet'), 'A()');
    const result = await run(steps, { force: steps.filter(({ after }) => after?.includes('a')).map(({ id }) => id) });
    assert.equal(result.state, 'complete', describeErrors(result));
    assert.deepEqual(digests(result), digests(first));
    const isUsed = steps.some(({ after }) => after?.includes('a'));
    assert.equal(states(result)['a'], isUsed ? 'complete' : 'cached');
    assert.equal(await textOf(result, 'a'), isUsed ? 'a()' : 'A()');
  });

  test(`${shape}: a failed step stops what depends on it and nothing else`, async ({ run, fileOf }) => {
    const failures = { count: 1, file: fileOf('count'), isRetryable: false };
    const failed = await run(change(steps, 'a', { failures }));
    const affected = below(steps, 'a');
    assert.equal(failed.state, 'failed');
    assert.deepEqual(
      states(failed),
      Object.fromEntries(
        steps.map(({ id }) => [id, id === 'a' ? 'failed' : affected.includes(id) ? 'skipped' : 'complete']),
      ),
    );
    assert.equal(failed.steps[0]!.error?.code, 'PIPELINE_SAMPLE_FAILED');
    const resumed = await run(change(steps, 'a', { failures }));
    assert.deepEqual(
      states(resumed),
      Object.fromEntries(steps.map(({ id }) => [id, affected.includes(id) ? 'complete' : 'cached'])),
    );
  });
}

function describeTrouble(test: Test): void {
  test('tries retryable errors again, and others only when told', async ({ run, fileOf }) => {
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => void events.push(event);
    const failing = (id: string, isRetryable: boolean): SampleStep => ({
      id,
      failures: { count: 1, file: fileOf(id), isRetryable },
    });
    const result = await run(
      [
        failing('retryable', true),
        { ...failing('told', false), maxRetries: 1 },
        failing('not', false),
        { ...failing('never', true), maxRetries: 0 },
      ],
      { onEvent },
    );
    assert.deepEqual(states(result), { retryable: 'complete', told: 'complete', not: 'failed', never: 'failed' });
    assert.deepEqual(
      events.flatMap((event) => (event.type === 'step-retry' ? [`${event.step} ${event.attempt}`] : [])).sort(),
      ['retryable 1', 'told 1'],
    );
  });

  test('ends a step that takes too long', async ({ run }) => {
    const result = await run([{ id: 'slow', sleepMs: 60_000, timeoutMs: 300 }, { id: 'quick' }]);
    assert.deepEqual(states(result), { slow: 'failed', quick: 'complete' });
    assert.equal(result.steps[0]!.error?.code, 'PIPELINE_STEP_TIMED_OUT');
  });

  test('does not wait for a step that is deaf to its signal', async ({ run }) => {
    const result = await run([
      { id: 'deaf', deafMs: 20_000, timeoutMs: 100 },
      { id: 'after', after: ['deaf'] },
    ]);
    assert.deepEqual(states(result), { deaf: 'failed', after: 'skipped' });
    assert.equal(result.steps[0]!.error?.code, 'PIPELINE_STEP_TIMED_OUT');
  });

  test('stops cleanly when it is cancelled, and goes on from there', async ({ run }) => {
    const controller = new AbortController();
    const steps: SampleStep[] = [{ id: 'a' }, { id: 'b', after: ['a'], sleepMs: 60_000 }, { id: 'c', after: ['b'] }];
    const onEvent = (event: RunEvent): void => {
      if (event.type === 'step-start' && event.step === 'b') controller.abort();
    };
    const stopped = await run(steps, { signal: controller.signal, onEvent });
    assert.equal(stopped.state, 'cancelled');
    assert.deepEqual(states(stopped), { a: 'complete', b: 'cancelled', c: 'cancelled' });
    const resumed = await run(change(steps, 'b', { sleepMs: 1 }));
    assert.deepEqual(states(resumed), { a: 'cached', b: 'complete', c: 'complete' });
  });

  test('runs two at once without harm', async ({ run }) => {
    const steps = sampleShapes['fan']!;
    const [left, right] = await Promise.all([run(steps), run(steps)]);
    assert.equal(left.state, 'complete', describeErrors(left));
    assert.equal(right.state, 'complete', describeErrors(right));
    assert.deepEqual(digests(left), digests(right));
  });

  test('tells what happens, in order', async ({ run }) => {
    const events: RunEvent[] = [];
    const result = await run([{ id: 'a' }, { id: 'b', after: ['a'] }], { onEvent: (event) => void events.push(event) });
    assert.deepEqual(
      events.map((event) => ('step' in event ? `${event.type} ${event.step}` : event.type)),
      [
        'run-start',
        'step-start a',
        'step-progress a',
        'step-end a',
        'step-start b',
        'step-progress b',
        'step-end b',
        'run-end',
      ],
    );
    assert.ok(events.every(({ time }) => Number.isInteger(time)));
    const again: RunEvent[] = [];
    await run([{ id: 'a' }, { id: 'b', after: ['a'] }], { onEvent: (event) => void again.push(event) });
    assert.deepEqual(
      again.map(({ type }) => type),
      ['run-start', 'step-cached', 'step-cached', 'run-end'],
    );
    assert.equal(result.state, 'complete');
  });

  test('runs a part: from a step, to a step, by force', async ({ run }) => {
    const steps = sampleShapes['chain']!;
    await assert.rejects(run(steps, { from: 'b' }), { code: 'PIPELINE_NOTHING_TO_REUSE' });
    const head = await run(steps, { to: 'b' });
    assert.deepEqual(states(head), { a: 'complete', b: 'complete', c: 'skipped', d: 'skipped' });
    // What lies before `from` is taken as it is, changed or not.
    const tail = await run(change(steps, 'a', { text: 'other' }), { from: 'c' });
    assert.deepEqual(states(tail), { a: 'skipped', b: 'cached', c: 'complete', d: 'complete' });
    assert.equal(await textOf(tail, 'd'), 'd(c(b(a())))');
    const forced = await run(steps, { force: 'b' });
    assert.deepEqual(states(forced), { a: 'cached', b: 'complete', c: 'cached', d: 'cached' });
    assert.deepEqual(states(await run(steps, { force: true })), all(steps, 'complete'));
    await assert.rejects(run(steps, { to: 'e' }), { code: 'PIPELINE_UNKNOWN_STEP' });
  });
}

function describeErrors({ steps }: RunResult): string {
  return steps.map(({ id, state, error }) => `${id} ${state} ${error?.stack ?? ''}`).join('\n');
}
