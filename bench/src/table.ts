import type { BenchResult } from './bench-case.ts';
import { formatFigure } from './figures.ts';

const headers = ['what', 'ours', 'baseline', 'ratio', 'spread', 'memory', 'bar', 'met'] as const;

function cellsOf({ name, unit, ours, against, baseline, ratio, spread, peakMb, bar, met }: BenchResult): string[] {
  return [
    name,
    `${formatFigure(ours)} ${unit}`,
    against === null ? '' : baseline === null ? `${against}: failed` : `${against} ${formatFigure(baseline)} ${unit}`,
    ratio === null ? '' : ratio.toFixed(2),
    `${Math.round(spread * 100)} %`,
    `${Math.round(peakMb)} MB`,
    bar ?? '',
    met === null ? '' : met ? 'yes' : 'no',
  ];
}

/** The lines for a terminal, columns aligned. */
export function formatTable(results: readonly BenchResult[]): string {
  const rows = [[...headers], ...results.map(cellsOf)];
  const widths = headers.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  const [head, ...body] = rows;
  return `${[line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')}\n`;
}

/** The lines as a table in Markdown. */
export function formatMarkdownTable(results: readonly BenchResult[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [line(headers), line(headers.map(() => '---')), ...results.map((result) => line(cellsOf(result)))].join('');
}

/** Where a peer is better, one sentence each. The other baselines are floors: nobody gets below `node` alone. */
export function describeLosses(results: readonly BenchResult[]): readonly string[] {
  return results.flatMap(({ name, against, isPeer, ratio, unit }) => {
    if (ratio === null || !isPeer) return [];
    const isSlower = unit === 'requests/s' ? ratio < 1 : ratio > 1;
    return isSlower ? [`${name}: ${against} is better (ratio ${ratio.toFixed(2)})`] : [];
  });
}
