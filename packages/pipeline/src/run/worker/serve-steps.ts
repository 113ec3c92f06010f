import {
  checkOptions,
  optionForms,
  canonicalJson,
  isMillraceError,
  type Clock,
  type Engine,
  type MillraceErrorJson,
} from '@millrace/core';
import { stepFailed } from '../../errors.ts';
import { performStep } from '../perform-step.ts';
import { createSharedEngine, type SharedEngine } from '../shared-engine.ts';
import { findStep, loadPipeline, type LoadedPipeline } from './load-pipeline-step.ts';
import type { FromWorker, PipelineSource, ToWorker } from './worker-protocol.ts';

export interface ServeStepsOptions {
  /** Opens the engine of this process for pipelines that do not bring their own. */
  readonly engine?: (() => Promise<Engine>) | undefined;
  /** What steps are told of the time. @defaultValue the clock of the machine */
  readonly clock?: Clock | undefined;
}

/**
 * Makes this process a worker of `runPipeline`: it performs the steps that it is sent, one at a time, until the run ends
 * or its process dies. To be called by a module that is passed as `workerModule`.
 */
export function serveSteps(options: ServeStepsOptions = {}): void {
  checkOptions<ServeStepsOptions>(options, 'serveSteps', { engine: optionForms.callback, clock: optionForms.callback });
  const { engine: openDefault, clock = Date.now } = options;
  const loaded = new Map<string, Promise<LoadedPipeline>>();
  let shared: SharedEngine | undefined;
  let controller = new AbortController();
  const send = (message: FromWorker): void => {
    if (process.connected) process.send?.(message);
  };

  const load = (source: PipelineSource): Promise<LoadedPipeline> => {
    const key = canonicalJson(source);
    const found = loaded.get(key) ?? loadPipeline(source);
    loaded.set(key, found);
    return found;
  };

  const run = async ({ source, planned, task }: Extract<ToWorker, { readonly type: 'run' }>): Promise<void> => {
    controller = new AbortController();
    try {
      const pipeline = await load(source);
      shared ??= createSharedEngine(pipeline.pipeline.options.engine ?? openDefault);
      const outputs = await performStep(findStep(pipeline, planned), task, {
        signal: controller.signal,
        clock,
        logger: {
          info: (message) => send({ type: 'log', level: 'info', message }),
          warn: (message) => send({ type: 'log', level: 'warn', message }),
        },
        onProgress: (message, fraction) => send({ type: 'progress', message, fraction }),
        engine: shared.engine,
      });
      send({ type: 'done', outputs });
    } catch (cause) {
      const { step, component } = task;
      const error = isMillraceError(cause) ? cause : stepFailed({ step, component, cause });
      send({ type: 'failed', error: toPlain(error.toJSON()), stack: error.stack });
    }
  };

  process.on('message', (message: ToWorker) => {
    if (message.type === 'run') void run(message);
    else if (message.type === 'abort') controller.abort();
    else void Promise.resolve(shared?.close()).finally(() => process.exit(0));
  });
  // The run is gone, and so is whoever would read the result.
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole group; the run decides when its workers stop.
  process.on('SIGINT', () => undefined);
}

/** Details may hold what does not survive the channel (functions, big integers); the message always does. */
function toPlain(error: MillraceErrorJson): MillraceErrorJson {
  try {
    return JSON.parse(JSON.stringify(error)) as MillraceErrorJson;
  } catch {
    return { ...error, details: {} };
  }
}
