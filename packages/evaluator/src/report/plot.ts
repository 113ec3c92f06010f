import { html, type Html } from '@millrace/core/report';

/** An area with two linear axes. */
export interface Plot {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly frame: Html;
}

export interface PlotAxes {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
  readonly xTitle: string;
  readonly yTitle: string;
}

const size = { width: 340, height: 300, left: 54, right: 12, top: 10, bottom: 46 };
export const plotSize = size;

export function createPlot({ x, y, xTitle, yTitle }: PlotAxes): Plot {
  const right = size.width - size.right;
  const bottom = size.height - size.bottom;
  const scale =
    (from: readonly [number, number], to: readonly [number, number]) =>
    (value: number): number =>
      round(to[0] + ((value - from[0]) / (from[1] - from[0])) * (to[1] - to[0]));
  const toX = scale(x, [size.left, right]);
  const toY = scale(y, [bottom, size.top]);
  const frame = html`${listTicks(y).map(
      (tick) =>
        html`<path class="grid" d="M${size.left},${toY(tick)}H${right}" />
          <text x="${size.left - 6}" y="${toY(tick) + 3.5}" text-anchor="end">${shortNumber(tick)}</text>`,
    )}
    ${listTicks(x).map(
      (tick) =>
        html`<path class="grid" d="M${toX(tick)},${size.top}V${bottom}" />
          <text x="${toX(tick)}" y="${bottom + 17}" text-anchor="middle">${shortNumber(tick)}</text>`,
    )}
    <path class="axis" d="M${size.left},${size.top}V${bottom}H${right}" />
    <text class="title" x="${(size.left + right) / 2}" y="${size.height - 5}" text-anchor="middle">${xTitle}</text>
    <text class="title" transform="translate(13 ${(size.top + bottom) / 2}) rotate(-90)" text-anchor="middle"
      >${yTitle}</text
    >`;
  return { x: toX, y: toY, frame };
}

/** A line through points given by their coordinates. */
export function linePath(plot: Plot, xs: readonly number[], ys: readonly number[]): string {
  return xs.map((x, i) => `${i === 0 ? 'M' : 'L'}${plot.x(x)},${plot.y(ys[i]!)}`).join('');
}

/** The chart as a figure with a heading and a legend of what is drawn. */
export function figure(
  title: string,
  content: { readonly label: string; readonly body: Html; readonly legend: readonly Html[] },
): Html {
  return html`<figure class="card">
    <figcaption>${title}</figcaption>
    <svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${content.label}">
      ${content.body}
    </svg>
    <p class="legend">${content.legend.map((entry) => html`<span>${entry}</span>`)}</p>
  </figure>`;
}

/** About five round numbers within a range. */
function listTicks([low, high]: readonly [number, number]): readonly number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A range that ends on a tick. */
export function niceTop(value: number): number {
  const ticks = listTicks([0, value]);
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : value;
  return Math.ceil(value / step - 1e-9) * step;
}

function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`.replace('-', '−');
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`.replace('-', '−');
  return String(Number(value.toPrecision(6))).replace('-', '−');
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
