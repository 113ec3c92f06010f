import { spawn, type ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createRandom, type Artifact } from '@millrace/core';
import { verifyArtifact } from '@millrace/core/artifacts';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { definePipeline, runPipeline } from '@millrace/pipeline';
import { SampleText, samplePipeline, sampleShapes, type SampleStep } from '../src/testing/sample-pipeline.ts';
import { useTemporaryDirectory } from './fixtures/temporary-directory.ts';

const directory = useTemporaryDirectory();
const module = new URL('../src/testing/sample-pipeline.ts', import.meta.url);
const workerModule = new URL('./fixtures/worker.mjs', import.meta.url);
const steps: readonly SampleStep[] = sampleShapes['fan']!.map((step) => ({ ...step, sleepMs: 30 }));

interface Outcome {
  readonly state: string;
  readonly steps: readonly { readonly id: string; readonly state: string; readonly artifact?: Artifact }[];
}

/** What a run in a process of its own came to. */
async function run(folder: string): Promise<Outcome> {
  const child = startRun(folder, 'here');
  await ended(child);
  return JSON.parse(child.lines.at(-1)!.slice('result '.length)) as Outcome;
}
const digests = (outcome: Outcome) => outcome.steps.map(({ artifact }) => artifact?.digest);

function startRun(folder: string, mode: 'here' | 'workers', some = steps): ChildProcess & { lines: string[] } {
  const script = fileURLToPath(new URL('./fixtures/run-sample.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, path.join(directory(), folder), JSON.stringify(some), mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return Object.assign(child, { lines });
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    (child.exitCode ?? child.signalCode) === null ? child.once('close', () => resolve()) : resolve(),
  );

async function listFiles(folder: string): Promise<readonly string[]> {
  return readdir(path.join(directory(), folder)).catch(() => []);
}

it.each(['here', 'workers'] as const)(
  'resumes after kill -9 at any moment, with equal digests (steps run %s)',
  async (mode) => {
    const expected = digests(await run('whole'));
    const random = createRandom(mode === 'here' ? 1 : 2);
    for (const moment of ['run-start ', 'step-start a', 'step-end a', 'step-start b/1', 'step-end b/2']) {
      const folder = `${mode}-${moment.replaceAll(/\W/g, '-')}`;
      const child = startRun(folder, mode);
      while (!child.lines.includes(moment)) await sleep(5);
      await sleep(random.next() * 40);
      child.kill('SIGKILL');
      await ended(child);
      expect(child.lines.some((line) => line.startsWith('result'))).toBe(false);

      // A worker that outlives its run ends by itself; until then what it writes is its own.
      const result = await run(folder);
      expect(result.state).toBe('complete');
      expect(digests(result)).toEqual(expected);
      for (const { artifact } of result.steps) await verifyArtifact(artifact!);
      expect(await listFiles(path.join(folder, 'scratch'))).toEqual([]);
      if (mode === 'here') expect(await listFiles(path.join(folder, 'artifacts', '.incoming'))).toEqual([]);
      const done = child.lines.filter((line) => line.startsWith('step-end')).length;
      expect(result.steps.filter(({ state }) => state === 'cached').length).toBeGreaterThanOrEqual(done);

      const store = await createSqliteMetadataStore(path.join(directory(), folder, 'metadata.db'));
      const runs = await store.listRuns();
      expect(runs.map(({ state }) => state)).toEqual(['complete', 'failed']);
      expect(await store.listExecutions({ states: ['running'] })).toEqual([]);
      for (const { state, error } of await store.listExecutions({ runId: runs[1]!.id, states: ['failed'] })) {
        expect([state, error?.code]).toEqual(['failed', 'PIPELINE_PROCESS_DIED']);
      }
      await store[Symbol.asyncDispose]();
    }
  },
  90_000,
);

it('lets two processes run one pipeline at once', async () => {
  const children = [startRun('shared', 'here'), startRun('shared', 'here')];
  await Promise.all(children.map(ended));
  for (const { lines } of children) expect(lines.at(-1)).toContain('"state":"complete"');
  const after = await run('shared');
  expect(after.steps.every(({ state }) => state === 'cached')).toBe(true);
});

it('replaces a worker that dies, tries its step again, and fails it when it keeps dying', async () => {
  const file = path.join(directory(), 'crashed');
  const runInWorkers = (some: readonly SampleStep[]) =>
    runPipeline(samplePipeline, {
      directory: path.join(directory(), 'dying'),
      parameters: { steps: some },
      module,
      workerModule,
      concurrency: 1,
    });
  const once = await runInWorkers([{ id: 'a' }, { id: 'b', after: ['a'], crash: { signal: 'SIGKILL', file } }]);
  expect(once.steps.map(({ state }) => state)).toEqual(['complete', 'complete']);
  const { steps: failed } = await runInWorkers([
    { id: 'c', crash: { signal: 'SIGTERM', file: `${file}-2` }, maxRetries: 0 },
    { id: 'd' },
  ]);
  expect(failed.map(({ state }) => state)).toEqual(['failed', 'complete']);
  expect(failed[0]!.error).toMatchObject({
    code: 'PIPELINE_WORKER_DIED',
    retryable: true,
    message: 'The worker process of step "c" ended with signal SIGTERM.',
  });
});

it('ends a worker whose step blocks it, on time-out and on cancellation', async () => {
  const controller = new AbortController();
  const started = performance.now();
  const blocked: SampleStep = { id: 'blocked', blockMs: 60_000 };
  const options = { directory: path.join(directory(), 'blocked'), module, workerModule };
  const late = await runPipeline(samplePipeline, {
    ...options,
    parameters: { steps: [{ ...blocked, timeoutMs: 200 }] },
  });
  expect(late.steps[0]!.error?.code).toBe('PIPELINE_STEP_TIMED_OUT');
  const cancelled = await runPipeline(samplePipeline, {
    ...options,
    parameters: { steps: [blocked, { id: 'after', after: ['blocked'] }] },
    signal: controller.signal,
    onEvent: ({ type }) => void (type === 'step-progress' && controller.abort()),
  });
  expect(cancelled.state).toBe('cancelled');
  expect(cancelled.steps.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  expect(performance.now() - started).toBeLessThan(20_000);
});

it('says which module does not export the pipeline, and which step it builds differently', async () => {
  const options = { directory: directory(), parameters: { steps: [{ id: 'a' }] }, workerModule };
  const elsewhere = new URL('../src/errors.ts', import.meta.url);
  const missing = await runPipeline(samplePipeline, { ...options, module: elsewhere });
  expect(missing.steps[0]!.error).toMatchObject({ code: 'PIPELINE_NOT_IN_MODULE' });
  const namesake = definePipeline<{ readonly steps: readonly SampleStep[] }>('sample', ({ add, parameters }) => {
    add(SampleText, { texts: [], name: 'b' }, { id: parameters.steps.length === 1 ? 'b' : 'c' });
  });
  const different = await runPipeline(namesake, { ...options, module });
  expect(different.steps[0]!.error).toMatchObject({
    code: 'PIPELINE_MODULE_DIFFERS',
    message: 'In a worker process, the pipeline "sample" was built with another step "b" than in the run.',
  });
});
