import { concatBatches, type Column, type ColumnBatch } from '@millrace/core';

/** The same rows in batches of exactly `rows` rows, the last one shorter. No rows give one empty batch. */
export async function* rechunk(batches: AsyncIterable<ColumnBatch>, rows: number): AsyncGenerator<ColumnBatch> {
  let held: ColumnBatch[] = [];
  let heldRows = 0;
  let first: ColumnBatch | undefined;
  let given = 0;
  for await (const batch of batches) {
    first ??= batch;
    let from = 0;
    while (batch.rowCount - from >= rows - heldRows) {
      const to = from + rows - heldRows;
      yield concatBatches([...held, sliceBatch(batch, from, to)]);
      given++;
      from = to;
      held = [];
      heldRows = 0;
    }
    if (from === batch.rowCount) continue;
    held.push(sliceBatch(batch, from, batch.rowCount));
    heldRows += batch.rowCount - from;
  }
  if (heldRows > 0) yield concatBatches(held);
  else if (given === 0) yield first ?? { rowCount: 0, columns: {} };
}

/** Rows `from` up to, not with, `to`. Typed arrays are shared, not copied. */
function sliceBatch(batch: ColumnBatch, from: number, to: number): ColumnBatch {
  if (from === 0 && to === batch.rowCount) return batch;
  const columns = Object.entries(batch.columns).map(([name, column]) => [name, sliceColumn(column, from, to)]);
  return { rowCount: to - from, columns: Object.fromEntries(columns) as Record<string, Column> };
}

function sliceColumn<TColumn extends Column>(column: TColumn, from: number, to: number): Column {
  switch (column.type) {
    case 'string':
      return { type: column.type, values: column.values.slice(from, to) };
    case 'list': {
      const base = column.offsets[from]!;
      return {
        type: column.type,
        offsets: column.offsets.slice(from, to + 1).map((offset) => offset - base),
        items: sliceColumn(column.items, base, column.offsets[to]!) as typeof column.items,
        validity: column.validity?.subarray(from, to),
      };
    }
    default:
      return {
        type: column.type,
        values: column.values.subarray(from, to),
        validity: column.validity?.subarray(from, to),
      };
  }
}
