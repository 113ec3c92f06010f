import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isMillraceError, type RunEvent } from '@millrace/core';
import { buildSummary } from './build-summary.ts';
import { describeSummary } from './describe-summary.ts';
import { placesIn, placesOf } from './places.ts';
import { readChoices } from './read-choices.ts';
import { runFlights } from './run-flights.ts';

const controller = new AbortController();
const stopCodes = { SIGINT: 130, SIGTERM: 143 } as const;
let stopCode = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first asks the step that runs to stop; a second one, and two seconds, do not wait for it.
    if (controller.signal.aborted) process.exit(stopCode);
    stopCode = stopCodes[signal];
    controller.abort();
    setTimeout(() => process.exit(stopCode), 1700).unref();
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (controller.signal.aborted) process.exit(stopCode);
  if (!isMillraceError(error)) throw error;
  console.error(`error: ${error.message}\n  ${error.cure}`);
  process.exitCode = 1;
}

/** Runs the pipeline and tells what came of it. 0: complete; 1: a step failed; 130 or 143: stopped. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { learner: text, week: text, rows: text, directory: text } });
  const choices = readChoices(values);
  const places = values.directory === undefined ? placesOf(choices.rows) : placesIn(path.resolve(values.directory));
  const started = performance.now();
  const run = await runFlights({ ...choices, places, signal: controller.signal, onEvent: report });
  if (run.state === 'cancelled') return stopCode;
  if (run.state === 'failed') return 1;
  const seconds = (performance.now() - started) / 1000;
  const summary = await buildSummary(run, { ...choices, seconds });
  await mkdir(places.output, { recursive: true });
  await writeFile(path.join(places.output, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  process.stdout.write(describeSummary(summary));
  return 0;
}

/** One line for each step that ran; the ones that were cached are counted in the summary. */
function report(event: RunEvent): void {
  if (event.type === 'step-end') console.error(`${event.step.padEnd(32)}${(event.durationMs / 1000).toFixed(1)} s`);
  if (event.type === 'step-failed') {
    console.error(`${event.step} failed: ${event.error.message}\n  ${event.error.cure}`);
  }
}
