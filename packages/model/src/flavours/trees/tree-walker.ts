import type { NumericArray } from '@millrace/core';
import type { PackedTrees } from './pack-trees.ts';
import { createScriptWalk } from './script-walk.ts';
import type { WalkKernel, WalkSizes } from './walk-kernel.ts';
import { createWasmWalk } from './wasm-walk.ts';

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

/** Walkers over one ensemble. They take turns: all share one memory. */
export function createTreeWalkers(trees: PackedTrees, options: readonly TreeWalkerOptions[]): readonly TreeWalker[] {
  const rowWidth = rowWidthOf(trees);
  const sizes = options.map(({ capacity, roots }) => ({
    floats: capacity * rowWidth + roots.length,
    integers: capacity * rowWidth + 2 * roots.length + roots.length / 4,
  }));
  const kernel = openWalkKernel(trees, {
    walkers: options.length,
    floats: sizes.reduce((sum, { floats }) => sum + floats, 0),
    integers: sizes.reduce((sum, { integers }) => sum + integers, 0),
  });
  return options.map((walker) => createTreeWalker(trees, kernel, walker));
}

/** The fastest kernel that runs here. */
export function openWalkKernel(trees: PackedTrees, sizes: WalkSizes): WalkKernel {
  return createWasmWalk(trees, sizes) ?? createScriptWalk(trees);
}

function rowWidthOf({ slots, codes }: PackedTrees): number {
  return Math.max(slots.length + 2, codes.length + 1);
}

function createTreeWalker(trees: PackedTrees, kernel: WalkKernel, options: TreeWalkerOptions): TreeWalker {
  const { slots, codes } = trees;
  const { capacity, rows } = options;
  const rowWidth = rowWidthOf(trees);
  const copy = (source: Int32Array): Int32Array => {
    const own = kernel.integers(source.length);
    own.set(source);
    return own;
  };
  const values = kernel.floats(capacity * rowWidth);
  const codeValues = kernel.integers(capacity * rowWidth);
  for (let row = 0; row < capacity; row++) {
    values[row * rowWidth + slots.length] = -Infinity;
    values[row * rowWidth + slots.length + 1] = NaN;
  }
  const slotFeature = Int32Array.from(slots, ({ feature }) => feature);
  const slotMissing = Float64Array.from(slots, ({ missing }) => missing);
  const roots = copy(options.roots);
  const depths = copy(options.depths);
  const results = kernel.floats(roots.length);
  const starts = copy(rows.map((row) => row * rowWidth));
  return {
    roots,
    depths,
    results,
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
    walk: kernel.bind({ values, codes: codeValues, roots, depths, starts, results }),
  };
}

function packCode(value: number, categories: number): number {
  if (value >= 0 && value < categories) return Math.trunc(value);
  return Number.isNaN(value) ? categories + 1 : categories;
}
