import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, MetadataStore } from '@millrace/core';
import { processDied } from '../errors.ts';
import { identifyProcess, isAlive, isRunning } from './process-identity.ts';
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
  await removeIncoming(path.join(artifactRootOf(directory), '.incoming'));
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
  for (const runId of await listFolder(root)) {
    const run = await store.getRun(runId);
    if (run?.state !== 'running') await rm(path.join(root, runId), { recursive: true, force: true });
  }
}

/** Unpublished artifacts carry the number of the process that wrote them: `<kind>-<process>-<uuid>`. */
async function removeIncoming(root: string): Promise<void> {
  for (const name of await listFolder(root)) {
    const processId = Number(/-(\d+)-[0-9a-f]{8}-/.exec(name)?.[1]);
    const folder = path.join(root, name);
    if (Number.isNaN(processId)) continue;
    const isOwn = processId === process.pid;
    const isLeft = isOwn ? await isOlderThanThisProcess(folder) : !isRunning(processId);
    if (isLeft) await rm(folder, { recursive: true, force: true });
  }
}

async function isOlderThanThisProcess(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found !== undefined && found.mtimeMs * 1000 < identifyProcess().startedAt;
}

async function listFolder(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
