import { createRandom } from '@millrace/core';
import type { Resampling } from './metric-samples.ts';
import { createPoissonWeights } from './poisson-weights.ts';

/** Up to here a resample draws every row; beyond, blocks of rows. */
export const mostBlocks = 1024;

/** Which block each row belongs to. With at most 1,024 rows, row i is block i. */
export interface Blocks {
  readonly blockCount: number;
  readonly blockOf: Int32Array;
}

/**
 * Deals rows to blocks. With at most 1,024 rows each row is its own block, and drawing blocks is drawing rows. Beyond,
 * rows are dealt to 1,024 blocks at random: blocks are independent sums of (nearly) equally many rows, so the variance
 * of a resampled sum has the same expectation as with single rows, and its own relative error is sqrt(2 / 1024), which
 * is 2 % of the width of an interval: less than 200 resamples themselves leave.
 */
export function dealBlocks(rowCount: number, { seed, stream }: Resampling): Blocks {
  const blockCount = Math.min(rowCount, mostBlocks);
  const blockOf = new Int32Array(rowCount);
  for (let row = 0; row < rowCount; row++) blockOf[row] = row % blockCount;
  if (rowCount > blockCount) createRandom(seed, stream + 1).shuffle(blockOf);
  return { blockCount, blockOf };
}

/** Sums of per-row terms by block, `termCount` a block: a resample costs a thousand additions and not one a row. */
export interface BlockSums {
  readonly blocks: Blocks;
  readonly termCount: number;
  readonly sums: Float64Array;
}

/** `writeTerms` fills all terms of one row. */
export function sumBlocks(
  blocks: Blocks,
  termCount: number,
  writeTerms: (row: number, into: Float64Array) => void,
): BlockSums {
  const { blockCount, blockOf } = blocks;
  const sums = new Float64Array(blockCount * termCount);
  const terms = new Float64Array(termCount);
  for (let row = 0; row < blockOf.length; row++) {
    writeTerms(row, terms);
    const base = blockOf[row]! * termCount;
    for (let term = 0; term < termCount; term++) sums[base + term]! += terms[term]!;
  }
  return { blocks, termCount, sums };
}

/** The sums over all rows. */
export function totalOf({ blocks, termCount, sums }: BlockSums): Float64Array {
  return addBlocks(termCount, sums, new Float64Array(blocks.blockCount).fill(1));
}

function addBlocks(termCount: number, sums: Float64Array, counts: Float64Array): Float64Array {
  const total = new Float64Array(termCount);
  const bases = new Int32Array(counts.length + 3);
  const drawn = new Float64Array(counts.length + 3);
  let length = 0;
  for (let block = 0; block < counts.length; block++) {
    if (counts[block] === 0) continue;
    bases[length] = block * termCount;
    drawn[length++] = counts[block]!;
  }
  // Four blocks at once: the totals are read and written a quarter as often. The last ones are filled up with count 0.
  for (let i = 0; i < length; i += 4) {
    const [a, b, c, d] = [bases[i]!, bases[i + 1]!, bases[i + 2]!, bases[i + 3]!];
    const [p, q, r, s] = [drawn[i]!, drawn[i + 1]!, drawn[i + 2]!, drawn[i + 3]!];
    for (let term = 0; term < termCount; term++) {
      total[term]! += p * sums[a + term]! + q * sums[b + term]! + r * sums[c + term]! + s * sums[d + term]!;
    }
  }
  return total;
}

/** Draws resamples: `use` gets the sums of each, how often each block was drawn, and its number. */
export function resample(
  { blocks, termCount, sums }: BlockSums,
  { replicates, seed, stream }: Resampling,
  use: (sums: Float64Array, counts: Float64Array, replicate: number) => void,
): void {
  const weights = createPoissonWeights(seed, stream);
  const counts = new Float64Array(blocks.blockCount);
  for (let replicate = 0; replicate < replicates; replicate++) {
    weights.fill(counts);
    use(addBlocks(termCount, sums, counts), counts, replicate);
  }
}
