import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, MetadataStore } from '@millrace/core';
import { removeUnfinished } from '@millrace/core/artifacts';
import { processDied } from '../errors.ts';
import { isAlive } from './process-identity.ts';
import { artifactRootOf, scratchRootOf, timeOf } from './run-session.ts';

export interface LeftoverOptions {
  readonly store: MetadataStore;
  readonly directory: string;
  readonly clock: Clock;
}

/** Ends the records of runs whose process died, and removes what such processes left on disk. */
export async function cleanLeftovers({ store, directory, clock }: LeftoverOptions): Promise<void> {
  await endDeadRuns({ store, clock });
  await removeScratch(store, scratchRootOf(directory));
  await removeUnpublished(directory);
}

/** Removes artifacts that processes had not published when they died. */
export async function removeUnpublished(directory: string): Promise<void> {
  await removeUnfinished(path.join(artifactRootOf(directory), '.incoming'), { prefix: '' });
}

async function endDeadRuns({ store, clock }: Pick<LeftoverOptions, 'store' | 'clock'>): Promise<void> {
  const running = await store.listRuns({ states: ['running'], limit: Infinity });
  for (const run of running.filter((item) => !isAlive(item.process))) {
    const endedAt = timeOf({ clock });
    const error = processDied({ runId: run.id, processId: run.process.processId }).toJSON();
    const executions = await store.listExecutions({ runId: run.id, states: ['running'], limit: Infinity });
    await store.publishExecutions(
      executions.map((execution) => ({ execution: { ...execution, state: 'failed', endedAt, error } })),
    );
    await store.putRun({ ...run, state: 'failed', endedAt });
  }
}

async function removeScratch(store: MetadataStore, root: string): Promise<void> {
  for (const runId of await readdir(root).catch(() => [])) {
    const run = await store.getRun(runId);
    if (run?.state !== 'running') await rm(path.join(root, runId), { recursive: true, force: true });
  }
}
