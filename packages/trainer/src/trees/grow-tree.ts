import type { BinnedTable } from './binned-table.ts';
import type { NodeTotals, SplitCandidate } from './scan-splits.ts';
import type {
  BinnedTree,
  GrowingNode,
  LeafValue,
  NodeSplit,
  SiblingPair,
  TreeKernel,
  TreeStart,
} from './tree-kernel.ts';
import type { ResolvedTreeSettings } from './tree-settings.ts';
import { writeRoute } from './write-route.ts';

/** A finished tree: how bins are routed, and the split of each inner node (undefined for a leaf). */
export interface GrownTree {
  readonly binned: BinnedTree;
  readonly splits: readonly (SplitCandidate | undefined)[];
  readonly leafCount: number;
}

interface OpenNode {
  readonly node: GrowingNode;
  readonly split: SplitCandidate;
  readonly slot: number;
}

/** How many nodes a tree can have and how many of them keep histograms at once, at most, under these settings. */
export function boundTree(
  { maxDepth, maxLeaves, minChildRows }: ResolvedTreeSettings,
  rowCount: number,
): { readonly maxNodes: number; readonly slotCount: number } {
  const leaves = Math.max(
    1,
    Math.min(2 ** maxDepth, maxLeaves === 0 ? Infinity : maxLeaves, Math.floor(rowCount / minChildRows)),
  );
  // Nodes of the last level keep none; two more are in use while the children of a node are counted.
  const open = Math.min(2 ** (maxDepth - 1), leaves);
  return { maxNodes: 2 * leaves - 1, slotCount: open + 1 };
}

/**
 * Grows one tree: with `maxLeaves` always the open leaf of largest gain next (the older of equals), else level by level.
 * A leaf's value is -learningRate G / (H + l2).
 */
export function growTree(
  kernel: TreeKernel,
  start: TreeStart,
  { settings, table }: { readonly settings: ResolvedTreeSettings; readonly table: BinnedTable },
): GrownTree {
  const { maxDepth, maxLeaves, learningRate, l2, minChildRows } = settings;
  const leafLimit = maxLeaves === 0 ? Infinity : maxLeaves;
  const totals = kernel.startTree(start);
  const root: GrowingNode = { id: 0, depth: 0, start: 0, end: totals.count, totals };
  const nodes: GrowingNode[] = [root];
  const splits: (SplitCandidate | undefined)[] = [undefined];
  const children: [number, number][] = [[-1, -1]];
  let leafCount = 1;
  const { slotCount } = boundTree(settings, totals.count);
  const freeSlots = Array.from({ length: slotCount }, (_, slot) => slot).reverse();

  let open: OpenNode[] = [];
  const keepOpen = (node: GrowingNode, split: SplitCandidate | undefined, slot: number): void => {
    if (split === undefined) freeSlots.push(slot);
    else open.push({ node, split, slot });
  };
  const rootSlot = freeSlots.pop()!;
  if (totals.count >= 2 * minChildRows) keepOpen(root, kernel.splitRoot(root), rootSlot);

  while (open.length > 0 && leafCount < leafLimit) {
    const chosen = maxLeaves === 0 ? open : [takeBest(open)];
    open = maxLeaves === 0 ? [] : open.filter((candidate) => candidate !== chosen[0]);
    kernel.partition(chosen.map(({ node, split }): NodeSplit => ({ node, split })));
    const pairs: SiblingPair[] = [];
    for (const { node, split, slot } of chosen) {
      const [left, right] = divide(node, split, nodes.length);
      splits[node.id] = split;
      children[node.id] = [left.id, right.id];
      for (const child of [left, right]) {
        nodes.push(child);
        splits.push(undefined);
        children.push([-1, -1]);
      }
      leafCount++;
      const [smaller, larger] = left.totals.count <= right.totals.count ? [left, right] : [right, left];
      if (left.depth === maxDepth || leafCount >= leafLimit || larger.totals.count < 2 * minChildRows) {
        freeSlots.push(slot);
      } else {
        pairs.push({ parentSlot: slot, freeSlot: freeSlots.pop()!, smaller, larger });
      }
    }
    const found = kernel.splitPairs(pairs);
    pairs.forEach(({ smaller, larger, parentSlot, freeSlot }, index) => {
      keepOpen(smaller, found[index]![0], freeSlot);
      keepOpen(larger, found[index]![1], parentSlot);
    });
  }

  const { gradientScale, hessianScale } = kernel.scales;
  const valueOf = ({ gradient, hessian }: NodeTotals): number => {
    const divisor = hessian * hessianScale + l2;
    return divisor > 0 ? (-learningRate * (gradient * gradientScale)) / divisor : 0;
  };
  const binned = toBinnedTree({ nodes, splits, children, classIndex: start.classIndex, table, valueOf });
  const leaves = nodes
    .filter((node) => splits[node.id] === undefined)
    .map((node): LeafValue => ({ node, value: binned.value[node.id]! }));
  kernel.finishTree(leaves, binned);
  return { binned, splits, leafCount };
}

function takeBest(open: readonly OpenNode[]): OpenNode {
  return open.reduce((best, candidate) =>
    candidate.split.gain > best.split.gain ||
    (candidate.split.gain === best.split.gain && candidate.node.id < best.node.id)
      ? candidate
      : best,
  );
}

function divide(node: GrowingNode, split: SplitCandidate, nextId: number): [GrowingNode, GrowingNode] {
  const middle = node.start + split.left.count;
  const depth = node.depth + 1;
  const rightTotals = {
    gradient: node.totals.gradient - split.left.gradient,
    hessian: node.totals.hessian - split.left.hessian,
    count: node.totals.count - split.left.count,
  };
  return [
    { id: nextId, depth, start: node.start, end: middle, totals: split.left },
    { id: nextId + 1, depth, start: middle, end: node.end, totals: rightTotals },
  ];
}

function toBinnedTree(grown: {
  readonly nodes: readonly GrowingNode[];
  readonly splits: readonly (SplitCandidate | undefined)[];
  readonly children: readonly (readonly [number, number])[];
  readonly classIndex: number;
  readonly table: BinnedTable;
  readonly valueOf: (totals: NodeTotals) => number;
}): BinnedTree {
  const { nodes, splits, children, classIndex, table, valueOf } = grown;
  const goesLeft = new Uint8Array(nodes.length * 256);
  splits.forEach((split, id) => {
    if (split === undefined) return;
    writeRoute(split, table.mappers[split.feature]!.missingBin, goesLeft.subarray(id * 256, (id + 1) * 256));
  });
  return {
    classIndex,
    feature: Int32Array.from(splits, (split) => split?.feature ?? -1),
    left: Int32Array.from(children, ([left]) => left),
    right: Int32Array.from(children, ([, right]) => right),
    value: Float64Array.from(nodes, ({ id, totals }) => (splits[id] === undefined ? valueOf(totals) : 0)),
    goesLeft,
  };
}
