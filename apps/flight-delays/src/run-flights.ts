import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '@millrace/core';
import { openEngine } from '@millrace/data';
import { runPipeline, type RunResult } from '@millrace/pipeline';
import { landWeeks } from './land-weeks.ts';
import pipeline, { type LearnerName } from './pipeline.ts';
import { placesOf, type Places } from './places.ts';

export interface RunFlightsOptions {
  readonly evaluationWeek: string;
  readonly learner: LearnerName;
  /** Flights to take, evenly from all weeks. @defaultValue all three million */
  readonly rows?: number | undefined;
  /** @defaultValue where the app keeps its things for this number of flights */
  readonly places?: Places | undefined;
  /** The last step that is wanted. @defaultValue all steps run */
  readonly to?: string | undefined;
  /** The module that worker processes start with. @defaultValue the one of the pipeline package */
  readonly workerModule?: URL | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** Lands the weekly files where they are missing and runs the pipeline, each step in a process of its own. */
export async function runFlights({
  evaluationWeek,
  learner,
  rows,
  places = placesOf(rows),
  to,
  workerModule,
  signal,
  onEvent,
}: RunFlightsOptions): Promise<RunResult> {
  await using engine = await openEngine();
  await landWeeks(engine, places.landing, { rows, signal });
  const serving = path.join(places.serving, learner);
  return runPipeline(pipeline, {
    directory: places.state,
    module: new URL('./pipeline.js', import.meta.url),
    workerModule,
    parameters: { landing: places.landing, schemaFile: places.schemaFile, serving, evaluationWeek, learner },
    // The push is the one step whose effect lies outside the artifacts.
    force: existsSync(serving) || to !== undefined ? [] : ['Pusher'],
    to,
    signal,
    onEvent,
  });
}
