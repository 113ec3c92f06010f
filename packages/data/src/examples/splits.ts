import { getColumn, unknownColumn, type ColumnSpec, type Engine } from '@millrace/core';
import { wrongSplitKey, wrongSplits } from '../errors.ts';
import type { Dialect } from '../sql/dialect.ts';
import { quoteIdentifier } from '../sql/quote.ts';

/** Shares of the rows by name, as whole numbers. Their order matters: buckets are handed out from the first on. */
export type SplitRatios = Readonly<Record<string, number>>;

/** TFX's: two thirds to learn from, one third to judge by. */
export const defaultSplit: SplitRatios = { train: 2, eval: 1 };

/** Split names become file names. Throws `DATA_WRONG_SPLITS`. */
export function checkSplitName(split: string): void {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(split)) throw wrongSplits({ reason: `"${split}" cannot be a name` });
}

/** Throws `DATA_WRONG_SPLITS`. */
export function checkSplits(splits: SplitRatios): void {
  const entries = Object.entries(splits);
  if (entries.length === 0) throw wrongSplits({ reason: 'there are none' });
  for (const [name, ratio] of entries) {
    checkSplitName(name);
    if (!Number.isSafeInteger(ratio) || ratio < 1) throw wrongSplits({ reason: `"${name}" has the share ${ratio}` });
  }
}

/**
 * The bucket of each row, from 0 to `bucketCount` - 1: a hash of the key column, or of the whole record. A row keeps its
 * bucket whatever rows are added or removed around it.
 */
export function bucketOf(
  {
    columns,
    splitBy,
    bucketCount,
  }: { columns: readonly ColumnSpec[]; splitBy: string | undefined; bucketCount: number },
  dialect: Dialect,
): string {
  if (splitBy === undefined) {
    // Sorted, so that a source with its columns in another order falls into the same splits.
    const sorted = [...columns].sort((a, b) => (a.name < b.name ? -1 : 1));
    return `${dialect.hash60(dialect.recordText(sorted))} % ${bucketCount}`;
  }
  const spec = columns.find(({ name }) => name === splitBy);
  if (spec === undefined)
    throw unknownColumn({ name: splitBy, known: columns.map(({ name }) => name), place: 'the source' });
  if (spec.type === 'float' || spec.type === 'list')
    throw wrongSplitKey({ column: splitBy, reason: `it is of type ${spec.type}` });
  return `${dialect.hash60(dialect.keyText(spec))} % ${bucketCount}`;
}

/** Throws `DATA_WRONG_SPLIT_KEY` when rows have no key. */
export async function checkKeys(engine: Engine, relation: string, splitBy: string): Promise<void> {
  const answer = await engine.query(
    `select count(*) as missing from ${relation} where ${quoteIdentifier(splitBy)} is null`,
  );
  const count = getColumn(answer, 'missing');
  const missing = count.type === 'integer' ? count.values[0]! : 0;
  if (missing > 0) throw wrongSplitKey({ column: splitBy, reason: `it is missing in ${missing} rows` });
}

/** The condition on the bucket for each split. */
export function rangesOf(splits: SplitRatios): ReadonlyMap<string, { readonly from: number; readonly to: number }> {
  const ranges = new Map<string, { from: number; to: number }>();
  let from = 0;
  for (const [name, ratio] of Object.entries(splits)) {
    ranges.set(name, { from, to: from + ratio - 1 });
    from += ratio;
  }
  return ranges;
}
