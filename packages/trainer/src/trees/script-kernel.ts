import { addTree } from './add-tree.ts';
import { computeGradients, computeNormalisers, type FixedPoint } from './objective.ts';
import { scanFeature, type NodeTotals, type SplitCandidate } from './scan-splits.ts';
import type { GrowingNode, KernelInput, TreeKernel } from './tree-kernel.ts';
import { writeRoute } from './write-route.ts';

/** The kernel in plain TypeScript on one thread: the oracle of the others, and what runs where they cannot. */
export function createScriptKernel({ table, rows, objective, rules, slotCount, held }: KernelInput): TreeKernel {
  const { bins, mappers, rowCount } = table;
  const { treesPerRound } = objective;
  const offsets = new Int32Array(mappers.length + 1);
  mappers.forEach((mapper, index) => (offsets[index + 1] = offsets[index]! + mapper.missingBin + 1));
  const binTotal = offsets[mappers.length]!;

  const startScores = (rowCount: number): Float64Array =>
    new Float64Array(rowCount * treesPerRound).map((_, index) => objective.baseScores[index % treesPerRound]!);
  const scores = startScores(rowCount);
  const heldScores = startScores(held?.rowCount ?? 0);
  const normalisers = new Float64Array(objective.task === 'multi-class' ? 2 * rowCount : 0);
  const gradient = new Int32Array(rowCount);
  const hessian = new Int32Array(rowCount);
  const order = new Int32Array(rowCount);
  const aside = new Int32Array(rowCount);
  const nodeGradient = new Float64Array(rowCount);
  const nodeHessian = new Float64Array(rowCount);
  const route = new Uint8Array(256);
  const slots = Array.from({ length: slotCount }, () => undefined as Float64Array | undefined);

  let features: readonly number[] = [];
  let scales: FixedPoint = { gradientScale: 1, hessianScale: 1 };
  let sampledRows: Int32Array | undefined;

  // Three runs of `binTotal` numbers: gradients, hessians, counts.
  const slotOf = (index: number): Float64Array => (slots[index] ??= new Float64Array(3 * binTotal));

  const countHistograms = (node: GrowingNode, slot: Float64Array): void => {
    slot.fill(0);
    const { start, end } = node;
    for (let i = start; i < end; i++) {
      nodeGradient[i] = gradient[order[i]!]!;
      nodeHessian[i] = hessian[order[i]!]!;
    }
    for (const feature of features) {
      const base = feature * rowCount;
      const offset = offsets[feature]!;
      for (let i = start; i < end; i++) {
        const at = offset + bins[base + order[i]!]!;
        slot[at]! += nodeGradient[i]!;
        slot[binTotal + at]! += nodeHessian[i]!;
        slot[2 * binTotal + at]! += 1;
      }
    }
  };

  const bestSplit = (node: GrowingNode, slot: Float64Array): SplitCandidate | undefined => {
    let best: SplitCandidate | undefined;
    for (const feature of features) {
      const { kind, missingBin } = mappers[feature]!;
      const from = offsets[feature]!;
      const to = from + missingBin + 1;
      const histogram = {
        gradient: slot.subarray(from, to),
        hessian: slot.subarray(binTotal + from, binTotal + to),
        count: slot.subarray(2 * binTotal + from, 2 * binTotal + to),
      };
      const found = scanFeature({ feature, kind, missingBin }, histogram, {
        totals: node.totals,
        rules: { ...rules, ...scales },
      });
      if (found !== undefined && (best === undefined || found.gain > best.gain)) best = found;
    }
    return best;
  };

  return {
    name: 'script',
    scores,
    heldScores,
    get scales() {
      return scales;
    },
    startRound() {
      if (objective.task === 'multi-class') computeNormalisers(scores, treesPerRound, normalisers);
    },
    startTree(start): NodeTotals {
      features = start.features;
      sampledRows = start.sampledRows;
      scales = computeGradients(objective, rows, {
        scores,
        normalisers,
        classIndex: start.classIndex,
        into: { gradient, hessian },
      });
      const count = sampledRows?.length ?? rowCount;
      const totals = { gradient: 0, hessian: 0, count };
      for (let i = 0; i < count; i++) {
        const row = sampledRows === undefined ? i : sampledRows[i]!;
        order[i] = row;
        totals.gradient += gradient[row]!;
        totals.hessian += hessian[row]!;
      }
      return totals;
    },
    splitRoot(root) {
      countHistograms(root, slotOf(0));
      return bestSplit(root, slotOf(0));
    },
    splitPairs(pairs) {
      return pairs.map(({ parentSlot, freeSlot, smaller, larger }) => {
        const counted = slotOf(freeSlot);
        const derived = slotOf(parentSlot);
        countHistograms(smaller, counted);
        for (let i = 0; i < derived.length; i++) derived[i]! -= counted[i]!;
        return [bestSplit(smaller, counted), bestSplit(larger, derived)] as const;
      });
    },
    partition(splits) {
      for (const { node, split } of splits) {
        writeRoute(split, mappers[split.feature]!.missingBin, route);
        const base = split.feature * rowCount;
        let left = node.start;
        let asideCount = 0;
        for (let i = node.start; i < node.end; i++) {
          const row = order[i]!;
          if (route[bins[base + row]!] === 1) order[left++] = row;
          else aside[asideCount++] = row;
        }
        order.set(aside.subarray(0, asideCount), left);
      }
    },
    finishTree(leaves, tree) {
      if (held !== undefined) addTree(tree, held, { scores: heldScores, treesPerRound });
      if (sampledRows !== undefined) {
        addTree(tree, table, { scores, treesPerRound });
        return;
      }
      for (const { node, value } of leaves) {
        for (let i = node.start; i < node.end; i++) scores[order[i]! * treesPerRound + tree.classIndex]! += value;
      }
    },
    close: () => Promise.resolve(),
  };
}
