import type { AnomaliesPayload, Anomaly, SchemaPayload, SplitStatistics, StatisticsPayload } from '@millrace/core';
import { findControlSplit } from '../statistics/select-split.ts';
import { describeAnomaly } from '../validation/describe-anomaly.ts';
import { formatCount, formatShare, formatValue } from '../validation/format-value.ts';
import { renderColumnCard, type ComparedColumn } from './column-card.ts';
import { html, prose, trustedText, type Html } from './html.ts';
import { reportScript } from './report-script.ts';
import { reportStyle } from './report-style.ts';

export interface StatisticsReport {
  readonly left: StatisticsPayload;
  /** Data to compare with, split by split. @defaultValue a left with two splits compares these two */
  readonly right?: StatisticsPayload | undefined;
  /** What is wrong with the left. */
  readonly anomalies?: AnomaliesPayload | undefined;
  /** What is expected of the left. */
  readonly schema?: SchemaPayload | undefined;
  /** @defaultValue 'Statistics' */
  readonly title?: string | undefined;
  /** @defaultValue 'this data' */
  readonly leftName?: string | undefined;
  /** @defaultValue 'previous data' */
  readonly rightName?: string | undefined;
}

/**
 * A page about one or two data sets: what is wrong, and every column with its shape and numbers side by side. One HTML text
 * that needs no network and no other file. The same input gives the same text.
 */
