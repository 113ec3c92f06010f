import type { ColumnStatistics } from '@millrace/core';
import { html, type Html } from '@millrace/core/report';
import { formatCount, formatNumber, formatShare, formatTime } from '../validation/format-value.ts';

interface NumbersSide {
  readonly dataset: string;
  readonly column: ColumnStatistics | undefined;
}

/** The share of rows without a value. */
export function missingShare({ presentCount, missingCount }: ColumnStatistics): number {
  return missingCount / Math.max(1, presentCount + missingCount);
}

type NumberRow = readonly [label: string, of: (column: ColumnStatistics) => string | undefined];

const number = (value: number | null | undefined): string | undefined =>
  value == null ? undefined : formatNumber(value);
const count = (value: number, column: ColumnStatistics): string | undefined =>
  value === 0 ? '0' : `${formatCount(value)} (${formatShare(value / Math.max(1, column.presentCount))})`;

const numberRows: readonly NumberRow[] = [
  [
    'missing',
    (column) =>
      column.missingCount === 0 ? '0' : `${formatCount(column.missingCount)} (${formatShare(missingShare(column))})`,
  ],
  ['distinct', (column) => ('distinctCount' in column ? formatCount(column.distinctCount) : undefined)],
  ['mean', (column) => ('mean' in column ? number(column.mean) : undefined)],
  ['std dev', (column) => ('standardDeviation' in column ? number(column.standardDeviation) : undefined)],
  ['min', (column) => ('min' in column ? ordered(column, column.min) : undefined)],
  ['1%', (column) => ('percentiles' in column ? ordered(column, column.percentiles[1]) : undefined)],
  ['median', (column) => ('median' in column ? ordered(column, column.median) : undefined)],
  ['99%', (column) => ('percentiles' in column ? ordered(column, column.percentiles[99]) : undefined)],
  ['max', (column) => ('max' in column ? ordered(column, column.max) : undefined)],
  ['zeros', (column) => ('zeroCount' in column ? count(column.zeroCount, column) : undefined)],
  ['NaN', (column) => (column.type === 'float' ? count(column.nanCount, column) : undefined)],
  [
    'infinite',
    (column) =>
      column.type === 'float' ? count(column.positiveInfinityCount + column.negativeInfinityCount, column) : undefined,
  ],
  ['empty', (column) => ('emptyCount' in column ? count(column.emptyCount, column) : undefined)],
  [
    'length',
    (column) =>
      'minLength' in column && column.minLength !== null && column.maxLength !== null
        ? describeLengths(column.minLength, column.maxLength, number(column.meanLength))
        : undefined,
  ],
];

function describeLengths(least: number, most: number, mean: string | undefined): string {
  return least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}, mean ${mean}`;
}

function ordered(column: ColumnStatistics, value: number | null | undefined): string | undefined {
  if (value == null) return undefined;
  return column.type === 'timestamp' ? formatTime(value) : formatNumber(value);
}

/** The numbers of a column as a table, one data set a column. */
export function renderNumbers(sides: readonly NumbersSide[]): Html {
  const rows = numberRows
    .map(([label, of]) => ({
      label,
      cells: sides.map(({ column }) => (column === undefined ? undefined : of(column))),
    }))
    .filter(({ label, cells }) =>
      cells.some((cell) => cell !== undefined && (cell !== '0' || !['NaN', 'infinite', 'empty'].includes(label))),
    );
  return html`<table
    class="numbers ${sides.length > 1 ? 'two' : 'one'} ${sides.some(({ column }) => column?.type === 'timestamp') && 'time'}"
  >
    ${
      sides.length > 1 &&
      html`<thead>
        <tr>
          <td></td>
          ${sides.map(({ dataset }, i) => html`<th scope="col"><i class="key s${i}"></i><span class="visually-hidden">${dataset}</span></th>`)}
        </tr>
      </thead>`
    }
    <tbody>
      ${rows.map(
        ({ label, cells }) =>
          html`<tr>
            <th scope="row">${label}</th>
            ${cells.map((cell) => html`<td>${cell ?? '–'}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
