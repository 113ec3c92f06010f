import { canonicalJson } from '@millrace/core';
import type { Expression } from '@millrace/features';
import { findLatest, settleEvents, type LatestEvents, type SettledEvents } from '../aggregate/fill-latest.ts';
import { arrangeValues, type ValueSeries } from '../aggregate/value-series.ts';
import type { FeatureView } from '../define/feature-view.ts';
import { listFeatures, type ViewFeature } from '../define/list-features.ts';
import { availableTimeOf, eventTimeOf, type EventTable, type EventValues } from '../history/event-table.ts';
import { groupRows, positionsOfRows, type GroupedRows } from '../history/group-rows.ts';
import type { KeyIndex } from '../history/key-index.ts';
import { orderByTime, rowNumbers } from '../history/order-by-time.ts';

/** A view with its events grouped by key and sorted by time: what is the same for every asking row. */
export interface ViewEvents {
  readonly view: FeatureView;
  readonly keyCount: number;
  /** Those that are asked for. */
  readonly features: readonly ViewFeature[];
  /** By row of the source. */
  readonly eventTimes: Float64Array;
  /** Events by availability time, ties by event time, then source order. */
  readonly known: () => GroupedRows;
  /** Events by the time when they have both happened and become known. */
  readonly settled: () => SettledEvents;
  /** Values in the order of `known`. */
  readonly seriesOf: (value: Expression) => ValueSeries;
  /** The last known events in the order of `settled`. */
  readonly latestOf: (value: Expression) => LatestEvents;
  readonly textsOf: (value: Expression) => readonly string[];
  /** Gives up what was made of the events so far; it is made again when it is asked for. */
  readonly release: () => void;
}

/** The same with the keys themselves, and what it was made of. */
export interface PreparedView extends ViewEvents {
  readonly keys: KeyIndex;
  readonly table: EventValues;
}

/** Prepares views over one history. `isWanted` chooses among their features. */
export function prepareViews(
  views: readonly FeatureView[],
  table: EventTable,
  isWanted: (feature: ViewFeature) => boolean = () => true,
): readonly PreparedView[] {
  const keysOf = ({ view }: ViewEvents): KeyIndex => table.indexOf(view.entity?.keys ?? []);
  return prepareEvents(views, table, isWanted).map((events) => ({ ...events, keys: keysOf(events), table }));
}

/** The same without keys: all that computing features takes. */
export function prepareEvents(
  views: readonly FeatureView[],
  table: EventValues,
  isWanted: (feature: ViewFeature) => boolean,
): readonly ViewEvents[] {
  const timelines = new Map<string, { readonly times: Float64Array; readonly order: Int32Array }>();
  const findTimeline = (happened: Expression, available: Expression): { times: Float64Array; order: Int32Array } => {
    const name = canonicalJson([happened, available]);
    let timeline = timelines.get(name);
    if (timeline === undefined) {
      const eventTimes = table.valuesOf(happened);
      const availableTimes = table.valuesOf(available);
      const byEventTime = orderByTime(eventTimes, rowNumbers(table.rowCount));
      const hasGaps = eventTimes.includes(Number.NaN);
      timeline = {
        times: hasGaps
          ? availableTimes.map((time, row) => (eventTimes[row]! === eventTimes[row]! ? time : Number.NaN))
          : availableTimes,
        order: orderByTime(availableTimes, byEventTime),
      };
      timelines.set(name, timeline);
    }
    return timeline;
  };
  return views.map((view) => {
    const { once, oncePer, release } = createMemory();
    const { codes, keyCount } = table.codesOf(view.entity?.keys ?? []);
    const happened = eventTimeOf(view);
    const available = availableTimeOf(view);
    const eventTimes = table.valuesOf(happened);
    const availableTimes = table.valuesOf(available);
    const group = (times: Float64Array, order: Int32Array): GroupedRows => groupRows({ codes, keyCount, times, order });
    const known = once(() => {
      const { times, order } = findTimeline(happened, available);
      return group(times, order);
    });
    const positions = once(() => positionsOfRows(known(), table.rowCount));
    const settled = once(() => {
      const times = availableTimes.map((time, row) => Math.max(time, eventTimes[row]!));
      const groups = group(times, orderByTime(times, rowNumbers(table.rowCount)));
      return settleEvents(groups, { eventTimes, availableTimes });
    });
    const latestOfAll = once(() => findLatest(settled()));
    return {
      view,
      keyCount,
      features: listFeatures(view).filter(isWanted),
      eventTimes,
      known,
      settled,
      seriesOf: oncePer((value) => arrangeValues(table.valuesOf(value), positions(), known().rows.length)),
      latestOf: oncePer((value) => {
        const values = table.valuesOf(value);
        return { values, best: values.includes(Number.NaN) ? findLatest(settled(), values) : latestOfAll() };
      }),
      textsOf: (value) => table.textsOf(value),
      release,
    };
  });
}

interface Memory {
  /** Makes a value when it is first asked for. */
  once<TResult extends object>(this: void, make: () => TResult): () => TResult;
  /** The same for each expression. */
  oncePer<TResult extends object>(this: void, make: (value: Expression) => TResult): (value: Expression) => TResult;
  release(this: void): void;
}

function createMemory(): Memory {
  let made = new Map<object, Map<string, unknown>>();
  const remember = <TResult>(make: object, name: string, call: () => TResult): TResult => {
    const own = made.get(make) ?? new Map<string, unknown>();
    made.set(make, own);
    if (!own.has(name)) own.set(name, call());
    return own.get(name) as TResult;
  };
  return {
    once: (make) => () => remember(make, '', make),
    oncePer: (make) => (value) => remember(make, canonicalJson(value), () => make(value)),
    release() {
      made = new Map();
    },
  };
}
