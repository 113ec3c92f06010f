import type { ColumnStatistics, StatisticsPayload } from '@millrace/core';
import { computeStatistics, renderStatisticsReport } from '@millrace/data-validation';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { toDataInput } from '../load/data-input.ts';
import { formatTable } from '../terminal/table.ts';
import { writeResult } from '../terminal/write-result.ts';

interface StatsOptions extends GlobalOptions {
  readonly split?: string | undefined;
  readonly output?: string | undefined;
}

/** `millrace stats <data>`: complete, exact statistics of every column. */
export async function statsCommand(
  [data]: readonly string[],
  { split, output, json }: StatsOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { signal } = context;
  const input = await toDataInput(data!, context.cwd);
  const statistics = await computeStatistics(input, { signal, ...(split === undefined ? {} : { splits: [split] }) });
  if (output !== undefined) {
    const renderHtml = (): string => renderStatisticsReport({ left: statistics, title: data!, leftName: data! });
    await writeResult(output, { payload: statistics, renderHtml }, context);
  }
  context.writeOut(json === true ? `${JSON.stringify(statistics, null, 2)}\n` : describeStatistics(statistics));
  return exitCodes.ok;
}

function describeStatistics({ splits }: StatisticsPayload): string {
  return Object.entries(splits)
    .map(([name, { rowCount, duplicateRowCount, columns }]) => {
      const duplicates =
        duplicateRowCount === null ? '' : `, ${duplicateRowCount.toLocaleString('en-US')} repeat another`;
      const head = `${name}: ${rowCount.toLocaleString('en-US')} rows${duplicates}\n\n`;
      return (
        head + formatTable(['column', 'type', 'missing', 'distinct', 'min', 'mean', 'max'], columns.map(describeColumn))
      );
    })
    .join('\n');
}

function describeColumn(column: ColumnStatistics): readonly string[] {
  const missing = column.missingCount.toLocaleString('en-US');
  const number = (value: number | null): string => (value === null ? '' : String(Number(value.toPrecision(6))));
  const time = (value: number | null): string =>
    value === null ? '' : new Date(value / 1000).toISOString().slice(0, 16);
  switch (column.type) {
    case 'integer':
    case 'float':
      return [
        column.name,
        column.type,
        missing,
        String(column.distinctCount),
        number(column.min),
        number(column.mean),
        number(column.max),
      ];
    case 'timestamp':
      return [column.name, column.type, missing, String(column.distinctCount), time(column.min), '', time(column.max)];
    case 'string':
      return [column.name, column.type, missing, String(column.distinctCount), '', '', ''];
    case 'boolean':
      return [
        column.name,
        column.type,
        missing,
        '2',
        '',
        number(column.trueCount / Math.max(1, column.presentCount)),
        '',
      ];
    case 'list':
      return [
        column.name,
        `list of ${column.itemType}`,
        missing,
        '',
        number(column.minLength),
        number(column.meanLength),
        number(column.maxLength),
      ];
  }
}
