import { getCell, type Cell, type Column, type EntityKey, type OnlineStore, type OnlineWrite } from '@millrace/core';
import { withEngine } from '@millrace/data';
import type { ViewFeature } from '../define/list-features.ts';
import { parseDuration } from '../define/duration.ts';
import { firstLater } from '../aggregate/window-ranges.ts';
import { rowNumbers } from '../history/order-by-time.ts';
import { openHistories } from '../history/open-histories.ts';
import { computeFeatures } from '../point-in-time/compute-features.ts';
import { prepareHistories } from '../point-in-time/join-dataset.ts';
import type { PreparedView } from '../point-in-time/prepare-view.ts';
import type { MaterializedView, MaterializeOptions } from './materialize.ts';
import { eventTimeName, onlineViewName } from './online-view-name.ts';

const rowsPerWrite = 10_000;

/** Computes the features of each view as of `upTo` and writes the rows that may have changed, then the watermark. */
export async function writeViews(
  options: MaterializeOptions,
  features: readonly ViewFeature[],
  { upTo, watermarks }: { readonly upTo: number; readonly watermarks: ReadonlyMap<string, number | undefined> },
): Promise<readonly MaterializedView[]> {
  const { views, store, signal } = options;
  return withEngine(options.engine, async (engine) => {
    const opened = await openHistories(views, options, engine);
    try {
      const done: MaterializedView[] = [];
      for (const prepared of await prepareHistories(opened.histories, features, signal)) {
        signal?.throwIfAborted();
        done.push(await writeView(prepared, { store, upTo, from: watermarks.get(prepared.view.name), signal }));
      }
      return done;
    } finally {
      await opened[Symbol.asyncDispose]();
    }
  });
}

interface WriteViewOptions {
  readonly store: OnlineStore;
  readonly upTo: number;
  readonly from: number | undefined;
  readonly signal: AbortSignal | undefined;
}

async function writeView(
  prepared: PreparedView,
  { store, upTo, from, signal }: WriteViewOptions,
): Promise<MaterializedView> {
  const { view } = prepared;
  const name = onlineViewName(view);
  const { changed, unchanged } = findKeys(prepared, { from, upTo });
  const keyCount = changed.length + unchanged.length;
  // A key may have come to the history after its time: it changes nothing but that it is there.
  for (let at = 0; at < unchanged.length; at += rowsPerWrite) {
    const codes = unchanged.slice(at, at + rowsPerWrite);
    const rows = await store.read(
      name,
      codes.map((code) => keyOf(prepared, code)),
    );
    codes.forEach((code, index) => {
      if (rows[index] === undefined) changed.push(code);
    });
  }
  changed.sort((a, b) => a - b);
  const codes = Int32Array.from(changed);
  const moments = new Float64Array(codes.length).fill(upTo);
  const { columns, latestTimes } = computeFeatures(prepared, { codes, moments, order: rowNumbers(codes.length) });
  const stored: Record<string, Column> = { ...columns };
  if (view.ttl !== undefined) {
    for (const [feature, values] of Object.entries(latestTimes)) {
      const validity = Uint8Array.from(values, (value) => (value === value ? 1 : 0));
      stored[eventTimeName(feature)] = { type: 'timestamp', values, validity };
    }
  }
  const valuesOf = createRowReader(stored);
  for (let at = 0; at < codes.length; at += rowsPerWrite) {
    signal?.throwIfAborted();
    const rows: OnlineWrite[] = [];
    for (let row = at; row < Math.min(codes.length, at + rowsPerWrite); row++)
      rows.push({ key: keyOf(prepared, codes[row]!), eventTime: upTo, values: valuesOf(row) });
    await store.write(name, rows);
  }
  await store.setWatermark(name, upTo);
  return {
    view: view.name,
    from,
    upTo,
    keyCount,
    writtenCount: changed.length,
  };
}

function createRowReader(columns: Readonly<Record<string, Column>>): (row: number) => Readonly<Record<string, Cell>> {
  const entries = Object.entries(columns);
  const blank: Readonly<Record<string, Cell>> = Object.fromEntries(entries.map(([name]) => [name, null]));
  return (row) => {
    // A copy of an object that has all its properties is filled several times faster than an object that grows.
    const values: Record<string, Cell> = { ...blank };
    for (const [name, column] of entries) values[name] = getCell(column, row);
    return values;
  };
}

function keyOf({ view, keys }: PreparedView, code: number): EntityKey {
  const parts = keys.keyOf(code);
  return Object.fromEntries((view.entity?.keys ?? []).map((name, index) => [name, parts[index]!]));
}

/**
 * The keys with an event known by `upTo`. Values may have changed since `from` where an event is known that the widest
 * window, ending at `from`, held or came after it: it joined, left, or was delivered late. An event known before that is in
 * no window any more. Last known values may come from any event, however old, so all keys count as changed.
 */
function findKeys(
  { view, keys, known }: PreparedView,
  { from, upTo }: { readonly from: number | undefined; readonly upTo: number },
): { readonly changed: number[]; readonly unchanged: number[] } {
  const { starts, times } = known();
  const widest = Math.max(0, ...(view.windows ?? []).map((window) => parseDuration(window, view.name)));
  const hasLatest = Object.values(view.values).some(({ aggregate }) => aggregate === 'latest');
  const reach = from === undefined || hasLatest ? -Infinity : from - widest;
  const changed: number[] = [];
  const unchanged: number[] = [];
  for (let code = 0; code < keys.size(); code++) {
    const start = starts[code]!;
    const high = firstLater(times, { from: start, to: starts[code + 1]! }, upTo);
    if (high > start) (times[high - 1]! > reach ? changed : unchanged).push(code);
  }
  return { changed, unchanged };
}
