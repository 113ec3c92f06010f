import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { publishArtifact, verifyArtifact, writePayload } from '@millrace/core/artifacts';
import { openEngine } from '@millrace/data';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { createExecutionRecord } from '@millrace/metadata/testing';
import { delayRows, writeTestModel } from '@millrace/model/testing';
import { runPipeline, type RunResult } from '@millrace/pipeline';
import { pushModel, serve } from '@millrace/serving';
import { leaveRoom, listAll, makeRoom, tell, type Told } from './disk.ts';

export interface Recovery {
  readonly full: Told | undefined;
  /** Files that stood there when it had failed. */
  readonly left: readonly string[];
  readonly after: Told | undefined;
}

/** Tries with too little room, then with enough. */
async function tryTwice(
  place: string,
  roomKb: number,
  { within = place, work }: { readonly within?: string; readonly work: () => Promise<unknown> },
): Promise<Recovery> {
  await leaveRoom(place, roomKb);
  const full = await tell(work());
  const left = await listAll(within);
  await makeRoom(place);
  return { full, left, after: await tell(work()) };
}

export const publishing = (place: string): Promise<Recovery> =>
  tryTwice(place, 200, {
    work: () =>
      publishArtifact('examples', { root: path.join(place, 'artifacts') }, async (directory) => {
        await writeFile(path.join(directory, 'all.parquet'), Buffer.alloc(1 << 20));
        const payload = { specVersion: 1, columns: [], splits: {}, span: null, version: null } as const;
        await writePayload('examples', payload, directory);
      }),
  });

export const pushing = async (place: string): Promise<Recovery> => {
  const model = await writeTestModelBeside(place);
  return tryTwice(place, 8, { work: () => pushModel(model, { destination: path.join(place, 'serving') }) });
};

async function writeTestModelBeside(place: string): Promise<string> {
  const directory = `${place}-model`;
  await writeTestModel(directory, { seed: 1 });
  return directory;
}

export const writingParquet = async (place: string): Promise<Recovery> => {
  const engine = await openEngine();
  const sql = 'select random() as x from range(100000)';
  const recovery = await tryTwice(place, 100, {
    work: () => engine.writeParquet(sql, path.join(place, 'rows.parquet')),
  });
  await engine[Symbol.asyncDispose]();
  return recovery;
};

async function sortInLittleMemory(temporaryDirectory: string): Promise<void> {
  const engine = await openEngine({ memoryLimitMb: 64, threads: 1, temporaryDirectory });
  const rows = 'select (range * 7919) % 1000003 as a, hash(range + 1)::text as b from range(2000000) order by b';
  try {
    await engine.query(`select max(a) as a from (${rows})`);
  } finally {
    await engine[Symbol.asyncDispose]();
  }
}

export const spilling = (place: string): Promise<Recovery> =>
  tryTwice(place, 0, { work: () => sortInLittleMemory(path.join(place, 'spill')) });

export const metadata = async (place: string): Promise<Recovery> => {
  const store = await createSqliteMetadataStore(path.join(place, 'metadata.db'));
  let count = 0;
  const publish = (): Promise<void> =>
    store.publishExecutions(
      Array.from({ length: 500 }, () => ({ execution: createExecutionRecord({ id: `e${count++}`, runId: 'r' }) })),
    );
  const recovery = await tryTwice(place, 0, { work: publish });
  // What failed left nothing; what worked afterwards is there.
  const found = await store.listExecutions({ limit: Infinity });
  await store[Symbol.asyncDispose]();
  return { ...recovery, left: [`${found.length} executions`] };
};

export const openingMetadata = (place: string): Promise<Recovery> =>
  tryTwice(place, 0, {
    work: async () =>
      (await createSqliteMetadataStore(path.join(place, 'state', 'metadata.db')))[Symbol.asyncDispose](),
  });

export interface LogOutcome {
  readonly statuses: readonly number[];
  readonly warnings: readonly string[];
  readonly metrics: readonly string[];
  readonly malformedLines: number;
  readonly requests: number;
}

