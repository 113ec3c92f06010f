import { getCell, getColumn, type Column, type ColumnBatch, type ColumnSpec } from '@millrace/core';
import { compileExpression, type Expression } from '@millrace/features';
import { firstLater } from '../aggregate/window-ranges.ts';
import { parseDuration } from '../define/duration.ts';
import type { FeatureView } from '../define/feature-view.ts';
import { describeMoment } from '../define/moment.ts';
import { selfLeak } from '../errors.ts';
import { writeNumbers, type BatchEvaluator } from '../history/batch-evaluator.ts';
import { availableTimeOf, columnsOf, eventTimeOf, expressionsOf } from '../history/event-table.ts';
import type { PreparedView } from './prepare-view.ts';

/** Looks at asking rows, batch by batch. Throws `FEATURE_STORE_SELF_LEAK` at the first that would see its own event. */
export interface OwnEventCheck {
  readonly prepared: PreparedView;
  /** What it reads of the asking rows. */
  readonly columns: readonly string[];
  readonly check: (asking: AskingBatch) => void;
}

interface AskingBatch {
  readonly batch: ColumnBatch;
  readonly evaluator: BatchEvaluator;
  readonly moments: Float64Array;
  /** Key codes by which the rows ask. */
  readonly codes: Int32Array;
  /** Number of the first row of the batch among all asking rows. */
  readonly firstRow: number;
}

/**
 * An asking row that carries all columns that a view reads may itself be an event of the history. It is taken for one when
 * the history holds an event of the same key, times and values; and it leaks when that event would count for the row's
 * own moment. No check where the view allows it, or where the rows lack a column of the view.
 */
export function createOwnEventCheck(
  prepared: PreparedView,
  askingColumns: readonly ColumnSpec[],
): OwnEventCheck | undefined {
  const { view } = prepared;
  const columns = columnsOf(view);
  const isText = new Map(askingColumns.map(({ name, type }) => [name, type === 'string']));
  const read = expressionsOf(view).flatMap((expression) => compileExpression(expression, view.name).columns);
  const fits = read.every(({ name, type }) => isText.get(name) === (type === 'string'));
  if (view.allowOwnEvent === true || !fits || !columns.every((name) => isText.has(name))) return undefined;

  const availableTime = availableTimeOf(view);
  const eventTime = eventTimeOf(view);
  const counts = createReach(view);
  return {
    prepared,
    columns,
    check(asking) {
      const { batch, evaluator, moments, codes, firstRow } = asking;
      const available = toNumbers(evaluator.evaluate(availableTime, batch), batch.rowCount);
      let candidates = false;
      for (let row = 0; row < batch.rowCount && !candidates; row++) candidates = available[row]! <= moments[row]!;
      if (!candidates) return;
      const eventTimes = toNumbers(evaluator.evaluate(eventTime, batch), batch.rowCount);
      const own = findOwnCodes(prepared, batch, codes);
      for (let row = 0; row < batch.rowCount; row++) {
        const event = { available: available[row]!, eventTime: eventTimes[row]!, code: codes[row]! };
        if (event.code < 0 || own[row] !== event.code || !counts(event, moments[row]!)) continue;
        if (!isInHistory(prepared, event, { ...asking, row })) continue;
        throw selfLeak({
          view: view.name,
          row: firstRow + row,
          moment: describeMoment(moments[row]!),
          availableTime: describeMoment(event.available),
          values: Object.fromEntries(columns.map((name) => [name, getCell(getColumn(batch, name), row)])),
        });
      }
    },
  };
}

interface OwnEvent {
  readonly code: number;
  readonly available: number;
  readonly eventTime: number;
}

/** Whether an event counts for a moment in any window, or as a last known value. */
function createReach(view: FeatureView): (event: OwnEvent, moment: number) => boolean {
  const widest = Math.max(0, ...(view.windows ?? []).map((window) => parseDuration(window, view.name)));
  const ttl = view.ttl === undefined ? Infinity : parseDuration(view.ttl, view.name);
  const hasLatest = Object.values(view.values).some(({ aggregate }) => aggregate === 'latest');
  return ({ available, eventTime }, moment) => {
    if (!(available <= moment)) return false;
    return available > moment - widest || (hasLatest && eventTime <= moment && eventTime >= moment - ttl);
  };
}

/** The key that each row has as an event: another than it asks for where `joinOn` says so. */
function findOwnCodes({ view, keys }: PreparedView, batch: ColumnBatch, codes: Int32Array): Int32Array {
  if (view.joinOn === undefined) return codes;
  const names = view.entity?.keys ?? [];
  const columns = names.map((name) => getColumn(batch, name));
  const own = new Int32Array(batch.rowCount);
  keys.find({ names, columns, place: 'the asking rows' }, own);
  return own;
}

function isInHistory(
  prepared: PreparedView,
  { code, available, eventTime }: OwnEvent,
  asking: AskingBatch & { readonly row: number },
): boolean {
  const { starts, rows, times } = prepared.known();
  const to = starts[code + 1]!;
  const values = Object.values(prepared.view.values).flatMap(({ value }) => value ?? []);
  for (let position = firstLater(times, { from: starts[code]!, to }, available - 1); position < to; position++) {
    if (times[position] !== available) return false;
    if (prepared.eventTimes[rows[position]!] !== eventTime) continue;
    if (values.every((value) => isSameValue(value, { prepared, position, asking }))) return true;
  }
  return false;
}

function isSameValue(
  value: Expression,
  at: {
    readonly prepared: PreparedView;
    readonly position: number;
    readonly asking: AskingBatch & { readonly row: number };
  },
): boolean {
  const { prepared, position, asking } = at;
  const held = prepared.seriesOf(value).values()[position]!;
  const cell = getCell(asking.evaluator.evaluate(value, asking.batch), asking.row);
  if (cell === null) return held !== held;
  return typeof cell === 'string' ? prepared.textsOf(value)[held] === cell : held === Number(cell);
}

function toNumbers(column: Column, rowCount: number): Float64Array {
  const numbers = new Float64Array(rowCount);
  writeNumbers(column, numbers);
  return numbers;
}
