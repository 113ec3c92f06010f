import { getColumn, type ColumnBatch } from '@millrace/core';

/** The number in the first row of a column; NaN where it is NULL. */
export function readNumber(batch: ColumnBatch, name: string): number {
  const column = getColumn(batch, name, 'the answer');
  if (column.type === 'string' || column.type === 'list') return Number.NaN;
  return column.validity?.[0] === 0 ? Number.NaN : column.values[0]!;
}
