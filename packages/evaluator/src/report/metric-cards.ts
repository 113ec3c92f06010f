import type { EvaluatedMetric, EvaluatedSlice, EvaluationPayload, MetricEstimate } from '@millrace/core';
import { html, type Html } from '@millrace/core/report';
import { describeMetric, formatNumber, formatSigned, headlineMetrics } from './describe-metric.ts';
import { changeWords, judgeChange } from './judge-change.ts';

/** The metrics that matter first, each with its interval beside the baseline's on one scale. */
export function renderMetricCards({ task, slices }: EvaluationPayload): Html {
  const all = slices[0]!;
  return html`<div class="headline">
    ${headlineMetrics(task).map(({ name, constant }) => {
      const metric = all.metrics[name];
      return metric !== undefined && renderCard(name, metric, constantOf(all, constant));
    })}
  </div>`;
}

function constantOf({ metrics }: EvaluatedSlice, constant: string | number | undefined): number | undefined {
  return typeof constant === 'string' ? (metrics[constant]?.value ?? undefined) : constant;
}

function renderCard(name: string, metric: EvaluatedMetric, constant: number | undefined): Html {
  const { title, hint } = describeMetric(name);
  const verdict = judgeChange(name, metric);
  const { change } = metric;
  return html`<article class="card metric">
    <h3 title="${hint}">${title}</h3>
    <p class="value">${formatNumber(metric.value)} ${renderBounds(metric)}</p>
    ${drawScale(metric, constant)}
    ${
      change !== null &&
      html`<p class="change ${verdict}">
        <b>${formatSigned(change.value)}</b>
        ${change.lower !== null && html`<small>${formatSigned(change.lower)} to ${formatSigned(change.upper)}</small>`}<br />${changeWords[verdict]}
      </p>`
    }
  </article>`;
}

function renderBounds({ lower, upper }: MetricEstimate): Html | undefined {
  return lower === null ? undefined : html`<small>${formatNumber(lower)} to ${formatNumber(upper)}</small>`;
}

/** Candidate, baseline and constant on one axis. */
function drawScale(metric: EvaluatedMetric, constant: number | undefined): Html | undefined {
  const rows = [
    { name: 'candidate', className: 's0', estimate: metric as MetricEstimate },
    ...(metric.baseline === null ? [] : [{ name: 'baseline', className: 's1', estimate: metric.baseline }]),
  ].filter(({ estimate }) => estimate.value !== null);
  const values = rows
    .flatMap(({ estimate }) => [estimate.lower, estimate.value, estimate.upper])
    .filter((x) => x !== null);
  if (values.length === 0) return undefined;
  const marks = constant === undefined ? values : [...values, constant];
  const [least, most] = [Math.min(...marks), Math.max(...marks)];
  const margin = (most - least) * 0.06 || Math.abs(most) * 0.1 || 1;
  const [low, high] = [least - margin, most + margin];
  const x = (value: number): number => Math.round(((value - low) / (high - low)) * 2600) / 10;
  const height = rows.length * 16 + 4;
  return html`<svg class="scale" viewBox="0 0 260 ${height}" role="img" aria-label="${describeScale(rows, constant)}">
    ${constant !== undefined && html`<path class="constant" d="M${x(constant)},0V${height}"><title>a constant prediction: ${formatNumber(constant)}</title></path>`}
    ${rows.map(({ name, className, estimate: { value, lower, upper } }, i) => {
      const y = 10 + i * 16;
      return html`<g class="${className}"
        ><title>${name}: ${formatNumber(value)}</title>
        <path class="track" d="M0,${y}H260" />
        ${lower !== null && upper !== null && html`<path class="interval" d="M${x(lower)},${y}H${x(upper)}" />`}<circle
          cx="${x(value!)}"
          cy="${y}"
          r="4"
      /></g>`;
    })}
  </svg>`;
}

function describeScale(
  rows: readonly { readonly name: string; readonly estimate: MetricEstimate }[],
  constant: number | undefined,
): string {
  const parts = rows.map(({ name, estimate }) => `${name} ${formatNumber(estimate.value)}`);
  return [...parts, ...(constant === undefined ? [] : [`constant ${formatNumber(constant)}`])].join(', ');
}

/** Every metric of all rows as a table. */
export function renderMetricTable({ slices, intervals }: EvaluationPayload): Html {
  const { metrics } = slices[0]!;
  const hasBaseline = Object.values(metrics).some(({ baseline }) => baseline !== null);
  const bounds = ({ lower, upper }: MetricEstimate): Html | undefined =>
    lower === null ? undefined : html` <small>${formatNumber(lower)} to ${formatNumber(upper)}</small>`;
  return html`<div class="scroll">
    <table class="plain metrics">
      <thead>
        <tr>
          <th scope="col">metric</th>
          <th scope="col">
            candidate${intervals !== null && html` <small>${Math.round(intervals.level * 100)} % interval</small>`}
          </th>
          ${
            hasBaseline &&
            html`<th scope="col">baseline</th>
              <th scope="col">change</th>
              <th scope="col"><span class="visually-hidden">verdict</span></th>`
          }
        </tr>
      </thead>
      <tbody>
        ${Object.entries(metrics).map(([name, metric]) => {
          const { title, hint } = describeMetric(name);
          const verdict = judgeChange(name, metric);
          return html`<tr>
            <th scope="row" title="${hint}">${title} <code>${name}</code></th>
            <td>${formatNumber(metric.value)}${bounds(metric)}</td>
            ${
              hasBaseline &&
              html`<td>${formatNumber(metric.baseline?.value ?? null)}</td>
                <td>
                  ${formatSigned(metric.change?.value ?? null)}${metric.change !== null && metric.change.lower !== null && html` <small>${formatSigned(metric.change.lower)} to ${formatSigned(metric.change.upper)}</small>`}
                </td>
                <td class="change ${verdict}">
                  ${{ better: 'better', worse: 'worse', moved: 'differs', unclear: '', none: '' }[verdict]}
                </td>`
            }
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
