import type { Anomaly, ColumnStatistics, SchemaFeature, SchemaPayload } from '@millrace/core';
import { html, type Html } from '@millrace/core/report';
import { compareColumns } from '../drift/compare-columns.ts';
import { typeName } from '../validation/anomaly.ts';
import { describeAnomaly } from '../validation/describe-anomaly.ts';
import { formatNumber } from '../validation/format-value.ts';
import { drawColumn } from './column-drawing.ts';
import { missingShare, renderNumbers } from './column-numbers.ts';
import { describeExpectation } from './describe-expectation.ts';

/** A column of one or two data sets; undefined where a data set does not have it. */
export interface ComparedColumn {
  readonly name: string;
  readonly sides: readonly { readonly dataset: string; readonly column: ColumnStatistics | undefined }[];
  readonly findings: readonly Anomaly[];
  readonly feature: SchemaFeature | undefined;
  readonly schema: SchemaPayload | undefined;
  /** Position in the data. */
  readonly index: number;
  readonly id: string;
}

/** One column: its findings, its shape, and its numbers, side by side. */
export function renderColumnCard(compared: ComparedColumn): Html {
  const { name, sides, findings, feature, schema, index, id } = compared;
  const found = sides.flatMap(({ dataset, column }) => (column === undefined ? [] : [{ dataset, column }]));
  const type = found[0] === undefined ? 'absent' : typeName(found[0].column);
  const difference = measureDifference(compared);
  const missing = Math.max(0, ...found.map(({ column }) => missingShare(column)));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const state = errors > 0 ? 'error' : findings.length > 0 ? 'warning' : 'fine';
  return html`<article
    class="card ${state}"
    id="${id}"
    data-name="${name}"
    data-type="${found[0]?.column.type ?? 'absent'}"
    data-index="${index}"
    data-findings="${errors * 1000 + findings.length}"
    data-missing="${missing}"
    data-difference="${difference?.value ?? -1}"
  >
    <header>
      <h3><bdi>${name === '' ? '(no name)' : name}</bdi></h3>
      <span class="type">${type}</span>
      ${difference !== undefined && html`<span class="difference" title="${difference.title}">JSD ${difference.text}</span>`}
    </header>
    ${
      findings.length > 0 &&
      html`<ul class="findings">
        ${findings.map((finding) => html`<li class="${finding.severity}"><span class="mark">${finding.severity}</span> ${describeAnomaly({ ...finding, path: '' }).summary}</li>`)}
      </ul>`
    }
    ${found.length > 0 && drawColumn(found)} ${found.length > 0 && renderNumbers(sides)}
    ${found[0]?.column.type === 'list' && renderItemNumbers(sides)}
    ${feature !== undefined && html`<p class="expectation"><span>Schema</span> ${describeExpectation(feature, schema)}</p>`}
  </article>`;
}

function renderItemNumbers(sides: ComparedColumn['sides']): Html {
  const items = sides.map(({ dataset, column }) => ({
    dataset,
    column: column?.type === 'list' ? column.items : undefined,
  }));
  return html`<p class="caption">Items</p>
    ${renderNumbers(items)}`;
}

function measureDifference({
  sides,
}: ComparedColumn): { readonly value: number; readonly text: string; readonly title: string } | undefined {
  const [left, right] = sides.map(({ column }) => column);
  if (left === undefined || right === undefined) return undefined;
  const distance = compareColumns(left, right, { measure: 'jensenShannon' });
  if ('unavailable' in distance) return undefined;
  const bound = distance.isExact ? '' : '≥ ';
  const title = 'Jensen-Shannon divergence of the two data sets: 0 is equal, 1 has nothing in common';
  return { value: distance.value, text: bound + formatNumber(Number(distance.value.toPrecision(2))), title };
}
