import path from 'node:path';
import { runPipeline, type RunResult } from '@millrace/pipeline';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadPipeline } from '../load/load-pipeline.ts';
import { parseInteger, parseParameters } from '../load/parse-parameters.ts';
import { describeProperties, shortDigest } from '../terminal/describe-time.ts';
import { describeError } from '../terminal/report-error.ts';
import { createRunProgress } from '../terminal/run-progress.ts';
import { formatDuration, formatTable } from '../terminal/table.ts';

interface RunOptions extends GlobalOptions {
  readonly directory: string;
  readonly parameter?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly force?: boolean | undefined;
  readonly concurrency: string;
  readonly seed: string;
}

/** `millrace run <file>`: runs a pipeline in worker processes and shows how it goes. Exits 1 when a step failed. */
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
  if (options.json === true) context.writeOut(`${JSON.stringify(result, null, 2)}\n`);
  else context.writeOut(describeRun(result, context.clock() - started));
  if (result.state === 'cancelled') return exitCodes.interrupted;
  return result.state === 'complete' ? exitCodes.ok : exitCodes.failed;
}

function describeRun({ runId, state, steps }: RunResult, durationMs: number): string {
  const cached = steps.filter((step) => step.state === 'cached').length;
  const rows = steps.flatMap(({ id, outputs }) =>
    Object.entries(outputs).map(([port, { kind, digest, properties }]) => [
      id,
      port,
      kind,
      shortDigest(digest),
      describeProperties(properties),
    ]),
  );
  const errors = steps
    .filter((step) => step.error !== undefined)
    .map(({ id, error }) => `\n${id} failed: ${describeError(error)}`);
  const head = `Run ${runId} is ${state}: ${steps.length} steps, ${cached} cached, ${formatDuration(durationMs)}.\n`;
  return `${rows.length === 0 ? '' : `${formatTable(['step', 'output', 'kind', 'artifact', 'properties'], rows)}\n`}${head}${errors.join('')}`;
}
