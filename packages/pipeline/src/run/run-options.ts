import { availableParallelism } from 'node:os';
import path from 'node:path';
import {
  checkOptions,
  optionForms,
  type OptionForm,
  canonicalJson,
  type Clock,
  type Engine,
  type JsonObject,
  type Logger,
  type RunEvent,
} from '@millrace/core';
import { invalidOption } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import { readIds, selectSteps, type StepSelection } from './select-steps.ts';

/** Parameters are asked for when the pipeline declares some. */
export type PipelineParameters<TParameters> =
  Readonly<Record<string, never>> extends TParameters
    ? { readonly parameters?: TParameters | undefined }
    : { readonly parameters: TParameters };

export interface RunPipelineSettings extends StepSelection {
  /** State of the project: metadata, artifacts, scratch. @defaultValue `.millrace` in the working directory */
  readonly directory?: string | undefined;
  /**
   * Module that exports the pipeline. With it, steps run in worker processes, each with its own memory, which are ended
   * when a step does not stop in time; without it, they run in this process.
   */
  readonly module?: URL | string | undefined;
  /** Module that worker processes start with; it calls `serveSteps`. @defaultValue one without an engine of its own */
  readonly workerModule?: URL | string | undefined;
  /** Opens the engine that steps get, in this process. @defaultValue the engine of the pipeline's definition */
  readonly engine?: (() => Promise<Engine>) | undefined;
  /** Steps that may run at once. @defaultValue the number of cores, at most 2 */
  readonly concurrency?: number | undefined;
  /** Same seed, inputs, parameters and code: same artifacts. Part of every cache key. @defaultValue 0 */
  readonly seed?: number | undefined;
  /** @defaultValue the clock of the machine */
  readonly clock?: Clock | undefined;
  /** Steps that run even when they are cached; `true` for all. @defaultValue false */
  readonly force?: boolean | string | readonly string[] | undefined;
  /** Aborting it cancels the run: running steps are asked to stop, and ended after one second. */
  readonly signal?: AbortSignal | undefined;
  /** @defaultValue silence */
  readonly logger?: Logger | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

export type RunPipelineOptions<TParameters = unknown> = RunPipelineSettings & PipelineParameters<TParameters>;

/** The options of a run, checked and complete. */
export interface RunSettings {
  readonly directory: string;
  readonly concurrency: number;
  readonly seed: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onEvent: (event: RunEvent) => void;
  readonly parameters: JsonObject;
}

const silence: Logger = { info: () => undefined, warn: () => undefined };

const names: OptionForm = {
  expected: 'the name of a step, or a list of them',
  admits: (value) => optionForms.text.admits(value) || optionForms.texts.admits(value),
};
const module: OptionForm = {
  expected: 'the URL of a module, such as `import.meta.url`',
  admits: (value) => value instanceof URL || (typeof value === 'string' && URL.canParse(value)),
};

/** Refuses options of a run that nobody reads, or of another form. Throws as `checkOptions` does. */
export function checkRunOptions(options: RunPipelineOptions): void {
  const { text, callback, signal, logger, object } = optionForms;
  checkOptions<RunPipelineOptions>(options, 'runPipeline', {
    directory: text,
    module,
    workerModule: module,
    engine: callback,
    concurrency: true,
    seed: true,
    clock: callback,
    force: {
      expected: 'true, false, or the names of steps',
      admits: (value) => typeof value === 'boolean' || names.admits(value),
    },
    from: names,
    to: names,
    signal,
    logger,
    onEvent: callback,
    parameters: object,
  });
}

/** Fills in defaults. Throws `PIPELINE_INVALID_OPTION`, `CORE_NOT_JSON`. */
export function readRunOptions({
  directory = '.millrace',
  concurrency = Math.min(availableParallelism(), 2),
  seed = 0,
  clock = Date.now,
  signal = new AbortController().signal,
  logger = silence,
  onEvent = () => undefined,
  parameters,
}: RunPipelineOptions): RunSettings {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw invalidOption({ option: 'concurrency', value: concurrency, expected: 'a whole number from 1' });
  }
  if (!Number.isSafeInteger(seed)) throw invalidOption({ option: 'seed', value: seed, expected: 'a whole number' });
  const plain = JSON.parse(canonicalJson(parameters ?? {})) as JsonObject;
  return { directory: path.resolve(directory), concurrency, seed, clock, signal, logger, onEvent, parameters: plain };
}

/** Which steps run, and which of them whatever the cache says. Throws `PIPELINE_UNKNOWN_STEP`. */
export function readSelection(
  plan: Plan,
  { force = false, from, to }: RunPipelineSettings,
): { readonly selected: ReadonlySet<string>; readonly isForced: (step: string) => boolean } {
  const ids = plan.steps.map(({ id }) => id);
  const forced = new Set(typeof force === 'boolean' ? (force ? ids : []) : readIds(ids, { force }));
  return { selected: selectSteps(plan, { from, to }), isForced: (step) => forced.has(step) };
}