/** A server that logs its requests goes on answering, tells what it could not log, and logs again when there is room. */
export const requestLog = async (place: string): Promise<LogOutcome> => {
  const model = await writeTestModelBeside(place);
  const warnings: string[] = [];
  const statuses: number[] = [];
  const directory = path.join(place, 'requests');
  const instances = delayRows(20).map(({ date, distance, origin }) => ({ date, distance, origin }));
  const server = await serve({
    models: { delays: model },
    port: 0,
    requestLog: directory,
    logger: { info: () => undefined, warn: (message) => warnings.push(message) },
  });
  const ask = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count++) {
      const response = await fetch(`${server.url}/v1/models/delays:predict`, {
        method: 'POST',
        body: JSON.stringify({ instances }),
      });
      await response.arrayBuffer();
      statuses.push(response.status);
    }
    // Longer than the log waits with what it was given.
    await sleep(400);
  };
  await ask(5);
  await leaveRoom(place, 1);
  await ask(5);
  await ask(5);
  await makeRoom(place);
  await ask(5);
  const metrics = (await (await fetch(`${server.url}/metrics`)).text())
    .split('\n')
    .filter((line) => line.startsWith('millrace_request_log'));
  await server.close();
  const files = await readdir(directory);
  const texts = await Promise.all(files.map((file) => readFile(path.join(directory, file), 'utf8')));
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  const whole = lines.filter((line) => isJson(line)).length;
  return { statuses, warnings, metrics, malformedLines: lines.length - whole, requests: whole };
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The nightly run takes its time. */
const isLong = process.env['MILLRACE_LONG'] !== undefined;

export interface RunOutcome {
  readonly attempts: readonly { readonly state: string; readonly errors: readonly (Told | undefined)[] }[];
  readonly complete: string;
  readonly digests: readonly string[];
  readonly unpublished: readonly string[];
}

/** Runs a pipeline with a little more room each time; everything that is visible is whole after each. */
export const run = async (place: string): Promise<RunOutcome> => {
  const state = path.join(place, 'state');
  const { default: pipeline } = await import('./every-kind-pipeline.ts');
  const runOnce = (): Promise<RunResult> =>
    runPipeline(pipeline, {
      directory: state,
      parameters: { serving: path.join(place, 'serving') },
      clock: () => Date.UTC(2001, 5, 18),
    });
  const attempts: RunOutcome['attempts'][number][] = [];
  for (const roomKb of isLong ? [0, 60, 150, 250, 350, 450] : [60, 300]) {
    await makeRoom(place);
    await leaveRoom(place, roomKb);
    let result: RunResult | undefined;
    const thrown = await tell(runOnce().then((value) => (result = value)));
    const failed = (result?.steps ?? []).filter(({ error }) => error !== undefined);
    const errors = await Promise.all(failed.map(({ error }) => tell(Promise.reject(error!))));
    attempts.push({ state: result?.state ?? 'thrown', errors: thrown === undefined ? errors : [thrown] });
    const given = (result?.steps ?? []).flatMap(({ outputs }) => Object.values(outputs));
    for (const artifact of given) await verifyArtifact(artifact);
  }
  await makeRoom(place);
  const { state: complete, steps } = await runOnce();
  const digests = listDigests(steps);
  const unpublished = await readdir(path.join(state, 'artifacts', '.incoming'));
  return { attempts, complete, digests, unpublished };
};

/** A push knows its place, which is another one for each scene. */
function listDigests(steps: RunResult['steps']): readonly string[] {
  return steps.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ kind, digest }) => (kind === 'pushedModel' ? [] : [digest])),
  );
}

export const undisturbed = async (place: string): Promise<readonly string[]> => {
  const { default: pipeline } = await import('./every-kind-pipeline.ts');
  const { steps } = await runPipeline(pipeline, {
    directory: path.join(place, 'state'),
    parameters: { serving: path.join(place, 'serving') },
    clock: () => Date.UTC(2001, 5, 18),
  });
  return listDigests(steps);
};

export interface CommandOutcome {
  readonly full: { readonly exitCode: number | null; readonly text: string };
  readonly after: { readonly exitCode: number | null; readonly text: string };
}

/** `millrace run` with its state on the full disk, then with room. */
export const command = async (place: string): Promise<CommandOutcome> => {
  const bin = path.resolve(import.meta.dirname, '../../packages/cli/bin/millrace.js');
  const file = path.resolve(import.meta.dirname, '../../packages/cli/test/fixtures/count-pipeline.ts');
  const runCommand = async (): Promise<CommandOutcome['full']> => {
    const child = spawn(process.execPath, [bin, 'run', file, '-p', 'rows=50000', '-d', path.join(place, 'state')]);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, text };
  };
  await leaveRoom(place, 120);
  const full = await runCommand();
  await makeRoom(place);
  return { full, after: await runCommand() };
};
