import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { MetadataStore } from '@millrace/core';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { openModel } from '@millrace/model';
import { inspectArtifact } from './inspect-artifact.ts';
import type { CrashPlaces } from './crash-places.ts';

/** What a watch saw. */
export interface WatchReport {
  readonly looks: number;
  readonly artifacts: number;
  readonly versions: number;
  readonly executions: number;
  /** Each half-written, damaged, misplaced or vanished thing, in words. */
  readonly problems: readonly string[];
}

export interface Watch {
  /** Opens what has become visible since the last look, and finds what is gone. */
  look(): Promise<void>;
  /** Looks once more, at everything from scratch, and closes what it holds open. */
  finish(): Promise<WatchReport>;
}

/** Watches artifacts, pushed versions and metadata as a stranger would: by what is visible on disk and nothing else. */
export function createWatch({ state, destination }: Pick<CrashPlaces, 'state' | 'destination'>): Watch {
  const seen = { artifacts: new Set<string>(), versions: new Set<string>(), executions: new Set<string>() };
  const problems = new Set<string>();
  let looks = 0;
  let store: MetadataStore | undefined;

  const lookAtArtifacts = async (): Promise<void> => {
    const root = path.join(state, 'artifacts');
    const found = new Set<string>();
    for (const kind of await list(root)) {
      if (kind === '.incoming') continue;
      for (const name of await list(path.join(root, kind))) found.add(path.join(root, kind, name));
    }
    for (const directory of seen.artifacts) if (!found.has(directory)) problems.add(`${directory} has vanished`);
    for (const directory of found) {
      if (seen.artifacts.has(directory)) continue;
      seen.artifacts.add(directory);
      for (const problem of await inspectArtifact(directory)) problems.add(problem);
    }
  };

  const lookAtVersions = async (): Promise<void> => {
    const names = (await list(destination)).filter((name) => !name.startsWith('.incoming-'));
    for (const name of seen.versions) if (!names.includes(name)) problems.add(`version ${name} has vanished`);
    for (const name of names) {
      if (seen.versions.has(name)) continue;
      seen.versions.add(name);
      if (!/^\d+$/.test(name)) problems.add(`${name} lies in the serving directory and is no version`);
      const directory = path.join(destination, name);
      await openModel(directory).then(
        (model) => model[Symbol.asyncDispose](),
        (error: unknown) => problems.add(`version ${name} does not open: ${String(error)}`),
      );
    }
  };

  const lookAtMetadata = async (): Promise<void> => {
    const file = path.join(state, 'metadata.db');
    if (store === undefined && !existsSync(file)) return;
    store ??= await createSqliteMetadataStore(file);
    for (const { id, step } of await store.listExecutions({ states: ['complete'], limit: Infinity })) {
      if (seen.executions.has(id)) continue;
      seen.executions.add(id);
      const outputs = (await store.listEvents({ executionId: id })).filter(({ type }) => type === 'output');
      if (outputs.length === 0) problems.add(`the execution ${id} of ${step} is complete and gave nothing`);
      for (const { digest } of outputs) {
        const record = await store.getArtifact(digest);
        if (record?.state !== 'live') problems.add(`${digest} of ${step} is recorded as ${record?.state}`);
        else if (!existsSync(path.join(state, record.path, 'artifact.json')))
          problems.add(`${record.path} of ${step} is recorded and not there`);
      }
    }
  };

  const look = async (): Promise<void> => {
    looks += 1;
    for (const part of [lookAtArtifacts, lookAtVersions, lookAtMetadata])
      await part().catch((error: unknown) => problems.add(`the watch could not look: ${String(error)}`));
  };

  return {
    look,
    finish: async () => {
      const { artifacts, versions } = seen;
      await look();
      for (const directory of artifacts) for (const problem of await inspectArtifact(directory)) problems.add(problem);
      await store?.[Symbol.asyncDispose]();
      return {
        looks,
        artifacts: artifacts.size,
        versions: versions.size,
        executions: seen.executions.size,
        problems: [...problems],
      };
    },
  };
}

async function list(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
