import type { Anomaly } from '@millrace/core';
import { html, prose, type Html } from '@millrace/core/report';
import { describeAnomaly } from '../validation/describe-anomaly.ts';
import { formatCount, formatValue } from '../validation/format-value.ts';
import type { ComparedColumn } from './column-card.ts';

/** A finding, and the split that it is about where the page shows several at once. */
export interface SplitFinding {
  readonly split: string | undefined;
  readonly finding: Anomaly;
}

/** All findings in words, errors first, with a way to the column. */
export function renderFindings(findings: readonly SplitFinding[], columns: readonly ComparedColumn[]): Html {
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
