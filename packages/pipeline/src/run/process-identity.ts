import { hostname } from 'node:os';
import type { ProcessIdentity } from '@millrace/core';

/** This process. */
export function identifyProcess(): ProcessIdentity {
  return { host: hostname(), processId: process.pid, startedAt: Math.round(performance.timeOrigin * 1000) };
}

/** False when the process is known to be gone. Processes of other hosts count as alive. */
export function isAlive({ host, processId, startedAt }: ProcessIdentity): boolean {
  if (host !== hostname()) return true;
  // In a container, the next process often has the number of the last one.
  if (processId === process.pid) return startedAt === identifyProcess().startedAt;
  return isRunning(processId);
}

export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
