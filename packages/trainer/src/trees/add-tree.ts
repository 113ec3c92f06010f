import type { BinnedTable } from './binned-table.ts';
import type { BinnedTree } from './tree-kernel.ts';

/** Adds a tree's values to the row-major scores of all rows. */
export function addTree(
  tree: BinnedTree,
  table: BinnedTable,
  target: { readonly scores: Float64Array; readonly treesPerRound: number },
): void {
  const { feature, left, right, value, goesLeft, classIndex } = tree;
  const { bins, rowCount } = table;
  const { scores, treesPerRound } = target;
  for (let row = 0; row < rowCount; row++) {
    let node = 0;
    while (left[node]! >= 0) {
      const bin = bins[feature[node]! * rowCount + row]!;
      node = goesLeft[node * 256 + bin] === 1 ? left[node]! : right[node]!;
    }
    scores[row * treesPerRound + classIndex]! += value[node]!;
  }
}
