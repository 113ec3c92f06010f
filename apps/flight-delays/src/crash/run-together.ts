import { checkAfterRun } from './check-after-run.ts';
import type { CrashPlaces } from './crash-places.ts';
import { emptyPlaces } from './empty-places.ts';
import type { ExpectedRun } from './expected-run.ts';
import type { RunMessage } from './run-process.ts';
import { startProcess } from './start-process.ts';
import { startWatch } from './start-watch.ts';

export interface TogetherOptions {
  readonly places: CrashPlaces;
  readonly rows: number;
  readonly expected: ExpectedRun;
}

/** Two runs of the pipeline at once, from nothing, in two processes, beside the one that watches. Returns what went wrong. */
export async function runTogether({ places, rows, expected }: TogetherOptions): Promise<readonly string[]> {
  await emptyPlaces(places);
  const watch = await startWatch(places);
  const runs = [1, 2].map(() => startProcess<RunMessage>('run', { places, arguments: [String(rows)] }));
  await Promise.all(runs.map(({ ended }) => ended));
  const watched = await watch.stop();
  const problems = [...watched.problems];
  const results = runs.flatMap((run) => {
    const last = run.messages.at(-1);
    if (last?.type === 'result') return [last.result];
    problems.push(`a run ended by itself: ${run.errorText()}`);
    return [];
  });
  if (results.length < runs.length) return problems;
  return [...problems, ...(await checkAfterRun(places, { expected, results, serverKills: 0 }))];
}
