import type { SplitStatistics } from '@millrace/core';
import { html, type Html } from '@millrace/core/report';
import { formatCount, formatShare } from '../validation/format-value.ts';

/** A data set, or a split of one, under the name that the page gives it. */
export interface Side {
  readonly dataset: string;
  readonly statistics: SplitStatistics;
}

/** The data sets as a whole, one a row. */
export function renderSummary(sides: readonly Side[]): Html {
  const rows: readonly (readonly [string, (statistics: SplitStatistics) => string])[] = [
    ['Rows', ({ rowCount }) => formatCount(rowCount)],
    ['Columns', ({ columns }) => formatCount(columns.length)],
    [
      'Missing cells',
      ({ columns }) =>
        share(
          sum(columns.map(({ missingCount }) => missingCount)),
          sum(columns.map(({ missingCount, presentCount }) => missingCount + presentCount)),
        ),
    ],
    [
      'Duplicate rows',
      ({ duplicateRowCount, rowCount }) =>
        duplicateRowCount === null ? 'not counted' : share(duplicateRowCount, rowCount),
    ],
  ];
  return html`<table class="summary">
    <thead>
      <tr>
        <td></td>
        ${rows.map(([label]) => html`<th scope="col">${label}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${sides.map(
        ({ dataset, statistics }, i) =>
          html`<tr>
            <th scope="row"><i class="key s${i}"></i> ${dataset}</th>
            ${rows.map(([, of]) => html`<td>${of(statistics)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function share(part: number, whole: number): string {
  if (part === 0) return '0';
  return `${formatCount(part)} (${formatShare(part / Math.max(1, whole))})`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
