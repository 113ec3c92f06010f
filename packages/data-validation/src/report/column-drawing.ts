import type { ColumnStatistics, Histogram } from '@millrace/core';
import { html, type Html } from '@millrace/core/report';
import { formatNumber, formatShare, formatTime } from '../validation/format-value.ts';
import { drawHistograms, type ChartSeries } from './histogram-chart.ts';
import { timeAxis } from './time-axis.ts';
import { drawValueBars, type ValueSeries } from './value-bars.ts';

/** A column that a data set has. */
export interface FoundSide {
  readonly dataset: string;
  readonly column: ColumnStatistics;
}

/** The shape of a column of one or two data sets: histograms, or the most frequent values. */
export function drawColumn(found: readonly FoundSide[]): Html {
  const { column } = found[0]!;
  switch (column.type) {
    case 'string':
    case 'boolean':
      return drawValues(found);
    case 'list':
      return html`${drawLengths(found)}
        <p class="caption">Items</p>
        ${drawColumn(
          found.flatMap(({ dataset, column: list }) => (list.type === 'list' ? [{ dataset, column: list.items }] : [])),
        )}`;
    default:
      return drawNumbers(found);
  }
}

function drawNumbers(found: readonly FoundSide[]): Html {
  const numbers = found.flatMap(({ dataset, column }) =>
    'coreHistogram' in column && column.coreHistogram !== null && column.histogram !== null
      ? [{ name: dataset, total: column.presentCount, core: column.coreHistogram, full: column.histogram, column }]
      : [],
  );
  const first = numbers[0];
  if (first === undefined) return html`<p class="nothing">No finite value</p>`;
  const isTime = first.column.type === 'timestamp';
  const seriesOf = (pick: (one: (typeof numbers)[number]) => Histogram): ChartSeries[] =>
    numbers.map((one) => ({ name: one.name, total: one.total, histogram: pick(one) }));
  const draw = (series: ChartSeries[], label: string): Html => {
    if (!isTime) return drawHistograms({ series, formatTick: formatShort, formatEdge: formatNumber, label });
    const edges = series.flatMap(({ histogram }) => histogram.edges);
    const axis = timeAxis(Math.min(...edges), Math.max(...edges));
    return drawHistograms({ series, ...axis, formatEdge: formatTime, label });
  };
  const { min, max, median } = first.column;
  const format = isTime ? formatTime : formatNumber;
  const label = `Histogram of ${first.column.name}: from ${format(min ?? 0)} to ${format(max ?? 0)}, median ${format(median ?? 0)}`;
  return html`<div class="core">
      ${draw(
        seriesOf(({ core }) => core),
        `${label}; values between the 1st and the 99th percentile`,
      )}
    </div>
    <div class="full">
      ${draw(
        seriesOf(({ full }) => full),
        label,
      )}
    </div>
    ${isTime && drawClock(found)}`;
}

/** 1,500,000 as 1.5M: labels of an axis are narrow. */
function formatShort(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-3)) return value.toExponential(1).replace('e+', 'e');
  for (const [unit, letter] of [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const) {
    const scale = letter === 'k' ? 1000 : unit;
    if (size >= unit) return `${Number((value / scale).toPrecision(3))}${letter}`;
  }
  return formatNumber(value);
}

function drawClock(found: readonly FoundSide[]): Html {
  const times = found.flatMap(({ dataset, column }) => (column.type === 'timestamp' ? [{ dataset, column }] : []));
  const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  const strip = (
    title: string,
    labels: readonly string[],
    pick: (side: (typeof times)[number]) => readonly number[],
  ): Html => {
    const shares = times.map((side) => pick(side).map((count) => count / Math.max(1, side.column.presentCount)));
    const highest = Math.max(...shares.flat(), 1e-12);
    return html`<figure>
      <figcaption>${title}</figcaption>
      <div class="strip" role="img" aria-label="${title}">
        ${labels.map(
          (label, i) =>
            html`<span
              class="slot"
              title="${label}${times.map(({ dataset }, side) => `\n${dataset}: ${formatShare(shares[side]![i]!)}`).join('')}"
              >${times.map(
                (_, side) =>
                  html`<i class="s${side}" style="height:${Math.round((shares[side]![i]! / highest) * 100)}%"></i>`,
              )}</span
            >`,
        )}
      </div>
    </figure>`;
  };
  const hours = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
  return html`<div class="clock">
    ${strip('By hour (UTC)', hours, ({ column }) => column.hourCounts)}${strip('By weekday', weekdays, ({ column }) => column.weekdayCounts)}
  </div>`;
}

function drawValues(found: readonly FoundSide[]): Html {
  const series = found.flatMap(({ dataset, column }): ValueSeries[] => {
    if (column.type === 'boolean') {
      return [
        {
          name: dataset,
          values: [true, false],
          counts: [column.trueCount, column.falseCount],
          total: column.presentCount,
          isComplete: true,
        },
      ];
    }
    return column.type === 'string' ? [{ name: dataset, ...column.frequencies, total: column.presentCount }] : [];
  });
  const distinctCount = Math.max(...found.map(({ column }) => ('distinctCount' in column ? column.distinctCount : 2)));
  if (series.every(({ total }) => total === 0)) return html`<p class="nothing">No value</p>`;
  return drawValueBars(series, { formatLabel: formatLabel, distinctCount });
}

function formatLabel(value: string | number | boolean): Html {
  const text = String(value);
  if (text === '') return html`<em>empty text</em>`;
  if (text.trim() === '') return html`<em>${JSON.stringify(text)}</em>`;
  return html`<bdi title="${text.slice(0, 200)}">${text.slice(0, 60)}</bdi>`;
}

function drawLengths(found: readonly FoundSide[]): Html {
  const series = found.flatMap(({ dataset, column }): ValueSeries[] =>
    column.type === 'list' ? [{ name: dataset, ...column.lengths, total: column.presentCount }] : [],
  );
  const distinctCount = Math.max(...series.map(({ values }) => values.length));
  return html`<p class="caption">Lengths</p>
    ${drawValueBars(series, { formatLabel: (value) => html`${String(value)}`, distinctCount })}`;
}
