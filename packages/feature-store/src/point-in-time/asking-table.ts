import {
  canonicalJson,
  getColumn,
  unknownColumn,
  type ColumnBatch,
  type Dataset,
  type DatasetReadOptions,
} from '@millrace/core';
import { timestamp } from '@millrace/features';
import { askingColumns } from '../define/feature-view.ts';
import { missingMoment } from '../errors.ts';
import { createBatchEvaluator, writeNumbers } from '../history/batch-evaluator.ts';
import type { KeyIndex } from '../history/key-index.ts';
import { orderByTime, rowNumbers } from '../history/order-by-time.ts';
import { createFloatList, createIntList, type NumberList } from '../history/number-list.ts';
import type { AskingRows } from './compute-features.ts';
import { createOwnEventCheck } from './own-events.ts';
import type { PreparedView } from './prepare-view.ts';

/** The rows that ask: a moment each, and for every view the code of their key. */
export interface AskingTable {
  readonly rowCount: number;
  /** The rows from `from` up to, not with, `to`, as they ask `prepared`. */
  rowsOf(prepared: PreparedView, range: RowRange): AskingRows;
}

/** What is read of the rows that ask: of a dataset, or of rows in memory. */
export type AskingDataset = Pick<Dataset, 'columns' | 'countRows'> & {
  batches(options: DatasetReadOptions): AsyncIterable<ColumnBatch> | Iterable<ColumnBatch>;
};

/** Rows that have been read already, as those that ask. */
export function holdRows({ columns }: Pick<Dataset, 'columns'>, rows: ColumnBatch): AskingDataset {
  return { columns, countRows: () => Promise.resolve(rows.rowCount), batches: () => [rows] };
}

/** Key columns of asking rows, and the codes that they have in the history of some views. */
interface KeySet {
  readonly keys: KeyIndex;
  readonly names: readonly string[];
  readonly codes: NumberList<Int32Array>;
}

export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads moments and keys of the asking rows in one pass, and looks for rows that would see their own event.
 * Throws `FEATURE_STORE_MISSING_MOMENT`, `FEATURE_STORE_SELF_LEAK`, `CORE_UNKNOWN_COLUMN`.
 */
export async function readAskingRows(
  dataset: AskingDataset,
  views: readonly PreparedView[],
  { moment, signal }: { readonly moment: string; readonly signal: AbortSignal | undefined },
): Promise<AskingTable> {
  const place = 'the asking rows';
  const known = dataset.columns.map(({ name }) => name);
  const momentOf = timestamp(moment);
  const evaluator = createBatchEvaluator();
  const expected = await dataset.countRows();
  const keySets: KeySet[] = [];
  const findKeySet = ({ view, keys }: PreparedView): KeySet | undefined =>
    keySets.find((set) => set.keys === keys && canonicalJson(set.names) === canonicalJson(askingColumns(view)));
  for (const prepared of views) {
    if (findKeySet(prepared) !== undefined) continue;
    keySets.push({ keys: prepared.keys, names: askingColumns(prepared.view), codes: createIntList(expected) });
  }
  const checks = views.flatMap((prepared) => createOwnEventCheck(prepared, dataset.columns) ?? []);
  const keyColumns = views.flatMap(({ view }) => askingColumns(view));
  for (const name of [moment, ...keyColumns]) if (!known.includes(name)) throw unknownColumn({ name, known, place });

  const columns = [...new Set([moment, ...keyColumns, ...checks.flatMap((check) => check.columns)])];
  const momentList = createFloatList(expected);
  let rowCount = 0;
  for await (const batch of dataset.batches({ columns, signal })) {
    const moments = momentList.extend(batch.rowCount);
    writeNumbers(evaluator.evaluate(momentOf, batch), moments);
    const missing = moments.findIndex(Number.isNaN);
    if (missing >= 0) throw missingMoment({ row: rowCount + missing, column: moment });
    const codesOf = new Map<KeySet, Int32Array>();
    for (const set of keySets) {
      const { names, keys } = set;
      const keyCells = names.map((name) => getColumn(batch, name, place));
      const codes = set.codes.extend(batch.rowCount);
      keys.find({ names, columns: keyCells, place }, codes);
      codesOf.set(set, codes);
    }
    for (const { prepared, check } of checks) {
      check({ batch, evaluator, moments, codes: codesOf.get(findKeySet(prepared)!)!, firstRow: rowCount });
    }
    rowCount += batch.rowCount;
  }
  const moments = momentList.finish();
  let ordered: { readonly range: RowRange; readonly order: Int32Array } | undefined;
  return {
    rowCount,
    rowsOf(prepared, range) {
      const { from, to } = range;
      const part = moments.subarray(from, to);
      if (ordered?.range.from !== from || ordered.range.to !== to)
        ordered = { range, order: orderByTime(part, rowNumbers(to - from)) };
      const codes = findKeySet(prepared)!.codes.finish();
      return { codes: codes.subarray(from, to), moments: part, order: ordered.order };
    },
  };
}
