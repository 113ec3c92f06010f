import type { ExecutionRecord, MetadataStore, RunRecord } from '@millrace/core';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { unknownRun } from '../errors.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { openMetadata } from '../load/open-metadata.ts';
import { parseInteger } from '../load/parse-parameters.ts';
import { describeTime } from '../terminal/describe-time.ts';
import { formatDuration, formatTable } from '../terminal/table.ts';

interface RunsOptions extends GlobalOptions {
  readonly directory: string;
  readonly limit: string;
}

/** `millrace runs [run]`: the runs of a project, or the steps of one. */
export async function runsCommand(
  [id]: readonly string[],
  { directory, limit, json }: RunsOptions,
  context: CliContext,
): Promise<ExitCode> {
  const count = parseInteger('--limit', limit, 1);
  await using store = await openMetadata(directory, context);
  if (id === undefined) {
    const runs = await store.listRuns({ limit: count });
    context.writeOut(json === true ? `${JSON.stringify(runs, null, 2)}\n` : runsTable(runs));
    return exitCodes.ok;
  }
  const run = await findRun(store, id);
  const executions = [...(await store.listExecutions({ runId: run.id, limit: 10_000 }))].reverse();
  if (json === true) context.writeOut(`${JSON.stringify({ run, executions }, null, 2)}\n`);
  else context.writeOut(`${runsTable([run])}\n${stepsTable(executions)}`);
  return exitCodes.ok;
}

async function findRun(store: MetadataStore, id: string): Promise<RunRecord> {
  const exact = await store.getRun(id);
  if (exact !== undefined) return exact;
  const runs = await store.listRuns({ limit: 1000 });
  const found = runs.filter((run) => run.id.startsWith(id));
  if (found.length === 1) return found[0]!;
  throw unknownRun({ id, known: runs.slice(0, 50).map((run) => run.id) });
}

function runsTable(runs: readonly RunRecord[]): string {
  if (runs.length === 0) return 'No run yet.\n';
  return formatTable(
    ['run', 'pipeline', 'state', 'started (UTC)', 'took'],
    runs.map(({ id, pipeline, state, startedAt, endedAt }) => [
      id,
      pipeline,
      state,
      describeTime(startedAt),
      endedAt === null ? '' : formatDuration((endedAt - startedAt) / 1000),
    ]),
  );
}

function stepsTable(executions: readonly ExecutionRecord[]): string {
  return formatTable(
    ['step', 'component', 'state', 'took', 'error'],
    executions.map(({ step, component, componentVersion, state, startedAt, endedAt, error }) => [
      step,
      `${component} ${componentVersion}`,
      state,
      endedAt === null || state === 'cached' ? '' : formatDuration((endedAt - startedAt) / 1000),
      error?.message ?? '',
    ]),
  );
}
