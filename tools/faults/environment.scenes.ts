import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { OnlineStore } from '@millrace/core';
import { publishPayload } from '@millrace/core/artifacts';
import { openDataset, openEngine } from '@millrace/data';
import { createSqliteOnlineStore } from '@millrace/feature-store';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { createExecutionRecord } from '@millrace/metadata/testing';
import { delayRows, writeTestModel } from '@millrace/model/testing';
import { runPipeline, type RunResult } from '@millrace/pipeline';
import { pushModel, serve } from '@millrace/serving';
import { listAll, tell, type Told } from './disk.ts';

const execute = promisify(execFile);
const bin = path.resolve(import.meta.dirname, '../../packages/cli/bin/millrace.js');
const countPipeline = path.resolve(import.meta.dirname, '../../packages/cli/test/fixtures/count-pipeline.ts');

/** The nightly run takes its time. */
const isLong = process.env['MILLRACE_LONG'] !== undefined;

export interface Ended {
  readonly exitCode: number | null;
  readonly text: string;
}

async function millrace(...argv: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...argv]);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, text };
}

const remount = (place: string, mode: 'ro' | 'rw'): Promise<unknown> =>
  execute('mount', ['-o', `remount,${mode}`, place]);

export interface ReadOnlyOutcome {
  readonly told: Readonly<Record<string, Told | undefined>>;
  readonly after: Readonly<Record<string, Told | undefined>>;
  readonly isUnchanged: boolean;
  readonly command: Ended;
  readonly commandAfter: Ended;
}

/** Everything that writes, on a disk that became read-only, and again when it can be written. */
export const readOnly = async (place: string): Promise<ReadOnlyOutcome> => {
  const model = `${place}-model`;
  await writeTestModel(model, { seed: 1 });
  const engine = await openEngine();
  const state = path.join(place, 'state');
  const payload = { specVersion: 1, columns: [], splits: {}, span: null, version: null } as const;
  // Made by another process: this one would keep it open for writing, and then nothing can be mounted read-only.
  await millrace('run', countPipeline, '-p', 'rows=5', '-d', state);
  const database = path.join(state, 'metadata.db');
  let count = 0;
  const works: Readonly<Record<string, () => Promise<unknown>>> = {
    publishing: () => publishPayload('examples', payload, { root: path.join(place, 'artifacts') }),
    pushing: () => pushModel(model, { destination: path.join(place, 'serving') }),
    parquet: () => engine.writeParquet('select 1 as x', path.join(place, 'rows.parquet')),
    metadata: async () => {
      const store = await createSqliteMetadataStore(database);
      const execution = createExecutionRecord({ id: `e${count++}` });
      await store.publishExecutions([{ execution }]).finally(() => void store[Symbol.asyncDispose]());
    },
    opening: async () => (await createSqliteMetadataStore(path.join(place, 'new', 'm.db')))[Symbol.asyncDispose](),
    log: async () => (await serve({ models: { model }, port: 0, requestLog: path.join(place, 'log') })).close(),
  };
  const tryAll = async (): Promise<ReadOnlyOutcome['told']> => {
    const told: [string, Told | undefined][] = [];
    for (const [name, work] of Object.entries(works)) told.push([name, await tell(work())]);
    return Object.fromEntries(told);
  };
  const before = await listAll(place);
  await remount(place, 'ro');
  const told = await tryAll();
  const command = await millrace('run', countPipeline, '-p', 'rows=6', '-d', state);
  const isUnchanged = JSON.stringify(await listAll(place)) === JSON.stringify(before);
  await remount(place, 'rw');
  const after = await tryAll();
  const commandAfter = await millrace('run', countPipeline, '-p', 'rows=6', '-d', state);
  await engine[Symbol.asyncDispose]();
  return { told, after, isUnchanged, command, commandAfter };
};

export interface GlobOutcome {
  readonly parquet: Told | number;
  readonly csv: Told | number;
}

/** 200 files are read as one. */
export const manyFiles = async (place: string): Promise<GlobOutcome> => {
  const engine = await openEngine();
  await mkdir(path.join(place, 'csv'));
  await mkdir(path.join(place, 'parquet'));
  for (let index = 0; index < 200; index++) {
    await writeFile(path.join(place, 'csv', `${index}.csv`), `a,b\n${index},x\n`);
    await engine.writeParquet(`select ${index} as a`, path.join(place, 'parquet', `${index}.parquet`));
  }
  await limitDescriptors(process.pid, 512);
  const release = takeDescriptors(15);
  const count = async (pattern: string): Promise<Told | number> => {
    let rows = 0;
    const told = await tell(
      (async () => {
        const dataset = await openDataset(path.join(place, pattern), { engine });
        rows = (await dataset.read()).rowCount;
        await dataset[Symbol.asyncDispose]();
      })(),
    );
    return told ?? rows;
  };
  const outcome = { parquet: await count('parquet/*.parquet'), csv: await count('csv/*.csv') };
  release();
  await engine[Symbol.asyncDispose]();
  return outcome;
};

export interface ConnectionsOutcome {
  readonly open: number;
  readonly refused: number;
  readonly statuses: readonly number[];
}

