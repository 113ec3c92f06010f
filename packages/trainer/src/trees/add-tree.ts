import type { BinnedTable } from './binned-table.ts';
import type { BinnedTree } from './tree-kernel.ts';

/** Adds a tree's values to row-major scores; of all rows, or of those that `rows` lists. */
export function addTree(
  tree: BinnedTree,
  table: BinnedTable,
  target: { readonly scores: Float64Array; readonly treesPerRound: number; readonly rows?: Int32Array | undefined },
): void {
  const { feature, left, right, value, goesLeft, classIndex } = tree;
  const { bins, rowCount } = table;
  const { scores, treesPerRound, rows } = target;
  const count = rows === undefined ? rowCount : rows.length;
  for (let i = 0; i < count; i++) {
    const row = rows === undefined ? i : rows[i]!;
    let node = 0;
    while (left[node]! >= 0) {
      const bin = bins[feature[node]! * rowCount + row]!;
      node = goesLeft[node * 256 + bin] === 1 ? left[node]! : right[node]!;
    }
    scores[row * treesPerRound + classIndex]! += value[node]!;
  }
}
