import {
  checkOptions,
  optionForms,
  requiredOption,
  type AnomaliesPayload,
  type Anomaly,
  type SchemaPayload,
  type StatisticsPayload,
} from '@millrace/core';
import { html, trustedText, type Html } from '@millrace/core/report';
import { findControlSplit } from '../statistics/select-split.ts';
import { renderColumnCard, type ComparedColumn } from './column-card.ts';
import { renderFindings } from './findings-list.ts';
import { reportScript } from './report-script.ts';
import { reportStyle } from './report-style.ts';
import { renderSummary, type Side } from './summary-table.ts';
import { renderToolbar } from './toolbar.ts';

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
  const { statistics, schema: schemaForm, text } = optionForms;
  checkOptions<StatisticsReport>(report, 'renderStatisticsReport', {
    left: requiredOption(statistics),
    right: statistics,
    anomalies: { expected: 'anomalies, as `validate` gives (its part `anomalies`)', admits: statistics.admits },
    schema: schemaForm,
    title: text,
    leftName: text,
    rightName: text,
  });
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
