import type { Histogram } from '@millrace/core';
import { html, type Html } from './html.ts';

export interface ChartSeries {
  readonly name: string;
  readonly histogram: Histogram;
  /** All values of the column, those outside the histogram too. */
  readonly total: number;
}

export interface HistogramChart {
  /** One or two. */
  readonly series: readonly ChartSeries[];
  readonly formatTick: (value: number) => string;
  /** Edges of a bucket, in full. @defaultValue as ticks */
  readonly formatEdge?: ((value: number) => string) | undefined;
  /** Positions of the labels on the axis. @defaultValue round numbers */
  readonly ticks?: ((low: number, high: number) => readonly number[]) | undefined;
  /** Said to those who cannot see the drawing. */
  readonly label: string;
}

const size = { width: 340, height: 112, top: 6, bottom: 18, side: 6 };
const plotHeight = size.height - size.top - size.bottom;

/** Up to two histograms over one axis, as areas, once with a linear and once with a logarithmic height; a switch of the page shows one of them. */
export function drawHistograms(chart: HistogramChart): Html {
  const { series, formatTick, formatEdge = formatTick, ticks = roundTicks, label } = chart;
  const domain = findDomain(series);
  const x = (value: number): number =>
    size.side + ((value - domain.low) / (domain.high - domain.low)) * (size.width - 2 * size.side);
  const shapes = series.map((one) => ({ ...one, bars: listBars(one, domain) }));
  const highest = Math.max(...shapes.flatMap(({ bars }) => bars.map(({ density }) => density)));
  const unit = (domain.high - domain.low) / 40;
  const rows = Math.max(...series.map(({ total }) => total));
  const heights = {
    linear: (density: number): number => density / highest,
    log: (density: number): number => Math.log1p(density * unit * rows) / Math.log1p(highest * unit * rows),
  };
  const labels = ticks(domain.low, domain.high);
  return html`<svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${label}">
    ${labels.map((tick) => html`<line class="grid" x1="${round(x(tick))}" x2="${round(x(tick))}" y1="${size.top}" y2="${size.top + plotHeight}" />`)}
    ${(['linear', 'log'] as const).map(
      (scale) =>
        html`<g class="${scale}"
          >${shapes.map(({ bars }, i) => html`<path class="area s${i}" d="${areaPath(bars, x, heights[scale])}" />`)}</g
        >`,
    )}
    <line
      class="axis"
      x1="${size.side}"
      x2="${size.width - size.side}"
      y1="${size.top + plotHeight}"
      y2="${size.top + plotHeight}"
    />
    ${labels.map((tick) => html`<text x="${round(x(tick))}" y="${size.height - 4}" text-anchor="${anchorOf(x(tick))}">${formatTick(tick)}</text>`)}
    ${shapes.map(({ bars, name }, i) => html`<g class="hover h${i}">${bars.map((bar) => hoverArea(bar, { x, name, formatEdge }))}</g>`)}
  </svg>`;
}

interface Bar {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly share: number;
  readonly density: number;
}

function findDomain(series: readonly ChartSeries[]): { readonly low: number; readonly high: number } {
  const low = Math.min(...series.map(({ histogram }) => histogram.edges[0]!));
  const high = Math.max(...series.map(({ histogram }) => histogram.edges.at(-1)!));
  if (low < high) return { low, high };
  const margin = low === 0 ? 1 : Math.abs(low) / 2;
  return { low: low - margin, high: high + margin };
}

/** Buckets as bars; a repeated single value gets a width that can be seen. */
function listBars({ histogram, total }: ChartSeries, domain: { readonly low: number; readonly high: number }): Bar[] {
  const least = (domain.high - domain.low) / 60;
  return histogram.counts.map((count, i) => {
    const [low, high] = [histogram.edges[i]!, histogram.edges[i + 1]!];
    const isPoint = low === high;
    const share = count / Math.max(1, total);
    const edges = isPoint ? { low: low - least / 2, high: high + least / 2 } : { low, high };
    return { ...edges, count, share, density: share / (edges.high - edges.low) };
  });
}

function areaPath(bars: readonly Bar[], x: (value: number) => number, height: (density: number) => number): string {
  const base = size.top + plotHeight;
  const y = (density: number): number => (density === 0 ? base : base - Math.max(1, height(density) * plotHeight));
  const steps = bars.map(({ low, high, density }, i) => {
    const isBroken = i > 0 && bars[i - 1]!.high !== low;
    return `${isBroken ? `V${base}H${round(x(low))}` : ''}V${round(y(density))}H${round(x(high))}`;
  });
  return `M${round(x(bars[0]!.low))},${base}${steps.join('')}V${base}Z`;
}

function hoverArea(
  { low, high, count, share }: Bar,
  {
    x,
    name,
    formatEdge,
  }: { readonly x: (value: number) => number; readonly name: string; readonly formatEdge: (value: number) => string },
): Html {
  const width = Math.max(0.5, x(high) - x(low));
  return html`<rect x="${round(x(low))}" y="${size.top}" width="${round(width)}" height="${plotHeight}"
    ><title>
      ${name}: ${count.toLocaleString('en-US')} rows (${round(share * 100)} %) from ${formatEdge(low)} to
      ${formatEdge(high)}
    </title></rect
  >`;
}

function anchorOf(position: number): string {
  if (position < 24) return 'start';
  return position > size.width - 24 ? 'end' : 'middle';
}

/** Two to six multiples of 1, 2 or 5 times a power of ten. */
export function roundTicks(low: number, high: number): readonly number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high && ticks.length < 8; i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks.length > 0 ? ticks : [low];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
