import { unknownColumn } from '../errors.ts';
import {
  getCell,
  type Cell,
  type Column,
  type ColumnBatch,
  type NumericColumn,
  type StringColumn,
  type Validity,
} from './column.ts';

/** The column, or `CORE_UNKNOWN_COLUMN` with the nearest known names. `place` says whose columns they are. */
export function getColumn(batch: ColumnBatch, name: string, place = 'the table'): Column {
  const column = Object.hasOwn(batch.columns, name) ? batch.columns[name] : undefined;
  if (column === undefined) throw unknownColumn({ name, known: Object.keys(batch.columns), place });
  return column;
}

/** All rows as objects, boxed. For display and tests. */
export function toRows(batch: ColumnBatch): Record<string, Cell>[] {
  const entries = Object.entries(batch.columns);
  return Array.from({ length: batch.rowCount }, (_, row) =>
    Object.fromEntries(entries.map(([name, column]) => [name, getCell(column, row)])),
  );
}

/** The batches below one another. All must have the columns of the first. An empty list gives no rows and no columns. */
export function concatBatches(batches: readonly ColumnBatch[]): ColumnBatch {
  const first = batches[0];
  if (first === undefined) return { rowCount: 0, columns: {} };
  if (batches.length === 1) return first;
  const rowCount = batches.reduce((sum, batch) => sum + batch.rowCount, 0);
  const columns: Record<string, Column> = {};
  for (const name of Object.keys(first.columns)) {
    columns[name] = concatColumns(
      batches.map((batch) => getColumn(batch, name, 'a later batch')),
      batches,
      rowCount,
    );
  }
  return { rowCount, columns };
}

function concatColumns(parts: readonly Column[], batches: readonly ColumnBatch[], rowCount: number): Column {
  const first = parts[0]!;
  if (first.type === 'string')
    return { type: 'string', values: (parts as StringColumn[]).flatMap((part) => part.values) };
  const lengths = batches.map((batch) => batch.rowCount);
  const validity = concatValidity(parts as readonly { readonly validity: Validity }[], lengths, rowCount);
  if (first.type === 'list') {
    const lists = parts.filter((part) => part.type === 'list');
    const itemBatches = lists.map(({ offsets, items }, index) => ({
      rowCount: offsets[lengths[index]!]!,
      columns: { items },
    }));
    const items = concatBatches(itemBatches).columns['items'] as NumericColumn | StringColumn;
    const offsets = new Int32Array(rowCount + 1);
    let row = 0;
    let base = 0;
    lists.forEach((list, index) => {
      for (let i = 1; i <= lengths[index]!; i++) offsets[++row] = base + list.offsets[i]!;
      base += list.offsets[lengths[index]!]!;
    });
    return { type: 'list', offsets, items, validity };
  }
  const numeric = parts as readonly NumericColumn[];
  const sameArray = numeric.every((part) => part.values.constructor === numeric[0]!.values.constructor);
  const ArrayClass = (sameArray ? numeric[0]!.values.constructor : Float64Array) as Float64ArrayConstructor;
  const values = new ArrayClass(rowCount);
  let at = 0;
  numeric.forEach((part, index) => {
    values.set(part.values.subarray(0, lengths[index]), at);
    at += lengths[index]!;
  });
  return { type: first.type, values, validity };
}

function concatValidity(
  parts: readonly { readonly validity: Validity }[],
  lengths: readonly number[],
  rowCount: number,
): Validity {
  if (parts.every((part) => part.validity === undefined)) return undefined;
  const validity = new Uint8Array(rowCount).fill(1);
  let at = 0;
  parts.forEach((part, index) => {
    if (part.validity !== undefined) validity.set(part.validity.subarray(0, lengths[index]), at);
    at += lengths[index]!;
  });
  return validity;
}
