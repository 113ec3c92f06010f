import path from 'node:path';
import {
  computeStatistics,
  inferSchema,
  readSchema,
  renderStatisticsReport,
  validate,
} from '@millrace/data-validation';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { toDataInput } from '../load/data-input.ts';
import { writeResult } from '../terminal/write-result.ts';

interface ValidateOptions extends GlobalOptions {
  readonly schema?: string | undefined;
  readonly previous?: string | undefined;
  readonly output?: string | undefined;
}

/** `millrace validate <data>`: anomalies against a schema, exit code 3 when there are errors; without a schema, the inferred one. */
export async function validateCommand(
  [data]: readonly string[],
  { schema: schemaFile, previous: previousData, output, json }: ValidateOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { signal, cwd } = context;
  const statistics = await computeStatistics(await toDataInput(data!, cwd), { signal });
  if (schemaFile === undefined) {
    context.writeOut(`${JSON.stringify(inferSchema(statistics), null, 2)}\n`);
    context.writeError(
      'No schema was given: this is the one that fits the data. Review it, save it, and pass it with --schema.\n',
    );
    return exitCodes.ok;
  }
  const schema = await readSchema(path.resolve(cwd, schemaFile));
  const previous =
    previousData === undefined ? undefined : await computeStatistics(await toDataInput(previousData, cwd), { signal });
  const report = validate(statistics, schema, { previous });
  const { anomalies, blessed, lines, errorCount, warningCount } = report;
  if (output !== undefined) {
    const renderHtml = (): string =>
      renderStatisticsReport({ left: statistics, right: previous, anomalies, schema, title: data!, leftName: data! });
    await writeResult(output, { payload: anomalies, renderHtml }, context);
  }
  if (json === true) context.writeOut(`${JSON.stringify(report, null, 2)}\n`);
  else if (lines.length === 0) context.writeOut('No anomalies.\n');
  else context.writeOut(`${lines.join('\n')}\n\n${errorCount} errors, ${warningCount} warnings.\n`);
  return blessed ? exitCodes.ok : exitCodes.findings;
}
