import type { EvaluatedSliceKey, OmittedSlices } from '@millrace/core';
import type { EncodedKey } from './encode-key.ts';
import { allRows, identifyKey, nameKeyValue, nameSlicing, type SliceSpec } from './slice-spec.ts';

/** One slice and its rows, in the order of the table. */
interface Slice {
  readonly name: string;
  readonly slicing: string;
  readonly keys: readonly EvaluatedSliceKey[];
  readonly rows: Int32Array;
}

export interface SliceLimits {
  /** Slices with fewer rows are left out. All rows are always evaluated. */
  readonly minRows: number;
  /** Of one slicing, the largest are kept. */
  readonly maxSlices: number;
}

export interface FoundSlices {
  /** Sorted by their keys. */
  readonly slices: readonly Slice[];
  readonly omitted: readonly OmittedSlices[];
}

interface Candidate {
  readonly id: number;
  readonly firstRow: number;
  rowCount: number;
}

/** The slices of one specification that are within the limits. */
export function findSlices(
  spec: SliceSpec,
  table: { readonly rowCount: number; readonly keys: ReadonlyMap<string, EncodedKey> },
  limits: SliceLimits,
): FoundSlices {
  const slicing = nameSlicing(spec);
  const fixed = Object.entries(spec.values ?? {});
  const keys = (spec.keys ?? []).map((key) => table.keys.get(identifyKey(key))!);
  const ids = combineKeys(spec, table);
  const found = countSlices(ids);
  const isAll = slicing === allRows;

  const large = isAll ? found : found.filter(({ rowCount }) => rowCount >= limits.minRows);
  const small = isAll ? [] : found.filter(({ rowCount }) => rowCount < limits.minRows);
  const bySize = [...large].sort((a, b) => b.rowCount - a.rowCount || a.id - b.id);
  const kept = bySize.slice(0, limits.maxSlices);
  const surplus = bySize.slice(limits.maxSlices);
  kept.sort((a, b) => {
    for (const { ranks, codes } of keys) {
      const difference = ranks[codes[a.firstRow]!]! - ranks[codes[b.firstRow]!]!;
      if (difference !== 0) return difference;
    }
    return 0;
  });

  const rowsOf = collectRows(ids, kept);
  const slices = kept.map(({ firstRow }, index): Slice => {
    const own = keys.map(({ name, codes, values }) => ({ key: name, value: values[codes[firstRow]!]! }));
    const all = [...fixed.map(([key, value]) => ({ key, value })), ...own];
    const name = all.length === 0 ? allRows : all.map(({ key, value }) => nameKeyValue(key, value)).join(', ');
    return { name, slicing, keys: all, rows: rowsOf[index]! };
  });
  const omitted = [
    describeOmitted({ slicing, reason: 'too-few-rows', limit: limits.minRows }, small),
    describeOmitted({ slicing, reason: 'too-many-slices', limit: limits.maxSlices }, surplus),
  ].filter(({ sliceCount }) => sliceCount > 0);
  return { slices, omitted };
}

function describeOmitted(
  facts: Pick<OmittedSlices, 'slicing' | 'reason' | 'limit'>,
  slices: readonly Candidate[],
): OmittedSlices {
  return {
    ...facts,
    sliceCount: slices.length,
    rowCount: slices.reduce((sum, { rowCount }) => sum + rowCount, 0),
  };
}

/** A dense number for the combination of keys of each row; -1 for rows that lack a fixed value. */
function combineKeys(
  spec: SliceSpec,
  table: { readonly rowCount: number; readonly keys: ReadonlyMap<string, EncodedKey> },
): Int32Array {
  const ids = new Int32Array(table.rowCount);
  for (const [column, value] of Object.entries(spec.values ?? {})) {
    const { codes, values } = table.keys.get(column)!;
    const wanted = values.indexOf(value);
    for (let row = 0; row < ids.length; row++) if (codes[row] !== wanted) ids[row] = -1;
  }
  for (const key of spec.keys ?? []) {
    const { codes, values } = table.keys.get(identifyKey(key))!;
    const dense = new Map<number, number>();
    for (let row = 0; row < ids.length; row++) {
      if (ids[row] === -1) continue;
      const pair = ids[row]! * values.length + codes[row]!;
      let id = dense.get(pair);
      if (id === undefined) {
        id = dense.size;
        dense.set(pair, id);
      }
      ids[row] = id;
    }
  }
  return ids;
}

function countSlices(ids: Int32Array): Candidate[] {
  const found: Candidate[] = [];
  const byId = new Map<number, Candidate>();
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!;
    if (id === -1) continue;
    let candidate = byId.get(id);
    if (candidate === undefined) {
      candidate = { id, firstRow: row, rowCount: 0 };
      byId.set(id, candidate);
      found.push(candidate);
    }
    candidate.rowCount++;
  }
  return found;
}

function collectRows(ids: Int32Array, slices: readonly Candidate[]): readonly Int32Array[] {
  const rows = slices.map(({ rowCount }) => new Int32Array(rowCount));
  const filled = new Int32Array(slices.length);
  const indexOf = new Map(slices.map(({ id }, index) => [id, index]));
  for (let row = 0; row < ids.length; row++) {
    const index = indexOf.get(ids[row]!);
    if (index !== undefined) rows[index]![filled[index]!++] = row;
  }
  return rows;
}
