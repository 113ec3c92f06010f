import type { RunResult } from '@millrace/pipeline';
import { describeProperties, shortDigest } from './describe-time.ts';
import type { Refusal } from './find-refusals.ts';
import { describeError } from './report-error.ts';
import { formatDuration, formatTable } from './table.ts';

export interface RunFacts {
  readonly refusals: readonly Refusal[];
  readonly durationMs: number;
}

/** A run for people: what it gave, how it ended, which gates a model failed, which steps failed. */
export function describeRun({ runId, state, steps }: RunResult, { refusals, durationMs }: RunFacts): string {
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
  const table = rows.length === 0 ? '' : `${formatTable(['step', 'output', 'kind', 'artifact', 'properties'], rows)}\n`;
  const head = `Run ${runId} is ${state}: ${steps.length} steps, ${cached} cached, ${formatDuration(durationMs)}.\n`;
  const errors = steps.flatMap(({ id, error }) =>
    error === undefined ? [] : [`\n${id} failed: ${describeError(error)}`],
  );
  return [table, head, ...refusals.map(describeRefusal), ...errors].join('');
}

function describeRefusal({ step, reasons }: Refusal): string {
  return `\n${step} did not bless the model:\n${reasons.map((reason) => `  ${reason}\n`).join('')}`;
}
