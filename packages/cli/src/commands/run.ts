import path from 'node:path';
import { runPipeline } from '@millrace/pipeline';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadPipeline } from '../load/load-pipeline.ts';
import { parseInteger, parseParameters } from '../load/parse-parameters.ts';
import { describeRun } from '../terminal/describe-run.ts';
import { createRunProgress } from '../terminal/run-progress.ts';
import { findRefusals } from '../terminal/find-refusals.ts';

interface RunOptions extends GlobalOptions {
  readonly directory: string;
  readonly parameter?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly force?: boolean | undefined;
  readonly concurrency: string;
  readonly seed: string;
}

/** `millrace run <file>`: runs a pipeline in worker processes and shows how it goes. Exits 1 when a step failed, 3 when a model was refused. */
export async function runCommand(
  [file]: readonly string[],
  options: RunOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { directory, from, to, force } = options;
  const parameters = parseParameters(options.parameter);
  const { pipeline, module } = await loadPipeline(file!, context.cwd);
  const progress = createRunProgress(context);
  const started = context.clock();
  const result = await runPipeline(pipeline, {
    directory: path.resolve(context.cwd, directory),
    module,
    workerModule: new URL('../step-worker.js', import.meta.url),
    parameters,
    concurrency: parseInteger('--concurrency', options.concurrency, 1),
    seed: parseInteger('--seed', options.seed),
    clock: context.clock,
    signal: context.signal,
    onEvent: progress.onEvent,
    ...(force === true ? { force } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }).finally(progress.finish);
  const durationMs = context.clock() - started;
  const refusals = await findRefusals(result.steps);
  if (options.json === true) context.writeOut(`${JSON.stringify({ ...result, refusals }, null, 2)}\n`);
  else context.writeOut(describeRun(result, { refusals, durationMs }));
  if (result.state === 'cancelled') return exitCodes.interrupted;
  if (result.state === 'failed') return exitCodes.failed;
  return refusals.length === 0 ? exitCodes.ok : exitCodes.findings;
}
