import type { RealisedPerformance } from '@millrace/core';
import { html, type Html } from '@millrace/core/report';
import { round } from './draw-histogram.ts';
import { formatCount, formatNumber } from './format.ts';

const size = { width: 460, height: 190, left: 52, right: 10, top: 8, bottom: 24 };

interface Series {
  readonly metric: string;
  readonly title: string;
  readonly className: string;
}

const charts: Readonly<
  Record<RealisedPerformance['task'], readonly { readonly title: string; readonly series: readonly Series[] }[]>
> = {
  binary: [
    {
      title: 'Predicted and observed rate',
      series: [
        { metric: 'meanPrediction', title: 'predicted', className: 'current' },
        { metric: 'baseRate', title: 'observed', className: 'other' },
      ],
    },
    { title: 'Log loss', series: [{ metric: 'logLoss', title: 'log loss', className: 'current' }] },
    { title: 'ROC AUC', series: [{ metric: 'rocAuc', title: 'ROC AUC', className: 'current' }] },
  ],
  'multi-class': [{ title: 'Accuracy', series: [{ metric: 'accuracy', title: 'accuracy', className: 'current' }] }],
  regression: [
    {
      title: 'Prediction and label',
      series: [
        { metric: 'meanPrediction', title: 'mean prediction', className: 'current' },
        { metric: 'meanLabel', title: 'mean label', className: 'other' },
      ],
    },
    { title: 'Mean absolute error', series: [{ metric: 'mae', title: 'MAE', className: 'current' }] },
  ],
};

/** Realised performance day by day; nothing where there are fewer than two days. */
export function drawDays({ task, days }: RealisedPerformance): Html | undefined {
  if (days.length < 2) return undefined;
  return html`<div class="charts">${charts[task].map(({ title, series }) => drawChart(title, series, days))}</div>`;
}

function drawChart(title: string, series: readonly Series[], days: RealisedPerformance['days']): Html {
  const values = series
    .flatMap(({ metric }) => days.map((day) => day.metrics[metric] ?? null))
    .filter((value) => value !== null);
  if (values.length === 0) return html``;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = (most - least) * 0.15 || Math.abs(most) * 0.1 || 1;
  const [low, high] = [least >= 0 ? Math.max(0, least - margin) : least - margin, most + margin];
  const base = size.height - size.bottom;
  const x = (i: number): number => round(size.left + (i / (days.length - 1)) * (size.width - size.left - size.right));
  const y = (value: number): number => round(base - ((value - low) / (high - low)) * (base - size.top));
  const ticks = [0, 0.5, 1].map((share) => low + share * (high - low));
  return html`<figure class="card">
    <figcaption>${title}</figcaption>
    <svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${title} by day">
      ${ticks.map((tick) => html`<path class="grid" d="M${size.left},${y(tick)}H${size.width - size.right}" /><text x="${size.left - 6}" y="${y(tick) + 3.5}" text-anchor="end">${formatNumber(tick)}</text>`)}
      ${series.map(({ metric, className }) => html`<path class="line ${className}" d="${linePath(days, metric, { x, y })}" />`)}
      ${days.map((day, i) =>
        series.map(({ metric, title: name, className }) => {
          const value = day.metrics[metric] ?? null;
          return (
            value !== null &&
            html`<circle class="${className}" cx="${x(i)}" cy="${y(value)}" r="3.2"
              ><title>${day.date}: ${name} ${formatNumber(value)}, ${formatCount(day.rowCount)} rows</title></circle
            >`
          );
        }),
      )}
      <text x="${size.left}" y="${size.height - 5}">${days[0]!.date}</text>
      <text x="${size.width - size.right}" y="${size.height - 5}" text-anchor="end">${days.at(-1)!.date}</text>
    </svg>
    ${series.length > 1 && html`<p class="legend">${series.map(({ title: name, className }) => html`<span><i class="key ${className}"></i>${name}</span>`)}</p>`}
  </figure>`;
}

function linePath(
  days: RealisedPerformance['days'],
  metric: string,
  { x, y }: { readonly x: (i: number) => number; readonly y: (value: number) => number },
): string {
  let path = '';
  let isOpen = false;
  days.forEach((day, i) => {
    const value = day.metrics[metric] ?? null;
    if (value !== null) path += `${isOpen ? 'L' : 'M'}${x(i)},${y(value)}`;
    isOpen = value !== null;
  });
  return path;
}
