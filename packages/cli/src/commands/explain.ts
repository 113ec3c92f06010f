import path from 'node:path';
import { explainPipeline } from '@millrace/pipeline';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { loadPipeline } from '../load/load-pipeline.ts';
import { parseInteger, parseParameters } from '../load/parse-parameters.ts';
import { formatTable } from '../terminal/table.ts';

interface ExplainOptions extends GlobalOptions {
  readonly directory: string;
  readonly parameter?: readonly string[] | undefined;
  readonly seed: string;
}

/** `millrace explain <file>`: of every step, whether it would run, and which part of its key says so. */
export async function explainCommand(
  [file]: readonly string[],
  options: ExplainOptions,
  context: CliContext,
): Promise<ExitCode> {
  const parameters = parseParameters(options.parameter);
  const { pipeline } = await loadPipeline(file!, context.cwd);
  const explanation = await explainPipeline(pipeline, {
    directory: path.resolve(context.cwd, options.directory),
    parameters,
    seed: parseInteger('--seed', options.seed),
  });
  if (options.json === true) context.writeOut(`${JSON.stringify(explanation, null, 2)}\n`);
  else {
    context.writeOut(
      formatTable(
        ['step', 'would', 'because'],
        explanation.map(({ step, action, reasons }) => [step, action, reasons.join('; ')]),
      ),
    );
  }
  return exitCodes.ok;
}
