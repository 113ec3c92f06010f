import assert from 'node:assert/strict';
import { toRows } from '../column/batches.ts';
import type { Cell, ColumnBatch } from '../column/column.ts';
import { toColumnBatch, type TableInput } from '../column/table.ts';

/** Asserts that a batch holds these literal columns, in order; numbers may differ by `tolerance` (absolute). @defaultValue 0 */
export function expectTable(actual: ColumnBatch, expected: TableInput, tolerance = 0): void {
  const wanted = toColumnBatch(expected);
  assert.deepEqual(Object.keys(actual.columns), Object.keys(wanted.columns));
  assert.equal(actual.rowCount, wanted.rowCount);
  const actualRows = toRows(actual);
  toRows(wanted).forEach((row, index) => {
    for (const [name, cell] of Object.entries(row)) {
      const found: Cell | undefined = actualRows[index]![name];
      const isClose = typeof found === 'number' && typeof cell === 'number' && Math.abs(found - cell) <= tolerance;
      if (!isClose) assert.deepEqual(found, cell, `row ${index}, column "${name}"`);
    }
  });
}
