import type { NumericArray } from '@millrace/core';
import type { PackedTrees } from './pack-trees.ts';

/** Rows as packed trees read them, and four walks at a time: the processor overlaps what does not wait for one another. */
export interface TreeWalker {
  /** Distance between two rows: row i starts at i * rowWidth. */
  readonly rowWidth: number;
  /** The roots of the next four walks. */
  readonly roots: Int32Array;
  /** Where the rows of the next four walks start. */
  readonly rows: Int32Array;
  /** The leaf values that the four walks came to. */
  readonly results: Float64Array;
  /** Takes one row in, as row 0. */
  setRow(features: Float64Array): void;
  /** Takes `count` rows in, from row `first` of the columns on. */
  setRows(columns: readonly NumericArray[], first: number, count: number): void;
  walkFour(): void;
}

/** Makes room for `capacity` rows. */
export function createTreeWalker(trees: PackedTrees, capacity: number): TreeWalker {
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
  const lanes: Lanes = {
    values,
    codes: codeValues,
    roots: new Int32Array(4),
    rows: new Int32Array(4),
    results: new Float64Array(4),
  };
  return {
    rowWidth,
    roots: lanes.roots,
    rows: lanes.rows,
    results: lanes.results,
    setRow(features) {
      for (let s = 0; s < slotFeature.length; s++) {
        const value = features[slotFeature[s]!]!;
        values[s] = Number.isNaN(value) ? slotMissing[s]! : value;
      }
      for (let c = 0; c < codes.length; c++)
        codeValues[c + 1] = packCode(features[codes[c]!.feature]!, codes[c]!.categories);
    },
    setRows(columns, first, count) {
      slots.forEach(({ feature, missing }, s) => {
        const column = columns[feature]!;
        for (let i = 0, at = s; i < count; i++, at += rowWidth) {
          const value = column[first + i]!;
          values[at] = Number.isNaN(value) ? missing : value;
        }
      });
      codes.forEach(({ feature, categories }, c) => {
        const column = columns[feature]!;
        for (let i = 0, at = c + 1; i < count; i++, at += rowWidth)
          codeValues[at] = packCode(column[first + i]!, categories);
      });
    },
    walkFour: codes.length === 0 ? () => walkFourNumeric(trees, lanes) : () => walkFourMixed(trees, lanes),
  };
}

interface Lanes {
  readonly values: Float64Array;
  readonly codes: Int32Array;
  readonly roots: Int32Array;
  readonly rows: Int32Array;
  readonly results: Float64Array;
}

function packCode(value: number, categories: number): number {
  if (value >= 0 && value < categories) return Math.trunc(value);
  return Number.isNaN(value) ? categories + 1 : categories;
}

function walkFourNumeric({ next, slot, number }: PackedTrees, { values, roots, rows, results }: Lanes): void {
  const rowA = rows[0]!;
  const rowB = rows[1]!;
  const rowC = rows[2]!;
  const rowD = rows[3]!;
  let a = roots[0]!;
  let b = roots[1]!;
  let c = roots[2]!;
  let d = roots[3]!;
  for (;;) {
    // `Number(...)` of a comparison compiles to no branch; `? 1 : 0` does, and half of those are guessed wrong.
    const toA = next[a]! + Number(values[rowA + slot[a]!]! <= number[a]!);
    const toB = next[b]! + Number(values[rowB + slot[b]!]! <= number[b]!);
    const toC = next[c]! + Number(values[rowC + slot[c]!]! <= number[c]!);
    const toD = next[d]! + Number(values[rowD + slot[d]!]! <= number[d]!);
    if (toA === a && toB === b && toC === c && toD === d) break;
    a = toA;
    b = toB;
    c = toC;
    d = toD;
  }
  results[0] = number[a]!;
  results[1] = number[b]!;
  results[2] = number[c]!;
  results[3] = number[d]!;
}

function walkFourMixed(
  { next, slot, number, codeSlot, word, bits }: PackedTrees,
  { values, codes, roots, rows, results }: Lanes,
): void {
  const rowA = rows[0]!;
  const rowB = rows[1]!;
  const rowC = rows[2]!;
  const rowD = rows[3]!;
  let a = roots[0]!;
  let b = roots[1]!;
  let c = roots[2]!;
  let d = roots[3]!;
  for (;;) {
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
    if (toA === a && toB === b && toC === c && toD === d) break;
    a = toA;
    b = toB;
    c = toC;
    d = toD;
  }
  results[0] = number[a]!;
  results[1] = number[b]!;
  results[2] = number[c]!;
  results[3] = number[d]!;
}
