import { availableParallelism, cpus, totalmem } from 'node:os';

/** Threads that every side may use. */
export const threads = Math.min(2, availableParallelism());

/** `AMD EPYC, 2 cores, 24 GB, Node.js 20.20.2; 2 threads`. */
export function describeMachine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${processors[0]?.model.trim() ?? process.arch}, ${processors.length} cores, ${memory} GB, Node.js ${process.versions.node}; ${threads} threads`;
}
