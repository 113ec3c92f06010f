import type { LearnerRows } from '@millrace/core';
import type { BinnedTable } from './binned-table.ts';
import type { Objective } from './objective.ts';
import type { NodeTotals, SplitCandidate, SplitRules } from './scan-splits.ts';

/** What a kernel works on, for the whole of one training. */
export interface KernelInput {
  readonly table: BinnedTable;
  readonly rows: LearnerRows;
  readonly objective: Objective;
  readonly rules: Omit<SplitRules, 'gradientScale' | 'hessianScale'>;
  readonly maxDepth: number;
  /** Nodes whose histograms are kept at once, at most. */
  readonly slotCount: number;
  /** Nodes of a tree, at most. */
  readonly maxNodes: number;
  /** True when trees are grown on drawn rows. */
  readonly isSampled: boolean;
  /** Validation rows, scored along the way. */
  readonly held?: BinnedTable | undefined;
}

/** A node while its tree grows: a run of rows in the kernel's row order, and a slot for its histograms. */
export interface GrowingNode {
  /** Index of the node in its tree, in order of creation. */
  readonly id: number;
  readonly depth: number;
  /** Rows `start` to `end` of the row order. */
  readonly start: number;
  readonly end: number;
  readonly totals: NodeTotals;
}

/** A pair of children whose splits are wanted: histograms of the smaller are counted, those of the larger derived. */
export interface SiblingPair {
  /** The slot of the parent; afterwards that of the larger child. */
  readonly parentSlot: number;
  /** A free slot for the smaller child. */
  readonly freeSlot: number;
  readonly smaller: GrowingNode;
  readonly larger: GrowingNode;
}

export interface NodeSplit {
  readonly node: GrowingNode;
  readonly split: SplitCandidate;
}

export interface LeafValue {
  readonly node: GrowingNode;
  readonly value: number;
}

/** What a tree starts from. */
export interface TreeStart {
  /** Which class the tree belongs to; 0 for binary and regression. */
  readonly classIndex: number;
  /** Rows drawn for this tree, ascending; undefined for all. */
  readonly sampledRows: Int32Array | undefined;
  /** Features drawn for this tree, ascending. */
  readonly features: readonly number[];
}

/**
 * The passes over rows that growing a tree needs. Every implementation computes the same integers and then the same
 * doubles in the same order, so all give the same model, bit for bit.
 */
export interface TreeKernel {
  readonly name: string;
  /** Fixes the scores of this moment as those that the trees of one round correct. */
  startRound(): void;
  /** Computes gradients, puts all (or the sampled) rows into the root, and returns its sums. */
  startTree(start: TreeStart): NodeTotals;
  /** Counts the histograms of the root into slot 0 and returns its best split. */
  splitRoot(root: GrowingNode): SplitCandidate | undefined;
  /** The best splits of the two children of each pair: `[smaller, larger]`. */
  splitPairs(
    pairs: readonly SiblingPair[],
  ): readonly (readonly [SplitCandidate | undefined, SplitCandidate | undefined])[];
  /** Moves the rows of each node so that those of its left child come first, in unchanged order otherwise. */
  partition(splits: readonly NodeSplit[]): void;
  /** Real value of the fixed-point gradients and hessians of the tree. */
  readonly scales: { readonly gradientScale: number; readonly hessianScale: number };
  /** Adds the tree's values to the scores of all training and held rows. */
  finishTree(leaves: readonly LeafValue[], tree: BinnedTree): void;
  /** Raw scores of the training rows, row-major, one number per tree of a round. */
  readonly scores: Float64Array;
  /** Raw scores of the held rows; empty without them. */
  readonly heldScores: Float64Array;
  close(): Promise<void>;
}

/** A finished tree over bins: children are indices of nodes, a leaf has left -1. */
export interface BinnedTree {
  readonly classIndex: number;
  readonly feature: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float64Array;
  /** 256 bytes a node: 1 where a bin goes left. */
  readonly goesLeft: Uint8Array;
}
