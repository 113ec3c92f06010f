import { unknownColumn, type ColumnSpec } from '@millrace/core';
import type { GraphProgram } from '@millrace/features';
import { wrongColumnType } from '../errors.ts';

/**
 * The columns of a source by name, after a check that each leaf of the program finds its column with a type that it reads.
 * `place` says in errors whose columns they are. Throws `CORE_UNKNOWN_COLUMN` or `TRANSFORM_WRONG_COLUMN_TYPE`.
 */
export function checkSourceColumns(
  { nodes }: Pick<GraphProgram, 'nodes'>,
  columns: readonly ColumnSpec[],
  place: string,
): ReadonlyMap<string, ColumnSpec> {
  const byName = new Map(columns.map((column) => [column.name, column]));
  for (const node of nodes) {
    if (node.op !== 'column') continue;
    const { name, columnType } = node.settings;
    const column = byName.get(name);
    if (column === undefined) throw unknownColumn({ name, known: [...byName.keys()], place });
    const isRead = column.type === columnType || (columnType === 'float' && column.type === 'integer');
    if (!isRead) throw wrongColumnType({ column: name, actual: column.type, expected: columnType, place });
  }
  return byName;
}
