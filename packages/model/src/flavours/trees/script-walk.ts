import type { PackedTrees } from './pack-trees.ts';
import type { WalkKernel, Walks } from './walk-kernel.ts';

/** Walks in plain TypeScript, for places that forbid WebAssembly. */
export function createScriptWalk(trees: PackedTrees): WalkKernel {
  return {
    name: 'script',
    floats: (count) => new Float64Array(count),
    integers: (count) => new Int32Array(count),
    bind: (walks) => (count) => walkTrees(trees, walks, count),
  };
}

/** Steps after which it pays to see whether all four walks stand still. */
const patience = 10;

function walkTrees(
  { next, slot, number, codeSlot, word, bits }: PackedTrees,
  { values, codes, roots, depths, starts, results }: Walks,
  count: number,
): void {
  // Four walks side by side: the processor overlaps what does not wait for one another.
  for (let i = 0; i < count; i += 4) {
    const rowA = starts[i]!;
    const rowB = starts[i + 1]!;
    const rowC = starts[i + 2]!;
    const rowD = starts[i + 3]!;
    let a = roots[i]!;
    let b = roots[i + 1]!;
    let c = roots[i + 2]!;
    let d = roots[i + 3]!;
    const steps = depths[i >> 2]!;
    for (let step = 0; step < steps; step++) {
      // A numeric split finds bit 0, a categorical one compares with NaN: one of the two sides is always 0. `Number(...)` of
      // a comparison compiles to no branch; `? 1 : 0` does, and half of those are guessed wrong.
      const codeA = codes[rowA + codeSlot[a]!]!;
      const codeB = codes[rowB + codeSlot[b]!]!;
      const codeC = codes[rowC + codeSlot[c]!]!;
      const codeD = codes[rowD + codeSlot[d]!]!;
      const bitA = (bits[word[a]! + (codeA >> 5)]! >>> (codeA & 31)) & 1;
      const bitB = (bits[word[b]! + (codeB >> 5)]! >>> (codeB & 31)) & 1;
      const bitC = (bits[word[c]! + (codeC >> 5)]! >>> (codeC & 31)) & 1;
      const bitD = (bits[word[d]! + (codeD >> 5)]! >>> (codeD & 31)) & 1;
      const toA = next[a]! + (Number(values[rowA + slot[a]!]! <= number[a]!) | bitA);
      const toB = next[b]! + (Number(values[rowB + slot[b]!]! <= number[b]!) | bitB);
      const toC = next[c]! + (Number(values[rowC + slot[c]!]! <= number[c]!) | bitC);
      const toD = next[d]! + (Number(values[rowD + slot[d]!]! <= number[d]!) | bitD);
      if (step >= patience && toA === a && toB === b && toC === c && toD === d) break;
      a = toA;
      b = toB;
      c = toC;
      d = toD;
    }
    results[i] = number[a]!;
    results[i + 1] = number[b]!;
    results[i + 2] = number[c]!;
    results[i + 3] = number[d]!;
  }
}
