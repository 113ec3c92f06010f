import {
  HEADER,
  NEXT_TASK,
  PHASE_ASSIGN_BINS,
  PHASE_DIRECTIONS,
  PHASE_GRADIENTS,
  PHASE_HISTOGRAMS,
  PHASE_KIND,
  PHASE_LEAVES,
  PHASE_MAXIMA,
  PHASE_NORMALISE,
  PHASE_NUMBER,
  PHASE_ROUTE,
  PHASE_SCATTER,
  PHASE_SORT_SAMPLES,
  PHASE_STOP,
  TASK_COUNT,
  WORKERS_DONE,
} from '../src/trees/wasm/kernel-fields';
import { assignBins, sortSample } from './bins';
import { computeGradients, findMaximum, normalise } from './gradients';
import { countHistograms } from './histograms';
import { field } from './memory';
import { addLeaf, findDirections, routeRows, scatterRows } from './rows';
import { takeScratch } from './scan';

/** How often a waiting thread looks before it sleeps: some tens of microseconds, longer than a pause between two phases. */
const SPINS = 20000;

/** Does tasks of the phase that is set until none is left. */
export function work(thread: i32): void {
  takeScratch(thread);
  const kind = field(PHASE_KIND);
  const taskCount = field(TASK_COUNT);
  for (;;) {
    const task = atomic.add<i32>(HEADER + (NEXT_TASK << 2), 1);
    if (task >= taskCount) return;
    if (kind === PHASE_HISTOGRAMS) countHistograms(task);
    else if (kind === PHASE_DIRECTIONS) findDirections(task);
    else if (kind === PHASE_SCATTER) scatterRows(task);
    else if (kind === PHASE_GRADIENTS) computeGradients(task);
    else if (kind === PHASE_LEAVES) addLeaf(task);
    else if (kind === PHASE_ROUTE) routeRows(task);
    else if (kind === PHASE_MAXIMA) findMaximum(task);
    else if (kind === PHASE_NORMALISE) normalise(task);
    else if (kind === PHASE_SORT_SAMPLES) sortSample(task);
    else if (kind === PHASE_ASSIGN_BINS) assignBins(task);
  }
}

/** Returns as soon as the number at `at` is not `value` any more. */
function waitWhile(at: usize, value: i32): void {
  for (let spin = 0; spin < SPINS; spin++) {
    if (atomic.load<i32>(at) !== value) return;
  }
  while (atomic.load<i32>(at) === value) atomic.wait<i32>(at, value, -1);
}

/** The life of a worker thread: phase after phase until the stop. */
export function serve(thread: i32): void {
  let seen = 0;
  for (;;) {
    waitWhile(HEADER + (PHASE_NUMBER << 2), seen);
    seen = atomic.load<i32>(HEADER + (PHASE_NUMBER << 2));
    if (field(PHASE_KIND) === PHASE_STOP) return;
    work(thread);
    atomic.add<i32>(HEADER + (WORKERS_DONE << 2), 1);
    atomic.notify(HEADER + (WORKERS_DONE << 2), 1);
  }
}

/** Begins the phase that is set with `workers` other threads and does tasks until none is left to take. */
export function run(workers: i32): void {
  atomic.store<i32>(HEADER + (WORKERS_DONE << 2), 0);
  atomic.store<i32>(HEADER + (NEXT_TASK << 2), 0);
  if (workers > 0) {
    atomic.add<i32>(HEADER + (PHASE_NUMBER << 2), 1);
    atomic.notify(HEADER + (PHASE_NUMBER << 2), workers);
  }
  work(0);
  for (let spin = 0; spin < SPINS; spin++) {
    if (atomic.load<i32>(HEADER + (WORKERS_DONE << 2)) >= workers) return;
  }
}