/** More clients than the server has descriptors for; they go, and it answers. */
export const manyConnections = async (place: string): Promise<ConnectionsOutcome> => {
  await writeTestModel(path.join(place, 'model'), { seed: 1 });
  const command = spawn(process.execPath, [bin, 'serve', `delays=${path.join(place, 'model')}`, '--port', '0']);
  let text = '';
  for (const stream of [command.stdout, command.stderr])
    stream.setEncoding('utf8').on('data', (part) => (text += part));
  while (!/^http.*predict$/m.test(text)) {
    if (command.exitCode !== null) throw new Error(text);
    await sleep(20);
  }
  const url = new URL(/^http.*predict$/m.exec(text)![0]);
  const { length: used } = await readdir(`/proc/${command.pid}/fd`);
  await limitDescriptors(command.pid!, used + 10);
  const sockets = await Promise.all(
    Array.from({ length: 120 }, async () => {
      const socket = connect(Number(url.port), url.hostname);
      socket.on('error', () => undefined);
      await Promise.race([once(socket, 'connect'), once(socket, 'close'), sleep(2000)]);
      return socket;
    }),
  );
  await sleep(500);
  const isOpen = ({ destroyed, readyState }: Socket): boolean => !destroyed && readyState === 'open';
  const open = sockets.filter(isOpen).length;
  const statuses: number[] = [];
  for (const socket of sockets) socket.destroy();
  const instances = delayRows(3).map(({ date, distance, origin }) => ({ date, distance, origin }));
  for (let index = 0; index < 10; index++) {
    const response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify({ instances }),
      signal: AbortSignal.timeout(5000),
    });
    await response.arrayBuffer();
    statuses.push(response.status);
  }
  command.kill('SIGTERM');
  await once(command, 'close');
  return { open, refused: sockets.length - open, statuses };
};

export interface FewOutcome {
  readonly attempts: readonly { readonly state: string; readonly errors: readonly (Told | undefined)[] }[];
  /** States and reasons of the steps when there were enough again. */
  readonly after: readonly string[];
}

/** Runs with hardly any descriptors after one that worked: nothing that was published is thrown away for that. */
export const fewForRun = async (place: string): Promise<FewOutcome> => {
  const { default: pipeline } = await import('./every-kind-pipeline.ts');
  const runOnce = (force: readonly string[]): Promise<RunResult> =>
    runPipeline(pipeline, {
      directory: path.join(place, 'state'),
      parameters: { serving: path.join(place, 'serving') },
      force,
      concurrency: 1,
    });
  await runOnce([]);
  await limitDescriptors(process.pid, 512);
  const attempts: FewOutcome['attempts'][number][] = [];
  for (const left of isLong ? [0, 1, 2, 3, 4, 6, 8, 12, 50] : [0, 3, 50]) {
    let result: RunResult | undefined;
    const release = takeDescriptors(left);
    const thrown = await tell(
      runOnce(['Trainer.linear', 'StatisticsGen', 'Use.Trainer.trees.model']).then((value) => (result = value)),
    );
    release();
    const failed = (result?.steps ?? []).flatMap(({ error }) =>
      error === undefined ? [] : [tell(Promise.reject(error))],
    );
    attempts.push({
      state: result?.state ?? 'thrown',
      errors: thrown === undefined ? await Promise.all(failed) : [thrown],
    });
  }
  const { steps } = await runOnce([]);
  return { attempts, after: steps.map(({ state, reason }) => `${state} ${reason.type}`) };
};

export interface FewForStoresOutcome {
  /** What was said where a store could not be opened or written; null where it worked. */
  readonly metadata: readonly (Told | null)[];
  readonly online: readonly (Told | null)[];
  /** The same stores when there were enough again. */
  readonly after: readonly (Told | null)[];
}

/** New stores with no descriptor left, with one, and so on until there are enough. */
export const fewForStores = async (place: string): Promise<FewForStoresOutcome> => {
  const useMetadata = async (name: string | number): Promise<void> => {
    const store = await createSqliteMetadataStore(path.join(place, `${name}.db`));
    try {
      await store.publishExecutions([{ execution: createExecutionRecord({ id: `${name}` }) }]);
    } finally {
      await store[Symbol.asyncDispose]();
    }
  };
  const useOnline = (store: OnlineStore): Promise<void> => store.setWatermark('view', 1);
  // What is loaded at its first use is loaded while there are descriptors.
  await useMetadata('first');
  const first = createSqliteOnlineStore(path.join(place, 'first-online.db'));
  await useOnline(first);
  await limitDescriptors(process.pid, 512);
  const metadata: (Told | null)[] = [];
  const online: (Told | null)[] = [];
  const after: (Told | null)[] = [];
  for (let left = 0; left <= 8; left++) {
    const store = createSqliteOnlineStore(path.join(place, `${left}-online.db`));
    for (const [told, use] of [
      [metadata, () => useMetadata(left)],
      [online, () => useOnline(store)],
    ] as const) {
      await collectGarbage();
      const release = takeDescriptors(left);
      told.push((await tell(use())) ?? null);
      release();
      after.push((await tell(use())) ?? null);
    }
    await store[Symbol.asyncDispose]();
  }
  await first[Symbol.asyncDispose]();
  return { metadata, online, after };
};

/** For a process that runs: Node.js itself needs more to start than it needs then. */
const limitDescriptors = (processId: number, count: number): Promise<unknown> =>
  execute('prlimit', ['--pid', `${processId}`, `--nofile=${count}:`]);

/** Opens all that the limit allows but so many; what comes back closes them. */
function takeDescriptors(left: number): () => void {
  const taken: number[] = [];
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'));
  } catch {
    for (const descriptor of taken.splice(0, left)) closeSync(descriptor);
  }
  return () => {
    for (const descriptor of taken) closeSync(descriptor);
  };
}

/** The driver of SQLite gives descriptors back when its objects are collected, not when they are closed. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    collect();
    await sleep(5);
  }
}
