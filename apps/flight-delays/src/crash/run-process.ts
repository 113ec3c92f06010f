// Entry of the process that is killed: one run of the pipeline, whose events and result go to the suite.
import type { RunEvent } from '@millrace/core';
import type { RunResult } from '@millrace/pipeline';
import { runFlights } from '../run-flights.ts';
import { crashPlacesIn } from './crash-places.ts';

/** What the process tells the suite. */
export type RunMessage =
  { readonly type: 'event'; readonly event: RunEvent } | { readonly type: 'result'; readonly result: RunResult };

const [root = '', rows = ''] = process.argv.slice(2);
const send = (message: RunMessage, onSent?: () => void): void =>
  void process.send?.(JSON.parse(JSON.stringify(message)), undefined, undefined, onSent);

// The suite is gone, and so is whoever would resume.
process.on('disconnect', () => process.exit());
const result = await runFlights({
  evaluationWeek: '2001-06-18',
  learner: 'few-trees',
  rows: Number(rows),
  places: crashPlacesIn(root),
  workerModule: new URL('./worker-process.js', import.meta.url),
  onEvent: (event) => send({ type: 'event', event }),
});
send({ type: 'result', result }, () => process.disconnect());
