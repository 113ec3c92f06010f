import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { RunEvent } from '@millrace/core';
import { buildSummary } from './build-summary.ts';
import { describeSummary } from './describe-summary.ts';
import { learners, type LearnerName } from './pipeline.ts';
import { places, runFlights } from './run-flights.ts';

const { values } = parseArgs({
  options: { learner: { type: 'string', default: 'trees' }, week: { type: 'string', default: '2001-06-18' } },
});
if (!Object.hasOwn(learners, values.learner)) {
  console.error(`There is no learner "${values.learner}". Known: ${Object.keys(learners).join(', ')}.`);
  process.exit(2);
}

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());

const started = performance.now();
const learner = values.learner as LearnerName;
const run = await runFlights({ learner, evaluationWeek: values.week, signal: controller.signal, onEvent: report });
if (run.state === 'complete') {
  const seconds = (performance.now() - started) / 1000;
  const summary = await buildSummary(run, { learner, evaluationWeek: values.week, seconds });
  await mkdir(places.output, { recursive: true });
  await writeFile(path.join(places.output, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  process.stdout.write(describeSummary(summary));
} else {
  process.exitCode = run.state === 'cancelled' ? 130 : 1;
}

/** One line for each step that ran; the ones that were cached are counted in the summary. */
function report(event: RunEvent): void {
  if (event.type === 'step-end') console.error(`${event.step.padEnd(32)}${(event.durationMs / 1000).toFixed(1)} s`);
  if (event.type === 'step-failed')
    console.error(`${event.step} failed: ${event.error.message}\n  ${event.error.cure}`);
}
