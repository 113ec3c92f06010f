import type { Column, ScalarColumnType } from '@millrace/core';
import { fillCounts, fillDistinctCounts } from '../aggregate/fill-counts.ts';
import { fillDeviations } from '../aggregate/fill-deviations.ts';
import { fillFirst, fillLast } from '../aggregate/fill-ends.ts';
import { fillMaxima, fillMinima } from '../aggregate/fill-extremes.ts';
import { fillLatest } from '../aggregate/fill-latest.ts';
import { fillMeans, fillSums } from '../aggregate/fill-sums.ts';
import type { ValueSeries } from '../aggregate/value-series.ts';
import { locateMoments, type WindowRanges } from '../aggregate/window-ranges.ts';
import type { WindowAggregate } from '../define/aggregation.ts';
import { parseDuration, type Duration } from '../define/duration.ts';
import type { ViewFeature } from '../define/list-features.ts';
import { groupRows, type GroupedRows } from '../history/group-rows.ts';
import { missingKey } from '../history/key-index.ts';
import type { ViewEvents } from './prepare-view.ts';

/** Rows that ask: key codes of the view's index and moments in microseconds, and the rows in the order of their moments. */
export interface AskingRows {
  readonly codes: Int32Array;
  readonly moments: Float64Array;
  readonly order: Int32Array;
}

/** The features of a view by name, and for last known values the times of their events. One entry an asking row. */
export interface ComputedFeatures {
  readonly columns: Readonly<Record<string, Column>>;
  readonly latestTimes: Readonly<Record<string, Float64Array>>;
}

const fills: Readonly<
  Record<
    Exclude<WindowAggregate, 'count' | 'distinctCount'>,
    (series: ValueSeries, ranges: WindowRanges, into: Float64Array) => void
  >
> = {
  sum: fillSums,
  mean: fillMeans,
  standardDeviation: fillDeviations,
  min: fillMinima,
  max: fillMaxima,
  first: fillFirst,
  last: fillLast,
};

/**
 * The features of asking rows. An empty window gives 0 for counts and sums and a missing value else; a row whose key is
 * missing gets nothing but missing values.
 */
export function computeFeatures(prepared: ViewEvents, { codes, moments, order }: AskingRows): ComputedFeatures {
  const { view, keyCount } = prepared;
  const asked = groupRows({ codes, keyCount, times: moments, order });
  const hasKey = codes.includes(missingKey)
    ? Uint8Array.from(codes, (code) => (code === missingKey ? 0 : 1))
    : undefined;
  const rangesOf = createRanges(prepared, asked);
  const latestRangesOf = createLatestRanges(prepared, asked);
  const columns: Record<string, Column> = {};
  const latestTimes: Record<string, Float64Array> = {};
  for (const { name, type, value, window } of byWindow(prepared.features)) {
    const { aggregate, value: expression } = view.values[value]!;
    if (aggregate === 'count' || aggregate === 'distinctCount') {
      const counts = new Int32Array(codes.length);
      if (expression === undefined) fillCounts(rangesOf(window!), counts);
      else fillDistinctCounts(prepared.seriesOf(expression), rangesOf(window!), counts);
      columns[name] = { type: 'integer', values: counts, validity: hasKey };
      continue;
    }
    const values = new Float64Array(codes.length).fill(Number.NaN);
    if (aggregate === 'latest') {
      const times = new Float64Array(codes.length).fill(Number.NaN);
      fillLatest(prepared.latestOf(expression!), latestRangesOf(), { values, times });
      latestTimes[name] = times;
    } else {
      if (aggregate === 'sum')
        for (let row = 0; row < codes.length; row++) if (codes[row] !== missingKey) values[row] = 0;
      fills[aggregate](prepared.seriesOf(expression!), rangesOf(window!), values);
    }
    columns[name] = toColumn(values, type, () => prepared.textsOf(expression!));
  }
  return { columns, latestTimes };
}

/** Window after window, so that the ranges of one are held at a time. */
function byWindow(features: readonly ViewFeature[]): readonly ViewFeature[] {
  const windows = new Set(features.map(({ window }) => window));
  return [...windows].flatMap((wanted) => features.filter(({ window }) => window === wanted));
}

function createRanges(prepared: ViewEvents, asked: GroupedRows): (window: Duration) => WindowRanges {
  let highs: Int32Array | undefined;
  let last: { readonly window: Duration; readonly ranges: WindowRanges } | undefined;
  return (window) => {
    if (last?.window !== window) {
      last = undefined;
      highs ??= locateMoments(prepared.known(), asked, 0);
      const lows = locateMoments(prepared.known(), asked, parseDuration(window, prepared.view.name));
      last = { window, ranges: { lows, highs, rows: asked.rows } };
    }
    return last.ranges;
  };
}

function createLatestRanges(prepared: ViewEvents, asked: GroupedRows): () => Parameters<typeof fillLatest>[1] {
  const { ttl, name } = prepared.view;
  let made: Parameters<typeof fillLatest>[1] | undefined;
  return () => {
    if (made !== undefined) return made;
    const events = prepared.settled();
    const lows = locateMoments(events.groups, asked, Infinity);
    const highs = locateMoments(events.groups, asked, 0);
    const life = ttl === undefined ? Infinity : parseDuration(ttl, name);
    made = { events, ranges: { lows, highs, rows: asked.rows }, oldest: asked.times.map((moment) => moment - life) };
    return made;
  };
}

function toColumn(values: Float64Array, type: ScalarColumnType, texts: () => readonly string[]): Column {
  if (type === 'string') {
    const known = texts();
    return { type, values: Array.from(values, (value) => (value === value ? known[value]! : null)) };
  }
  let validity: Uint8Array | undefined;
  for (let row = 0; row < values.length; row++) {
    if (values[row]! === values[row]!) continue;
    validity ??= new Uint8Array(values.length).fill(1);
    validity[row] = 0;
  }
  return { type, values: type === 'boolean' ? Uint8Array.from(values) : values, validity };
}
