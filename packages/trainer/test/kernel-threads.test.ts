import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { createRandom } from '@millrace/core';
import { expect, it } from 'vitest';
import * as at from '../src/trees/wasm/kernel-fields.ts';
import { shareMemory, type SharedTables } from '../src/trees/wasm/kernel-memory.ts';
import { startKernelThreads, type KernelThreads } from '../src/trees/wasm/kernel-threads.ts';

const TASKS = 64;
const SAMPLE = 20_000;
const VALUES = 128;
const SAMPLES = 129;

/** Memory with samples to sort: enough tasks for every thread to take some. */
function placeSamples(): SharedTables {
  const shared = shareMemory(
    [
      [at.SCRATCH, 2 * at.SCRATCH_BYTES],
      [at.BIN_COLUMNS, TASKS * at.BIN_COLUMN_BYTES],
      [SAMPLES, TASKS * 2 * SAMPLE * 8],
      [VALUES, SAMPLE * 8],
    ],
    { rows: SAMPLE, features: TASKS },
  );
  shared.fields[at.ROW_COUNT] = SAMPLE;
  shared.fields[at.SAMPLE_SIZE] = SAMPLE;
  const random = createRandom(1);
  shared.doubles(VALUES, SAMPLE).forEach((_, index, values) => (values[index] = random.nextNormal()));
  for (let task = 0; task < TASKS; task++) {
    const sample = shared.addressOf(SAMPLES) + 2 * task * SAMPLE * 8;
    const places = [shared.addressOf(VALUES), sample, sample + SAMPLE * 8];
    shared.integers(at.BIN_COLUMNS, (TASKS * at.BIN_COLUMN_BYTES) / 4).set(places, (task * at.BIN_COLUMN_BYTES) / 4);
  }
  return shared;
}

const sortAll = (threads: KernelThreads): void => threads.run({ kind: at.PHASE_SORT_SAMPLES, taskCount: TASKS });

function countSorted(shared: SharedTables): number {
  const words = shared.integers(at.BIN_COLUMNS, (TASKS * at.BIN_COLUMN_BYTES) / 4);
  return Array.from({ length: TASKS }, (_, task) => words[(task * at.BIN_COLUMN_BYTES) / 4 + 4]).filter(
    (count) => count === SAMPLE,
  ).length;
}

async function startTwo(shared: SharedTables, silenceMs?: number): Promise<{ threads: KernelThreads; worker: Worker }> {
  const started = once(process, 'worker') as Promise<[Worker]>;
  const threads = await startKernelThreads(shared, 2, { silenceMs });
  return { threads, worker: (await started)[0] };
}

it('does all tasks of phase after phase', async () => {
  const shared = placeSamples();
  const { threads } = await startTwo(shared);
  for (let round = 0; round < 20; round++) sortAll(threads);
  expect(countSorted(shared)).toBe(TASKS);
  await threads.close();
});

it.each(['before a phase', 'in the middle of one'])(
  'does not wait for ever for a worker that is killed %s',
  async (moment) => {
    const { threads, worker } = await startTwo(placeSamples(), 400);
    const killed = worker.terminate();
    if (moment === 'before a phase') await killed;
    const started = performance.now();
    const failure = expect.objectContaining({ code: 'TRAINER_WORKER_FAILED', retryable: true }) as unknown;
    expect(() => {
      for (;;) sortAll(threads);
    }).toThrow(failure as Error);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(() => sortAll(threads)).toThrow(failure as Error);
    await threads.close();
  },
);

it('tells that a worker failed in the middle of a phase', async () => {
  const shared = placeSamples();
  const { threads } = await startTwo(shared);
  // Room for the first thread alone: the second writes beyond the end of the memory.
  shared.fields[at.SCRATCH] = shared.memory.buffer.byteLength - at.SCRATCH_BYTES;
  expect(() => {
    for (let round = 0; round < 1000; round++) sortAll(threads);
  }).toThrow('A worker thread of the tree learner stopped in phase 9.');
  await threads.close();
});
