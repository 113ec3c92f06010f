import { MillraceError } from '@millrace/core';
import { openDataset } from '@millrace/data';
import { toInstances } from '../ask-server.ts';
import { outputsOf } from '../run-outputs.ts';
import { failuresOf } from './failures-of.ts';
import { keepAsking } from './keep-asking.ts';
import { checkAfterRun } from './check-after-run.ts';
import type { CrashPlaces } from './crash-places.ts';
import { digestsOf } from './digests-of.ts';
import { emptyPlaces } from './empty-places.ts';
import type { ExpectedRun } from './expected-run.ts';
import type { RunMessage } from './run-process.ts';
import { startProcess } from './start-process.ts';

/** Runs the pipeline once and leaves it alone. Throws `FLIGHTS_UNDISTURBED_FAILED`. */
export async function runUndisturbed(places: CrashPlaces, rows: number): Promise<ExpectedRun> {
  await emptyPlaces(places);
  const started = performance.now();
  const run = startProcess<RunMessage>('run', { places, arguments: [String(rows)] });
  await run.ended;
  const seconds = (performance.now() - started) / 1000;
  const last = run.messages.at(-1);
  if (last?.type !== 'result') throw undisturbedFailed(run.errorText());
  const { result } = last;
  if (result.state !== 'complete') throw undisturbedFailed(failuresOf(result).join('\n'));
  await using flights = await openDataset(outputsOf(result, 'PointInTimeJoin', ['examples', 'examples']).at(-1)!);
  const instances = toInstances(await flights.read({ limit: 3 }));
  const asking = keepAsking(places, { instances });
  const { predictions, problems } = await asking.stop();
  const expected = { digests: digestsOf(result), seconds, instances, predictions: predictions ?? [] };
  const found = [...problems, ...(await checkAfterRun(places, { expected, results: [result], serverKills: 0 }))];
  if (found.length > 0) throw undisturbedFailed(found.join('\n'));
  return expected;
}

function undisturbedFailed(text: string): MillraceError<'FLIGHTS_UNDISTURBED_FAILED'> {
  return new MillraceError({
    code: 'FLIGHTS_UNDISTURBED_FAILED',
    message: `A run that nobody disturbed did not come to a clean end: ${text}`,
    cure: 'Build first (`npx tsc -b`), then look at `npm start -- --rows 100000`.',
    details: { text },
  });
}
