import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '@millrace/core';
import { openEngine } from '@millrace/data';
import { runPipeline, type RunResult } from '@millrace/pipeline';
import { landWeeks } from './land-weeks.ts';
import pipeline, { type LearnerName } from './pipeline.ts';

const app = path.resolve(import.meta.dirname, '..');

/** Where the app keeps its things; all of it can be deleted and comes back with the next run. */
export const places = {
  output: path.join(app, 'out'),
  landing: path.join(app, 'out', 'landing'),
  state: path.join(app, '.millrace'),
  schemaFile: path.join(app, 'schema.json'),
} as const;

export interface RunFlightsOptions {
  readonly evaluationWeek: string;
  readonly learner: LearnerName;
  /** The last step that is wanted. @defaultValue all steps run */
  readonly to?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** Lands the weekly files where they are missing and runs the pipeline, each step in a process of its own. */
export async function runFlights({
  evaluationWeek,
  learner,
  to,
  signal,
  onEvent,
}: RunFlightsOptions): Promise<RunResult> {
  await using engine = await openEngine();
  await landWeeks(engine, places.landing);
  const serving = path.join(places.output, 'serving', learner);
  return runPipeline(pipeline, {
    directory: places.state,
    module: new URL('./pipeline.js', import.meta.url),
    parameters: { landing: places.landing, schemaFile: places.schemaFile, serving, evaluationWeek, learner },
    // The push is the one step whose effect lies outside the artifacts.
    force: existsSync(serving) || to !== undefined ? [] : ['Pusher'],
    to,
    signal,
    onEvent,
  });
}
