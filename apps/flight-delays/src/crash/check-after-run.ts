import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ExecutionRecord } from '@millrace/core';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { readRequestLog } from '@millrace/monitor';
import type { RunResult } from '@millrace/pipeline';
import type { CrashPlaces } from './crash-places.ts';
import { digestsOf } from './digests-of.ts';
import type { ExpectedRun } from './expected-run.ts';

export interface AfterRun {
  readonly expected: Pick<ExpectedRun, 'digests'>;
  /** What the runs came to that were not killed: one, or several that ran at once. */
  readonly results: readonly RunResult[];
  /** How often the server beside the pipeline was killed: each may have cut one line of its log. */
  readonly serverKills: number;
}

/** What is not as an undisturbed run leaves it, in words. Nothing when all is well. */
export async function checkAfterRun(
  places: CrashPlaces,
  { expected, results, serverKills }: AfterRun,
): Promise<readonly string[]> {
  return [
    ...results.flatMap((result) => compareDigests(digestsOf(result), expected.digests)),
    ...(await findLeftovers(places, results[0]!)),
    ...(await checkMetadata(places, results.length)),
    ...(await checkRequests(places, serverKills)),
  ];
}

function compareDigests(
  actual: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, string>>,
): readonly string[] {
  const outputs = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...outputs]
    .filter((output) => actual[output] !== expected[output])
    .map((output) => `${output} is ${actual[output]} instead of ${expected[output]}`);
}

/** Everything on disk that an undisturbed run would not have left. */
async function findLeftovers(places: CrashPlaces, result: RunResult): Promise<readonly string[]> {
  const artifacts = path.join(places.state, 'artifacts');
  const published = result.steps.flatMap(({ outputs }) => Object.values(outputs)).map((artifact) => artifact.path);
  const allowed: readonly (readonly [directory: string, isAllowed: (name: string) => boolean])[] = [
    [places.state, (name) => /^(artifacts|scratch|metadata\.db(-wal|-shm)?)$/.test(name)],
    [path.join(places.state, 'scratch'), () => false],
    [path.join(artifacts, '.incoming'), () => false],
    [places.destination, (name) => name === '1'],
    [places.landing, (name) => /^flights-\d{4}-\d\d-\d\d\.parquet$/.test(name)],
    [places.requests, (name) => /^requests-\d+\.jsonl$/.test(name)],
    [places.temporary, () => false],
  ];
  const found = await Promise.all(
    allowed.map(async ([directory, isAllowed]) =>
      (await list(directory)).filter((name) => !isAllowed(name)).map((name) => path.join(directory, name)),
    ),
  );
  const kinds = (await list(artifacts)).filter((kind) => kind !== '.incoming');
  const directories = await Promise.all(
    kinds.map(async (kind) => (await list(path.join(artifacts, kind))).map((name) => path.join(artifacts, kind, name))),
  );
  const unknown = directories.flat().filter((directory) => !published.includes(directory));
  return [...found.flat(), ...unknown].map((file) => `${file} was left behind`);
}

async function checkMetadata({ state }: CrashPlaces, runsAtOnce: number): Promise<readonly string[]> {
  await using store = await createSqliteMetadataStore(path.join(state, 'metadata.db'));
  const problems: string[] = [];
  const runs = await store.listRuns({ limit: Infinity });
  const ends = runs.map(({ state: end }) => end);
  if (
    ends.slice(0, runsAtOnce).some((end) => end !== 'complete') ||
    ends.slice(runsAtOnce).some((end) => end !== 'failed')
  )
    problems.push(`the runs ended as ${ends.join(', ')}`);
  const executions = await store.listExecutions({ limit: Infinity });
  const byKey = new Map<string, ExecutionRecord[]>();
  for (const execution of executions) {
    const { step, state: end, error, cacheKey } = execution;
    if (end === 'complete') byKey.set(cacheKey!, [...(byKey.get(cacheKey!) ?? []), execution]);
    else if (end === 'failed' && !/^PIPELINE_(PROCESS|WORKER)_DIED$/.test(error?.code ?? ''))
      problems.push(`${step} failed: ${error?.message}`);
    else if (end !== 'cached' && end !== 'failed') problems.push(`${step} is recorded as ${end}`);
  }
  for (const same of byKey.values()) {
    const isTwice = same.some((one) => same.some((other) => one !== other && !areConcurrent(one, other, runsAtOnce)));
    if (isTwice) problems.push(`${same[0]!.step} ran ${same.length} times after it had been published`);
    const outputs = same.map(async ({ id }) => {
      const events = await store.listEvents({ executionId: id });
      return JSON.stringify(events.filter(({ type }) => type === 'output').map(({ port, digest }) => [port, digest]));
    });
    if (new Set(await Promise.all(outputs)).size > 1) problems.push(`${same[0]!.step} gave two results for one key`);
  }
  return problems;
}

/** Microseconds that recording an end may take on a busy disk: others see it only afterwards. */
const recordingTime = 2_000_000;

/** Two runs that go on at once may both begin a step before either has published it. */
function areConcurrent(one: ExecutionRecord, other: ExecutionRecord, runsAtOnce: number): boolean {
  const slack = runsAtOnce > 1 ? recordingTime : 0;
  return one.runId !== other.runId && one.startedAt < other.endedAt! + slack && other.startedAt < one.endedAt! + slack;
}

async function checkRequests({ requests }: CrashPlaces, serverKills: number): Promise<readonly string[]> {
  if ((await list(requests)).length === 0) return [];
  const { malformedLines } = await readRequestLog(requests);
  return malformedLines > serverKills ? [`${malformedLines} lines of the request log are cut`] : [];
}

async function list(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(() => []);
}
