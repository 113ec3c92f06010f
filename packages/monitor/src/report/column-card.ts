import type { ColumnDrift, DriftComparison, DriftMeasure, DriftState } from '@millrace/core';
import { html, type Html } from '@millrace/core/report';
import { measureTitles, sideName } from '../alerts/find-alerts.ts';
import { drawRanges, drawValueBars } from './draw-histogram.ts';
import { formatNoise, formatNumber, formatShare } from './format.ts';

const stateWords: Readonly<Record<DriftState, string>> = {
  alert: 'drifted',
  warning: 'moved',
  undecided: 'too few rows',
  stable: 'stable',
  'not-compared': 'not judged',
};
const stateOrder: readonly DriftState[] = ['alert', 'warning', 'undecided', 'not-compared', 'stable'];

/** One comparison: its columns as cards, what has moved first. */
export function renderComparison(comparison: DriftComparison): Html {
  const { against, columns, rowCount, absentColumns, extraColumns } = comparison;
  const order = [...columns].sort((a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state));
  const id = `against-${against}`;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">Against ${sideName(against)} <small>${rowCount.toLocaleString('en')} rows</small></h2>
    <p class="legend">
      <span><i class="key current"></i>requests</span><span><i class="key reference"></i>${sideName(against)}</span>
    </p>
    ${columns.length === 0 && html`<p class="note">No column can be compared.</p>`}
    <div class="cards">${order.map(renderColumn)}</div>
    ${renderNames('Only in the requests', extraColumns)} ${renderNames(`Only in ${sideName(against)}`, absentColumns)}
  </section>`;
}

function renderNames(title: string, names: readonly string[]): Html | undefined {
  if (names.length === 0) return undefined;
  return html`<p class="note">${title}: ${names.map((name, i) => html`${i > 0 && ', '}<bdi>${name}</bdi>`)}</p>`;
}

function renderColumn(column: ColumnDrift): Html {
  const { name, type, state, histogram, measures, decidedBy } = column;
  const isRange = type !== 'string' && type !== 'boolean';
  return html`<article class="card ${state}">
    <header>
      <h3><bdi>${breakable(name)}</bdi></h3>
      <span class="type">${type}</span><span class="mark">${stateWords[state]}</span>
    </header>
    ${histogram !== null && (isRange ? drawRanges(histogram, `Distribution of ${name}`) : drawValueBars(histogram))}
    <table class="measures">
      <tbody>
        ${measures.map((measure) => renderMeasure(measure, measure.measure === decidedBy))} ${renderRates(column)}
      </tbody>
    </table>
    ${column.unknownValues.length > 0 && html`<p class="note">New: ${column.unknownValues.slice(0, 6).map(({ value, count }, i) => html`${i > 0 && ', '}<bdi>${value.slice(0, 40)}</bdi> <small>${count}</small>`)}</p>`}
  </article>`;
}

// Names of features are long; they break behind an underscore rather than anywhere.
function breakable(name: string): readonly Html[] {
  return name.split(/(?<=_)/).map((part, i) => html`${i > 0 && html`<wbr />`}${part}`);
}

function renderMeasure({ measure, value, noise, unavailable }: DriftMeasure, isDeciding: boolean): Html {
  const title = measureTitles[measure];
  if (unavailable !== null) {
    return html`<tr>
      <th scope="row">${shortTitles[measure]}</th>
      <td colspan="2" class="soft">${unavailable}</td>
    </tr>`;
  }
  return html`<tr class="${isDeciding && 'deciding'}">
    <th scope="row" title="${title}">${shortTitles[measure]}</th>
    <td>${formatNumber(value)}</td>
    <td class="soft" title="What samples of these sizes reach by chance, one report in a hundred">
      ${noise !== null && `chance ${formatNoise(noise)}`}
    </td>
  </tr>`;
}

const shortTitles = {
  jensenShannon: 'Jensen-Shannon',
  infinityNorm: 'L-infinity',
  psi: 'Stability index',
  ks: 'Kolmogorov-Smirnov',
  wasserstein: 'Wasserstein / σ',
} as const;

function renderRates({ missingRate, unknownRate, outOfRangeRate }: ColumnDrift): Html {
  const row = (title: string, text: string, more?: string): Html =>
    html`<tr>
      <th scope="row">${title}</th>
      <td>${text}</td>
      <td class="soft">${more}</td>
    </tr>`;
  const hasMissing = missingRate.current > 0 || missingRate.reference > 0;
  return html`${hasMissing && row('Missing', formatShare(missingRate.current), `was ${formatShare(missingRate.reference)}`)}
  ${unknownRate !== null && unknownRate > 0 && row('New values', formatShare(unknownRate))}
  ${outOfRangeRate !== null && outOfRangeRate > 0 && row('Out of range', formatShare(outOfRangeRate))}`;
}
