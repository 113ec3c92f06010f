import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workerFailed } from '../../errors.ts';
import * as at from './kernel-fields.ts';
import { kernelModule } from './kernel.gen.ts';
import type { SharedTables } from './kernel-memory.ts';
import { webAssembly } from './web-assembly.ts';

interface KernelExports {
  /** Begins the phase that the fields describe, together with so many workers, and returns when no task is left to take. */
  readonly run: (workers: number) => void;
}

/** The threads of one training: the caller's and `workers` others, which sleep between phases. */
export interface KernelThreads {
  /**
   * Does `taskCount` tasks of one phase and returns when all are done. `isSmall` phases wake nobody. Throws
   * `TRAINER_WORKER_FAILED` when a worker failed, or has been silent for so long that it must be dead.
   */
  run(phase: { readonly kind: number; readonly taskCount: number; readonly isSmall?: boolean }): void;
  close(): Promise<void>;
}

// The whole program of a worker is in the kernel. As text it starts the same from sources, from a bundle and from dist.
const workerProgram = `
const { parentPort, workerData } = require('node:worker_threads');
const { module, memory, thread, failed, done } = workerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
parentPort.postMessage('ready');
try {
  exports.serve(thread);
} catch (error) {
  const state = new Int32Array(memory.buffer);
  Atomics.add(state, failed, 1);
  Atomics.add(state, done, 1);
  Atomics.notify(state, done);
  throw error;
}
`;

/** True where WebAssembly has SIMD, threads and shared memory, as in every Node.js that we support. */
export function canRunKernel(): boolean {
  return webAssembly.validate(kernelBytes());
}

function kernelBytes(): Uint8Array {
  return new Uint8Array(Buffer.from(kernelModule, 'base64'));
}

export interface KernelThreadsOptions {
  /** How long the last task of a phase may take; tasks take milliseconds. @defaultValue 60000 */
  readonly silenceMs?: number | undefined;
}

/** Starts `threads` - 1 workers on the memory, and waits until all are ready. */
export async function startKernelThreads(
  { memory, fields }: SharedTables,
  threads: number,
  { silenceMs = 60_000 }: KernelThreadsOptions = {},
): Promise<KernelThreads> {
  const module = await webAssembly.compile(kernelBytes());
  const instance = await webAssembly.instantiate(module, { env: { memory } });
  const { run } = instance.exports as unknown as KernelExports;
  const place = { failed: at.HEADER / 4 + at.WORKERS_FAILED, done: at.HEADER / 4 + at.WORKERS_DONE };
  const workers = Array.from(
    { length: threads - 1 },
    (_, index) =>
      new Worker(workerProgram, {
        eval: true,
        execArgv: [],
        workerData: { module, memory, thread: index + 1, ...place },
      }),
  );
  const exits = workers.map((worker) => {
    // What goes wrong in a worker is told by WORKERS_FAILED, where the waiting thread sees it.
    worker.on('error', () => undefined);
    return new Promise((resolve) => worker.once('exit', resolve));
  });
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
  } catch (cause) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw workerFailed({ place: 'while it started', cause });
  }
  let isSilent = false;
  const throwWhenFailed = (kind: number): void => {
    if (isSilent || fields[at.WORKERS_FAILED]! > 0) throw workerFailed({ place: `in phase ${kind}` });
  };
  return {
    run({ kind, taskCount, isSmall = false }) {
      throwWhenFailed(kind);
      fields[at.PHASE_KIND] = kind;
      fields[at.TASK_COUNT] = taskCount;
      const others = isSmall || taskCount < 2 ? 0 : workers.length;
      run(others);
      isSilent = !waitForWorkers(fields, others, silenceMs);
      throwWhenFailed(kind);
    },
    async close() {
      fields[at.PHASE_KIND] = at.PHASE_STOP;
      Atomics.add(fields, at.PHASE_NUMBER, 1);
      Atomics.notify(fields, at.PHASE_NUMBER);
      await Promise.all(isSilent ? workers.map((worker) => worker.terminate()) : exits);
    },
  };
}

/**
 * Blocks until so many workers are done; false when none of them got on for `silenceMs`. A thread that blocks hears nothing
 * of another's end, so silence is the only sign. It is counted in slices: time in which the whole process stood still,
 * as on a laptop that slept, is one slice at most.
 */
function waitForWorkers(fields: Int32Array, workers: number, silenceMs: number): boolean {
  const sliceMs = Math.min(1000, silenceMs);
  let silentMs = 0;
  let seen = Atomics.load(fields, at.WORKERS_DONE);
  while (seen < workers) {
    silentMs = Atomics.wait(fields, at.WORKERS_DONE, seen, sliceMs) === 'timed-out' ? silentMs + sliceMs : 0;
    if (silentMs >= silenceMs) return false;
    seen = Atomics.load(fields, at.WORKERS_DONE);
  }
  return true;
}
