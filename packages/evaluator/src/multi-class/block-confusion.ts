import type { Blocks } from '../numbers/block-sums.ts';

/** Confusion matrices by block, as a list of their cells that are not empty. */
export interface BlockConfusion {
  readonly blocks: Int32Array;
  readonly cells: Int32Array;
  readonly weights: Float64Array;
}

/** Adds up the weights of rows that share block and cell. */
export function createBlockConfusion(
  { blockOf }: Blocks,
  rows: { readonly cells: Int32Array; readonly weights: Float64Array; readonly cellCount: number },
): BlockConfusion {
  const { cells, weights, cellCount } = rows;
  const sums = new Map<number, number>();
  for (let row = 0; row < cells.length; row++) {
    const key = blockOf[row]! * cellCount + cells[row]!;
    sums.set(key, (sums.get(key) ?? 0) + weights[row]!);
  }
  const keys = [...sums.keys()].sort((a, b) => a - b);
  return {
    blocks: Int32Array.from(keys, (key) => Math.floor(key / cellCount)),
    cells: Int32Array.from(keys, (key) => key % cellCount),
    weights: Float64Array.from(keys, (key) => sums.get(key)!),
  };
}

/** Fills the confusion matrix of a resample; without counts, of all rows. */
export function fillConfusion(
  into: Float64Array,
  { blocks, cells, weights }: BlockConfusion,
  counts?: Float64Array,
): void {
  into.fill(0);
  for (let i = 0; i < cells.length; i++) {
    into[cells[i]!]! += counts === undefined ? weights[i]! : weights[i]! * counts[blocks[i]!]!;
  }
}
