import { setTimeout as sleep } from 'node:timers/promises';
import type { RunResult } from '@millrace/pipeline';
import { checkAfterRun } from './check-after-run.ts';
import type { CrashPlaces } from './crash-places.ts';
import type { Killer } from './create-killer.ts';
import type { WatchReport } from './create-watch.ts';
import { emptyPlaces } from './empty-places.ts';
import type { ExpectedRun } from './expected-run.ts';
import { failuresOf } from './failures-of.ts';
import { keepAsking, type Asking } from './keep-asking.ts';
import type { RunMessage } from './run-process.ts';
import { startProcess } from './start-process.ts';
import { startWatch } from './start-watch.ts';

export interface RoundOptions {
  readonly places: CrashPlaces;
  readonly rows: number;
  readonly expected: ExpectedRun;
  readonly killer: Killer;
}

export interface RoundReport {
  readonly resumes: number;
  readonly watched: WatchReport;
  /** Answers of the server beside the pipeline. */
  readonly answers: number;
  readonly problems: readonly string[];
}

/** Runs that begin anew more often than this make no progress. */
const mostResumes = 200;

/** From nothing to a complete run, killed on the way again and again and resumed each time, watched and asked all along. */
export async function playRound(options: RoundOptions): Promise<RoundReport> {
  const { places, expected } = options;
  await emptyPlaces(places);
  const watch = await startWatch(places);
  const asking = keepAsking(places, { instances: expected.instances, expected: expected.predictions });
  const problems: string[] = [];
  let resumes = 0;
  let result: RunResult | undefined;
  while (result === undefined && problems.length === 0) {
    const ended = await runOnce(options, asking);
    problems.push(...ended.problems);
    if (ended.result?.state === 'complete') result = ended.result;
    else resumes += 1;
    if (resumes > mostResumes) problems.push(`no run came to its end, ${resumes} times`);
  }
  const asked = await asking.stop();
  const watched = await watch.stop();
  const after =
    result === undefined ? [] : await checkAfterRun(places, { expected, results: [result], serverKills: asked.kills });
  return {
    resumes,
    watched,
    answers: asked.answers,
    problems: [...problems, ...asked.problems, ...watched.problems, ...after],
  };
}

interface OneRun {
  /** What it came to; undefined when it was killed. */
  readonly result: RunResult | undefined;
  readonly problems: readonly string[];
}

/** Starts the run where the last one stopped, and lets the killer loose on it. */
async function runOnce({ places, rows, expected, killer }: RoundOptions, asking: Asking): Promise<OneRun> {
  const killsBefore = killer.counts.worker + killer.counts.server;
  const run = startProcess<RunMessage>('run', {
    places,
    arguments: [String(rows)],
    onMessage: (message) => {
      if (message.type === 'event') killer.notice(message.event, { run, asking });
    },
  });
  const limit = new AbortController();
  let isLate = false;
  const late = sleep((expected.seconds * 10 + 60) * 1000, undefined, { signal: limit.signal }).then(
    () => {
      isLate = true;
      run.kill();
    },
    () => undefined,
  );
  await killer.disturb({ run, asking });
  await run.ended;
  limit.abort();
  await late;
  const last = run.messages.at(-1);
  const result = last?.type === 'result' ? last.result : undefined;
  if (isLate) return { result, problems: ['a run hung'] };
  if (run.isKilled() || result?.state === 'complete') return { result, problems: [] };
  if (result === undefined) return { result, problems: [`a run ended by itself: ${run.errorText()}`] };
  const wasDisturbed = killer.counts.worker + killer.counts.server > killsBefore;
  const isExcused =
    wasDisturbed &&
    result.steps.every(({ error }) => (error?.code ?? 'PIPELINE_WORKER_DIED') === 'PIPELINE_WORKER_DIED');
  return { result, problems: isExcused ? [] : [`a run failed: ${failuresOf(result).join('; ')}`] };
}