export function renderStatisticsReport(report: StatisticsReport): string {
  const { title = 'Statistics', anomalies, schema } = report;
  const pairs = listPairs(report);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
        />
        <title>${title}</title>
        <style>
          ${trustedText(reportStyle)}
        </style>
      </head>
      <body class="show-core">
        <main>
          <h1>${title}</h1>
          ${pairs.length > 1 && html`<nav class="tabs" role="tablist" aria-label="Splits">${pairs.map(({ id, name }, i) => html`<button type="button" role="tab" id="tab-${id}" aria-controls="${id}" aria-selected="${i === 0 ? 'true' : 'false'}">${name}</button>`)}</nav>`}
          ${pairs.map((pair, i) => renderPair(pair, { anomalies, schema, isShown: i === 0, isTab: pairs.length > 1 }))}
        </main>
        <script>
          ${trustedText(reportScript)};
        </script>
      </body>
    </html> `;
  return page.markup.replace(/\n\s*\n/g, '\n');
}

interface Side {
  readonly dataset: string;
  readonly statistics: SplitStatistics;
}

interface Pair {
  readonly id: string;
  readonly name: string;
  /** The splits whose anomalies belong here, by the side that they are about. */
  readonly splits: readonly string[];
  readonly sides: readonly Side[];
}

function listPairs({ left, right, leftName = 'this data', rightName = 'previous data' }: StatisticsReport): Pair[] {
  const splits = Object.entries(left.splits);
  if (right === undefined && splits.length === 2) {
    const sides = splits.map(([dataset, statistics]) => ({ dataset, statistics }));
    return [{ id: 'p0', name: 'all', splits: splits.map(([split]) => split), sides }];
  }
  return splits.map(([split, statistics], i) => {
    const control = right === undefined ? undefined : findControlSplit(right, split);
    const other = control === undefined ? [] : [{ dataset: rightName, statistics: control }];
    return { id: `p${i}`, name: split, splits: [split], sides: [{ dataset: leftName, statistics }, ...other] };
  });
}

interface PairContext {
  readonly anomalies: AnomaliesPayload | undefined;
  readonly schema: SchemaPayload | undefined;
  readonly isShown: boolean;
  readonly isTab: boolean;
}

function renderPair(pair: Pair, { anomalies, schema, isShown, isTab }: PairContext): Html {
  const { id, sides, splits } = pair;
  const findings = splits.flatMap((split) =>
    (anomalies?.splits[split]?.findings ?? []).map((finding) => ({
      split: splits.length > 1 ? split : undefined,
      finding,
    })),
  );
  const columns = compareSides(pair, { findings: findings.map(({ finding }) => finding), schema });
  return html`<section
    class="pair"
    id="${id}"
    ${isTab && html`role="tabpanel" aria-labelledby="tab-${id}"`}
    ${!isShown && html`hidden`}
  >
    ${renderSummary(sides)} ${anomalies !== undefined && renderFindings(findings, columns)}
    ${renderToolbar(columns, sides.length > 1)}
    <div class="cards">${columns.map(renderColumnCard)}</div>
    <p class="none" hidden>No column matches.</p>
  </section>`;
}

function compareSides(
  { id, sides }: Pair,
  { findings, schema }: { readonly findings: readonly Anomaly[]; readonly schema: SchemaPayload | undefined },
): ComparedColumn[] {
  const names = [...new Set(sides.flatMap(({ statistics }) => statistics.columns.map(({ name }) => name)))];
  const absent = findings
    .map(({ path }) => path)
    .filter((path) => path !== '' && !names.includes(path.replace(/\[\]$/, '')));
  return [...names, ...new Set(absent)].map((name, index) => ({
    name,
    index,
    id: `${id}c${index}`,
    sides: sides.map(({ dataset, statistics }) => ({
      dataset,
      column: statistics.columns.find((column) => column.name === name),
    })),
    findings: findings.filter(({ path }) => path === name || path === `${name}[]`),
    feature: schema !== undefined && Object.hasOwn(schema.features, name) ? schema.features[name] : undefined,
    schema,
  }));
}

function renderSummary(sides: readonly Side[]): Html {
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

interface SplitFinding {
  readonly split: string | undefined;
  readonly finding: Anomaly;
}

function renderFindings(findings: readonly SplitFinding[], columns: readonly ComparedColumn[]): Html {
  if (findings.length === 0)
    return html`<p class="verdict fine">
      <span class="mark">valid</span> No anomalies: the data is what the schema expects.
    </p>`;
  const errors = findings.filter(({ finding }) => finding.severity === 'error').length;
  const warnings = findings.length - errors;
  const parts = [
    errors > 0 ? `${errors} ${errors === 1 ? 'error' : 'errors'}` : '',
    warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '',
  ];
  const ordered = findings.toSorted(
    (a, b) => Number(a.finding.severity === 'warning') - Number(b.finding.severity === 'warning'),
  );
  return html`<section class="anomalies">
    <h2>Anomalies <small>${parts.filter((part) => part !== '').join(', ')}</small></h2>
    <ol>
      ${ordered.map(({ finding, split }) => {
        const { summary, advice } = describeAnomaly(finding);
        const column = columns.find(({ name }) => finding.path === name || finding.path === `${name}[]`);
        return html`<li class="${finding.severity}">
          <p>
            <span class="mark">${finding.severity}</span>
            ${split !== undefined && html`<span class="split">${split}</span> `}${column === undefined ? summary : html`<a href="#${column.id}">${summary}</a>`}
          </p>
          <p class="advice">${prose(advice)} <code class="code">${finding.code}</code></p>
          ${finding.examples.length > 0 && html`<p class="examples">${finding.examples.map(({ value, count }) => html`<span><bdi>${formatValue(value)}</bdi><small> ${formatCount(count)}×</small></span> `)}</p>`}
        </li>`;
      })}
    </ol>
  </section>`;
}

function renderToolbar(columns: readonly ComparedColumn[], isCompared: boolean): Html {
  const types = [...new Set(columns.flatMap(({ sides }) => sides.flatMap(({ column }) => column?.type ?? [])))].sort();
  const hasFindings = columns.some(({ findings }) => findings.length > 0);
  return html`<form class="toolbar" role="search">
    <label class="search"
      ><span class="visually-hidden">Find columns</span
      ><input type="search" name="text" placeholder="Find columns" autocomplete="off"
    /></label>
    <label
      >Type
      <select name="type">
        <option value="">all</option>
        ${types.map((type) => html`<option>${type}</option>`)}
      </select></label
    >
    <label
      >Order
      <select name="order">
        <option value="index">as in the data</option>
        ${hasFindings && html`<option value="findings">anomalies first</option>`}
        ${isCompared && html`<option value="difference">most different first</option>`}
        <option value="missing">most missing first</option>
        <option value="name">by name</option>
      </select></label
    >
    ${hasFindings && html`<label><input type="checkbox" name="findings" /> only with anomalies</label>`}
    <span class="spring"></span>
    <label><input type="checkbox" name="log" /> log height</label>
    <label title="Show histograms from the smallest to the largest value, not only the middle 98%"
      ><input type="checkbox" name="full" /> full range</label
    >
    <output aria-live="polite"></output>
  </form>`;
}
