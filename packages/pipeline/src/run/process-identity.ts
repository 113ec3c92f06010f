import { hostname } from 'node:os';
import type { ProcessIdentity } from '@millrace/core';
import { isProcessRunning } from '@millrace/core/artifacts';

/** This process. */
export function identifyProcess(): ProcessIdentity {
  return { host: hostname(), processId: process.pid, startedAt: Math.round(performance.timeOrigin * 1000) };
}

/** False when the process is known to be gone. Processes of other hosts count as alive. */
export function isAlive({ host, processId, startedAt }: ProcessIdentity): boolean {
  if (host !== hostname()) return true;
  // In a container, the next process often has the number of the last one.
  if (processId === process.pid) return startedAt === identifyProcess().startedAt;
  return isProcessRunning(processId);
}
