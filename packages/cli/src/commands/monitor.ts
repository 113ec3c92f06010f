import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DriftReportPayload } from '@millrace/core';
import { monitor, renderDriftReport, type LabelRule } from '@millrace/monitor';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { invalidOption, noRequests } from '../errors.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { toDataInput, toReferenceInput } from '../load/data-input.ts';
import { formatTable } from '../terminal/table.ts';
import { writeResult } from '../terminal/write-result.ts';

interface MonitorOptions extends GlobalOptions {
  readonly reference: string;
  readonly labels?: string | undefined;
  readonly keys?: string | undefined;
  readonly label?: string | undefined;
  readonly output?: string | undefined;
}

/** `millrace monitor <requests>`: what was served beside what was learned from. Exits 3 on an alert. */
export async function monitorCommand(
  [requests]: readonly string[],
  { reference, labels, keys, label, output, json }: MonitorOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { cwd, signal } = context;
  const directory = path.resolve(cwd, requests!);
  if (path.extname(directory) === '' && !existsSync(directory)) throw noRequests({ directory });
  const report = await monitor(directory, {
    reference: await toReferenceInput(reference, cwd),
    signal,
    ...(labels === undefined ? {} : { labels: await toDataInput(labels, cwd) }),
    ...(keys === undefined ? {} : { keys: keys.split(',').map((key) => key.trim()) }),
    ...(label === undefined ? {} : { label: parseLabelRule(label) }),
  });
  if (output !== undefined) {
    await writeResult(output, { payload: report, renderHtml: () => renderDriftReport(report) }, context);
  }
  context.writeOut(json === true ? `${JSON.stringify(report, null, 2)}\n` : describeReport(report));
  return report.hasAlerts ? exitCodes.findings : exitCodes.ok;
}

/** `late` is a column; `delay>15`, `delay<0` and `state=lost` are rules. Throws `CLI_INVALID_OPTION`. */
export function parseLabelRule(text: string): LabelRule {
  const match = /^([^<>=]+)([<>=])(.+)$/.exec(text);
  if (match === null) return text;
  const [, name, sign, value] = match as unknown as readonly [string, string, string, string];
  const column = name.trim();
  const number = Number(value);
  if (sign === '=') return { column, equals: value.trim() === '' || Number.isNaN(number) ? value.trim() : number };
  if (!Number.isFinite(number)) {
    throw invalidOption({ option: '--label', value: text, expected: `a number behind "${sign}", as in delay>15` });
  }
  return sign === '>' ? { column, greaterThan: number } : { column, lessThan: number };
}

function describeReport({ requests, comparisons, performance, alerts }: DriftReportPayload): string {
  const columns = comparisons.flatMap(({ against, columns }) =>
    columns.map(({ name, state, decidedBy, measures }) => {
      const value = measures.find(({ measure }) => measure === decidedBy)?.value;
      return [name, against, state, decidedBy ?? '', value === undefined || value === null ? '' : value.toFixed(4)];
    }),
  );
  const realised = Object.entries(performance?.metrics ?? {}).map(([name, value]) => [
    name,
    value === null ? 'undefined' : value.toFixed(4),
  ]);
  return [
    requests.rowCount === 1 ? '1 request' : `${requests.rowCount.toLocaleString('en-US')} requests`,
    formatTable(['column', 'against', 'state', 'measure', 'value'], columns),
    ...(realised.length === 0 ? [] : [formatTable(['realised', 'value'], realised)]),
    alerts.length === 0
      ? 'No alerts.\n'
      : `${alerts.map(({ severity, message }) => `${severity}: ${message}`).join('\n')}\n`,
  ].join('\n');
}
