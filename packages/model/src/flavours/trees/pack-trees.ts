import type { TreeEnsemble } from './tree-ensemble.ts';

/** A value that splits compare: a feature, with what stands in where it is missing. */
interface PackedSlot {
  readonly feature: number;
  /** NaN makes a missing value go right, -Infinity makes it go left: `value <= threshold` decides all. */
  readonly missing: number;
}

/** A categorical feature as splits read it. */
interface PackedCodes {
  readonly feature: number;
  /** Categories that splits know. This number itself stands for all others, the next one for a missing value. */
  readonly categories: number;
}

/**
 * Trees laid out so that a step is `next + (0 or 1)` without a branch: the right child stands before the left one.
 * A leaf leads to itself. Its `slot` holds -Infinity, so that the comparison is true whatever its number is.
 */
export interface PackedTrees {
  /** The root of each tree, filled up with empty trees to a multiple of four. */
  readonly roots: Int32Array;
  /** Steps from each root to its deepest leaf. */
  readonly depths: Int32Array;
  readonly treeCount: number;
  /** The right child; one less than the node itself for a leaf. */
  readonly next: Int32Array;
  /** Which value is compared. */
  readonly slot: Int32Array;
  /** The threshold, or the value of a leaf. */
  readonly number: Float64Array;
  /** Which code is looked up; 0 for numeric splits and leaves, whose code is 0. */
  readonly codeSlot: Int32Array;
  /** Where the bits of the split begin; 0 for numeric splits and leaves, whose bits are 0. */
  readonly word: Int32Array;
  readonly bits: Int32Array;
  /** `slots.length` holds -Infinity, the one after it NaN. */
  readonly slots: readonly PackedSlot[];
  /** Code slot 0 holds 0; `codes[i]` is code slot i + 1. */
  readonly codes: readonly PackedCodes[];
}

/** Packs an ensemble that was checked. */
export function packTrees(ensemble: TreeEnsemble): PackedTrees {
  const treeCount = ensemble.treeOffsets.length - 1;
  const reachable = ensemble.splitFeature.length + 1;
  const builder: PackBuilder = {
    ensemble,
    next: new Int32Array(reachable),
    slot: new Int32Array(reachable),
    number: new Float64Array(reachable),
    codeSlot: new Int32Array(reachable),
    word: new Int32Array(reachable),
    bits: [0],
    slots: [],
    slotOf: new Map(),
    codes: collectCodes(ensemble),
    nodeCount: 0,
  };
  const roots = new Int32Array(Math.ceil(treeCount / 4) * 4);
  const depths = new Int32Array(roots.length);
  for (let tree = 0; tree < treeCount; tree++) {
    const { root, depth } = packTree(builder, ensemble.treeOffsets[tree]!);
    roots[tree] = root;
    depths[tree] = depth;
  }
  roots.fill(packLeaf(builder, builder.nodeCount++, 0), treeCount);
  const { slots, codes } = builder;
  const slot = builder.slot.map((at) => (at < 0 ? slots.length - 1 - at : at));
  return {
    roots,
    depths,
    treeCount,
    slot,
    slots,
    codes,
    next: builder.next,
    number: builder.number,
    codeSlot: builder.codeSlot,
    word: builder.word,
    bits: Int32Array.from(builder.bits),
  };
}

/** Until all slots are known, the two constants have numbers of their own. */
const alwaysTrue = -1;
const alwaysFalse = -2;

interface PackBuilder {
  readonly ensemble: TreeEnsemble;
  readonly next: Int32Array;
  readonly slot: Int32Array;
  readonly number: Float64Array;
  readonly codeSlot: Int32Array;
  readonly word: Int32Array;
  readonly bits: number[];
  readonly slots: PackedSlot[];
  readonly slotOf: Map<number, number>;
  readonly codes: readonly PackedCodes[];
  nodeCount: number;
}

function collectCodes({ splitFeature, categoryStart, categoryWords }: TreeEnsemble): readonly PackedCodes[] {
  const wordsOf = new Map<number, number>();
  for (let node = 0; node < splitFeature.length; node++) {
    const feature = splitFeature[node]!;
    if (feature === -1 || categoryStart[node] === -1) continue;
    wordsOf.set(feature, Math.max(wordsOf.get(feature) ?? 0, categoryWords[node]!));
  }
  return [...wordsOf].map(([feature, words]) => ({ feature, categories: words * 32 }));
}

function packTree(builder: PackBuilder, sourceRoot: number): { root: number; depth: number } {
  const { ensemble } = builder;
  const root = builder.nodeCount;
  const order = [sourceRoot];
  const levels = [0];
  builder.nodeCount += 1;
  for (let at = 0; at < order.length; at++) {
    const source = order[at]!;
    const node = root + at;
    const feature = ensemble.splitFeature[source]!;
    if (feature === -1) {
      packLeaf(builder, node, ensemble.value[source]!);
      continue;
    }
    builder.next[node] = root + order.length;
    order.push(ensemble.right[source]!, ensemble.left[source]!);
    levels.push(levels[at]! + 1, levels[at]! + 1);
    builder.nodeCount += 2;
    if (ensemble.categoryStart[source] === -1) {
      builder.slot[node] = numericSlot(builder, feature, ensemble.missingLeft[source]! !== 0);
      builder.number[node] = ensemble.threshold[source]!;
    } else {
      packCategories(builder, node, source);
    }
  }
  return { root, depth: levels.at(-1)! };
}

function packLeaf(builder: PackBuilder, node: number, value: number): number {
  builder.next[node] = node - 1;
  builder.slot[node] = alwaysTrue;
  builder.number[node] = value;
  return node;
}

function numericSlot({ slots, slotOf }: PackBuilder, feature: number, isMissingLeft: boolean): number {
  const key = feature * 2 + (isMissingLeft ? 1 : 0);
  let slot = slotOf.get(key);
  if (slot === undefined) {
    slot = slots.length;
    slotOf.set(key, slot);
    slots.push({ feature, missing: isMissingLeft ? -Infinity : NaN });
  }
  return slot;
}

function packCategories(
  { ensemble, slot, codeSlot, word, bits, codes }: PackBuilder,
  node: number,
  source: number,
): void {
  const at = codes.findIndex(({ feature }) => feature === ensemble.splitFeature[source]);
  slot[node] = alwaysFalse;
  codeSlot[node] = at + 1;
  word[node] = bits.length;
  const words = codes[at]!.categories / 32;
  const start = ensemble.categoryStart[source]!;
  for (let i = 0; i < words; i++)
    bits.push(i < ensemble.categoryWords[source]! ? ensemble.categoryBits[start + i]! : 0);
  // One word more: bit 0 for categories that no split knows, bit 1 for a missing value.
  bits.push(ensemble.missingLeft[source]! !== 0 ? 2 : 0);
}
