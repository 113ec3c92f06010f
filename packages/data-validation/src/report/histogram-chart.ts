import type { Histogram } from '@millrace/core';
import { html, type Html } from '@millrace/core/report';
import { formatCount, formatShare } from '../validation/format-value.ts';

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
  const x = positionIn(domain);
  const shapes = series.map((one) => ({ name: one.name, bars: listBars(one, x) }));
  const highest = Math.max(...shapes.flatMap(({ bars }) => bars.map(({ density }) => density)), Number.MIN_VALUE);
  const rows = Math.max(...series.map(({ total }) => total));
  const heights = {
    linear: (density: number): number => density / highest,
    log: (density: number): number => Math.log1p(density * rows) / Math.log1p(highest * rows),
  };
  const labels = dropCrowded(ticks(domain.low, domain.high), x);
  const base = size.top + plotHeight;
  return html`<svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${label}">
    ${labels.map((tick) => html`<path class="grid" d="M${round(x(tick))},${size.top}V${base}" />`)}
    ${(['linear', 'log'] as const).map((scale) => html`<g class="${scale}">${shapes.map(({ bars }, i) => html`<path class="area s${i}" d="${areaPath(bars, heights[scale])}" />`)}</g>`)}
    <path class="axis" d="M${size.side},${base}H${size.width - size.side}" />
    ${labels.map((tick) => html`<text x="${round(x(tick))}" y="${size.height - 4}" text-anchor="${anchorOf(x(tick))}">${formatTick(tick)}</text>`)}
    ${shapes.map(({ bars, name }, i) => html`<g class="hover h${i}">${bars.map((bar) => hoverArea(bar, name, formatEdge))}</g>`)}
  </svg>`;
}

/** A bucket, with its place in the drawing. */
interface Bar {
  readonly low: number;
  readonly high: number;
  readonly count: number;
  readonly share: number;
  readonly left: number;
  readonly right: number;
  /** Share of the rows that a fortieth of the axis would hold. */
  readonly density: number;
}

interface Domain {
  readonly low: number;
  readonly high: number;
}

function findDomain(series: readonly ChartSeries[]): Domain {
  const low = Math.min(...series.map(({ histogram }) => histogram.edges[0]!));
  const high = Math.max(...series.map(({ histogram }) => histogram.edges.at(-1)!));
  if (low < high) return { low, high };
  const margin = low === 0 ? 1 : Math.abs(low) / 2;
  return { low: low - margin, high: high + margin };
}

function positionIn({ low, high }: Domain): (value: number) => number {
  const width = size.width - 2 * size.side;
  // The width of a range of huge numbers is infinite, the halves of tiny ones are 0.
  const scale = Number.isFinite(high - low) ? 1 : 2;
  return (value) => size.side + ((value / scale - low / scale) / (high / scale - low / scale)) * width;
}

/** Buckets as bars; a repeated single value gets a width that can be seen. */
function listBars({ histogram, total }: ChartSeries, x: (value: number) => number): Bar[] {
  const fortieth = (size.width - 2 * size.side) / 40;
  return histogram.counts.map((count, i) => {
    const [low, high] = [histogram.edges[i]!, histogram.edges[i + 1]!];
    const share = count / Math.max(1, total);
    const widening = low === high ? 2.5 : 0;
    const [left, right] = [x(low) - widening, x(high) + widening];
    return { low, high, count, share, left, right, density: (share * fortieth) / Math.max(right - left, 0.01) };
  });
}

function areaPath(bars: readonly Bar[], height: (density: number) => number): string {
  const base = size.top + plotHeight;
  const y = (density: number): number => (density === 0 ? base : base - Math.max(1, height(density) * plotHeight));
  const steps = bars.map(({ left, right, density }, i) => {
    const isBroken = i > 0 && bars[i - 1]!.right !== left;
    return `${isBroken ? `V${base}H${round(left)}` : ''}V${round(y(density))}H${round(right)}`;
  });
  return `M${round(bars[0]!.left)},${base}${steps.join('')}V${base}Z`;
}

function hoverArea(
  { low, high, count, share, left, right }: Bar,
  name: string,
  formatEdge: (value: number) => string,
): Html {
  const place = low === high ? `at ${formatEdge(low)}` : `from ${formatEdge(low)} to ${formatEdge(high)}`;
  const text = `${name}: ${formatCount(count)} rows (${formatShare(share)}) ${place}`;
  return html`<rect
    x="${round(left)}"
    y="${size.top}"
    width="${round(Math.max(0.5, right - left))}"
    height="${plotHeight}"
    ><title>${text}</title></rect
  >`;
}

/** The labels that have room: four characters of a date or number need about 44 units. */
function dropCrowded(labels: readonly number[], x: (value: number) => number): readonly number[] {
  const kept: number[] = [];
  for (const label of labels) {
    const place = Math.min(x(label), size.width - 24);
    if (kept.length === 0 || place - x(kept.at(-1)!) >= 44) kept.push(label);
  }
  return kept;
}

function anchorOf(position: number): string {
  if (position < 24) return 'start';
  return position > size.width - 24 ? 'end' : 'middle';
}

/** Two to six multiples of 1, 2 or 5 times a power of ten. */
function roundTicks(low: number, high: number): readonly number[] {
  const rough = high / 4 - low / 4;
  if (rough < 1e-300) return [low];
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
