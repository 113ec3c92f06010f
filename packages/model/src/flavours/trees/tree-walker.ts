import type { NumericArray } from '@millrace/core';
import type { PackedTrees } from './pack-trees.ts';

/** Rows as packed trees read them, and walks of rows through trees. */
export interface TreeWalker {
  /** The tree of each walk, by its root. */
  readonly roots: Int32Array;
  /** Steps to the deepest leaf of any tree of four walks. */
  readonly depths: Int32Array;
  /** The leaf value that each walk came to. */
  readonly results: Float64Array;
  /** Takes one row in, as row 0. */
  setRow(features: Float64Array): void;
  /** Takes `count` rows in, from row `first` of the columns on. */
  setRows(columns: readonly NumericArray[], first: number, count: number): void;
  /** Does the first `count` walks, four at a time. `count` is a multiple of four. */
  walk(count: number): void;
}

export interface TreeWalkerOptions {
  /** How many rows it holds. */
  readonly capacity: number;
  /** The tree of each walk; a multiple of four. */
  readonly roots: Int32Array;
  readonly depths: Int32Array;
  /** The row of each walk. */
  readonly rows: Int32Array;
}

export function createTreeWalker(trees: PackedTrees, { capacity, roots, depths, rows }: TreeWalkerOptions): TreeWalker {
  const { slots, codes } = trees;
  const rowWidth = Math.max(slots.length + 2, codes.length + 1);
  const values = new Float64Array(capacity * rowWidth);
  const codeValues = new Int32Array(codes.length === 0 ? 1 : capacity * rowWidth);
  for (let row = 0; row < capacity; row++) {
    values[row * rowWidth + slots.length] = -Infinity;
    values[row * rowWidth + slots.length + 1] = NaN;
  }
  const slotFeature = Int32Array.from(slots, ({ feature }) => feature);
  const slotMissing = Float64Array.from(slots, ({ missing }) => missing);
  const walks: Walks = {
    values,
    codes: codeValues,
    roots,
    depths,
    starts: rows.map((row) => row * rowWidth),
    results: new Float64Array(roots.length),
  };
  const walk = codes.length === 0 ? walkNumeric : walkMixed;
  return {
    roots,
    depths,
    results: walks.results,
    setRow(features) {
      for (let s = 0; s < slotFeature.length; s++) {
        const value = features[slotFeature[s]!]!;
        values[s] = Number.isNaN(value) ? slotMissing[s]! : value;
      }
      for (let c = 0; c < codes.length; c++)
        codeValues[c + 1] = packCode(features[codes[c]!.feature]!, codes[c]!.categories);
    },
    setRows(columns, first, count) {
      for (let s = 0; s < slotFeature.length; s++) {
        const column = columns[slotFeature[s]!]!;
        const missing = slotMissing[s]!;
        for (let row = first, at = s; row < first + count; row++, at += rowWidth) {
          const value = column[row]!;
          values[at] = value === value ? value : missing;
        }
      }
      for (let c = 0; c < codes.length; c++) {
        const { feature, categories } = codes[c]!;
        const column = columns[feature]!;
        for (let row = first, at = c + 1; row < first + count; row++, at += rowWidth)
          codeValues[at] = packCode(column[row]!, categories);
      }
    },
    walk: (count) => walk(trees, walks, count),
  };
}

interface Walks {
  readonly values: Float64Array;
  readonly codes: Int32Array;
  readonly roots: Int32Array;
  readonly depths: Int32Array;
  /** Where the row of each walk starts. */
  readonly starts: Int32Array;
  readonly results: Float64Array;
}

function packCode(value: number, categories: number): number {
  if (value >= 0 && value < categories) return Math.trunc(value);
  return Number.isNaN(value) ? categories + 1 : categories;
}

/** Steps after which it pays to see whether all four walks stand still. */
const patience = 10;

function walkNumeric(
  { next, slot, number }: PackedTrees,
  { values, roots, depths, starts, results }: Walks,
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
      // `Number(...)` of a comparison compiles to no branch; `? 1 : 0` does, and half of those are guessed wrong.
      const toA = next[a]! + Number(values[rowA + slot[a]!]! <= number[a]!);
      const toB = next[b]! + Number(values[rowB + slot[b]!]! <= number[b]!);
      const toC = next[c]! + Number(values[rowC + slot[c]!]! <= number[c]!);
      const toD = next[d]! + Number(values[rowD + slot[d]!]! <= number[d]!);
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

function walkMixed(
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
      // A numeric split finds bit 0, a categorical one compares with NaN: one of the two sides is always 0.
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
