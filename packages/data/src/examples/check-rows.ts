import { getColumn, type ColumnSpec, type Engine } from '@millrace/core';
import { quoteIdentifier } from '../sql/quote.ts';

export async function countRows(engine: Engine, relation: string, signal?: AbortSignal): Promise<number> {
  const count = getColumn(await engine.query(`select count(*) as n from ${relation}`, { signal }), 'n');
  return count.type === 'integer' ? count.values[0]! : 0;
}

/** Throws `DATA_INTEGER_TOO_LARGE` for whole numbers beyond 2^53: they cannot be read back as they are. */
export async function checkIntegers(engine: Engine, relation: string, columns: readonly ColumnSpec[]): Promise<void> {
  const integers = columns.filter(({ type }) => type === 'integer').map(({ name }) => quoteIdentifier(name));
  if (integers.length === 0) return;
  // Reading the extremes is enough: the engine refuses what is too large, naming the column.
  for (const extreme of ['min', 'max'])
    await engine.query(
      `select ${integers.map((name) => `${extreme}(${name}) as ${name}`).join(', ')} from ${relation}`,
    );
}

/** How the columns of one part differ from those of another, in name or type; undefined when they agree. */
export function describeColumnDifference(
  expected: readonly ColumnSpec[],
  actual: readonly ColumnSpec[],
): string | undefined {
  for (const { name, type, itemType } of expected) {
    const other = actual.find((column) => column.name === name);
    if (other === undefined) return `column "${name}" is missing`;
    if (other.type !== type) return `column "${name}" is ${other.type} and not ${type}`;
    if (other.itemType !== itemType) return `column "${name}" holds ${other.itemType} items and not ${itemType}`;
  }
  const extra = actual.find(({ name }) => !expected.some((column) => column.name === name));
  return extra === undefined ? undefined : `column "${extra.name}" is more`;
}
