import { chooseFixedPoint, classFactor, fixedPointBits, type FixedPoint } from '../objective.ts';
import type { NodeTotals, SplitCandidate } from '../scan-splits.ts';
import type { BinnedTree, GrowingNode, KernelInput, LeafValue, NodeSplit, TreeKernel } from '../tree-kernel.ts';
import { writeRoute } from '../write-route.ts';
import * as at from './kernel-fields.ts';
import { createKernelMemory, HELD_BINS, HELD_SCORES, PAIRS_AT_ONCE, ROWS_PER_TASK } from './kernel-memory.ts';
import { startKernelThreads } from './kernel-threads.ts';
import { readBestSplit } from './read-split.ts';

/** Phases with fewer steps than this (some 50 microseconds) are not worth waking other threads for. */
const SMALL_PHASE = 50_000;

const objectives = {
  regression: at.OBJECTIVE_REGRESSION,
  binary: at.OBJECTIVE_BINARY,
  'multi-class': at.OBJECTIVE_MULTI_CLASS,
} as const;

interface HistogramJob {
  readonly smaller: GrowingNode;
  readonly larger: GrowingNode | undefined;
  readonly slot: number;
  readonly parentSlot: number;
}

interface RowChunk {
  readonly node: GrowingNode;
  readonly start: number;
  readonly end: number;
}

/**
 * The kernel in WebAssembly with SIMD, on one or more threads that share one memory. Tasks are taken from a counter by
 * whichever thread is free; every sum is one of integers, so who did what does not show in the result.
 */
export async function createWasmKernel(input: KernelInput, threadCount: number): Promise<TreeKernel> {
  const { table, objective, rules, maxDepth, held } = input;
  const { rowCount, mappers } = table;
  const { task, treesPerRound, maxWeight } = objective;
  const memory = createKernelMemory(input, threadCount);
  const { fields, reals, totals, chunkCapacity } = memory;
  const threads = await startKernelThreads(memory, threadCount);

  const rowTasks = Math.ceil(rowCount / ROWS_PER_TASK);
  const scores = memory.doubles(at.SCORES, rowCount * treesPerRound);
  const heldScores =
    held === undefined ? new Float64Array(0) : memory.doubles(HELD_SCORES, held.rowCount * treesPerRound);
  const heldAddresses = {
    bins: memory.addressOf(HELD_BINS),
    scores: memory.addressOf(HELD_SCORES),
  };
  const jobWords = memory.integers(at.JOBS, (PAIRS_AT_ONCE * at.JOB_BYTES) / 4);
  const jobReals = memory.doubles(at.JOBS, (PAIRS_AT_ONCE * at.JOB_BYTES) / 8);
  const chunkBytes = memory.bytes(at.CHUNKS, chunkCapacity * at.CHUNK_BYTES);
  const chunkWords = memory.integers(at.CHUNKS, (chunkCapacity * at.CHUNK_BYTES) / 4);
  const chunkReals = memory.doubles(at.CHUNKS, (chunkCapacity * at.CHUNK_BYTES) / 8);
  const resultCount = 2 * PAIRS_AT_ONCE * mappers.length;
  const results = {
    reals: memory.doubles(at.RESULTS, (resultCount * at.RESULT_BYTES) / 8),
    words: memory.integers(at.RESULTS, (resultCount * at.RESULT_BYTES) / 4),
  };

  let features: readonly number[] = [];
  let scales: FixedPoint = { gradientScale: 1, hessianScale: 1 };
  let sampledRows: Int32Array | undefined;

  fields[at.OBJECTIVE] = objectives[task];
  fields[at.COUNT_SHIFT] = fixedPointBits(rowCount).countShift;
  fields[at.MIN_CHILD_ROWS] = rules.minChildRows;
  fields[at.MAX_SPLIT_CATEGORIES] = rules.maxSplitCategories;
  reals[at.CLASS_FACTOR] = classFactor(objective);
  reals[at.MIN_CHILD_HESSIAN] = rules.minChildHessian;
  reals[at.L2] = rules.l2;
  reals[at.MIN_GAIN] = rules.minGain;
  reals[at.CATEGORY_SMOOTHING] = rules.categorySmoothing;
  reals[at.CATEGORY_L2] = rules.categoryL2;

  const isInTableOrder = (node: GrowingNode): boolean => node.depth === 0 && sampledRows === undefined;

  const largestResidual = (): number => {
    threads.run({ kind: at.PHASE_MAXIMA, taskCount: rowTasks });
    return memory.doubles(at.CHUNK_MAXIMA, rowTasks).reduce((highest, value) => Math.max(highest, value), 0);
  };

  const placeSampledRows = (drawn: Int32Array): NodeTotals => {
    memory.integers(at.ORDER_EVEN, drawn.length).set(drawn);
    const gradients = memory.integers(at.GRADIENTS, 2 * rowCount);
    const gathered = memory.integers(at.NODE_GRADIENTS, 2 * drawn.length);
    let gradient = 0;
    let hessian = 0;
    drawn.forEach((row, i) => {
      gathered[2 * i] = gradients[2 * row]!;
      gathered[2 * i + 1] = gradients[2 * row + 1]!;
      gradient += gathered[2 * i]!;
      hessian += gathered[2 * i + 1]!;
    });
    return { gradient, hessian, count: drawn.length };
  };

  type Found = readonly [SplitCandidate | undefined, SplitCandidate | undefined];
  const findSplits = (jobs: readonly HistogramJob[]): Found[] => {
    let steps = 0;
    jobs.forEach(({ smaller, larger, slot, parentSlot }, index) => {
      const { start, end, depth } = smaller;
      steps += (end - start + 500) * features.length;
      jobWords.set(
        [start, end, depth & 1, slot, larger === undefined ? -1 : parentSlot, isInTableOrder(smaller) ? 1 : 0],
        (index * at.JOB_BYTES) / 4,
      );
      const sums = [smaller, larger ?? smaller].flatMap((node) => [
        node.totals.gradient,
        node.totals.hessian,
        node.totals.count,
      ]);
      jobReals.set(sums, (index * at.JOB_BYTES + 32) / 8);
    });
    const taskCount = jobs.length * Math.ceil(features.length / 4);
    threads.run({ kind: at.PHASE_HISTOGRAMS, taskCount, isSmall: steps < SMALL_PHASE });
    return jobs.map(({ larger }, index) => [
      readBestSplit(results, 2 * index * features.length, features),
      larger === undefined ? undefined : readBestSplit(results, (2 * index + 1) * features.length, features),
    ]);
  };

  const writeChunk = (index: number, { node, start, end }: RowChunk): void => {
    chunkWords.set([start, end, node.depth & 1], (index * at.CHUNK_BYTES) / 4);
    chunkWords[(index * at.CHUNK_BYTES) / 4 + 4] = isInTableOrder(node) ? 1 : 0;
  };

  const partitionBatch = (splits: readonly NodeSplit[]): void => {
    const chunks = splits.map(({ node }) => toChunks(node));
    const steps = splits.reduce((sum, { node }) => sum + node.totals.count, 0);
    let chunkCount = 0;
    splits.forEach(({ node, split }, index) => {
      const goesDeeper = node.depth + 1 < maxDepth;
      const smallerSide = split.left.count * 2 <= node.totals.count ? 1 : 2;
      for (const chunk of chunks[index]!) {
        writeChunk(chunkCount, chunk);
        const base = chunkCount * at.CHUNK_BYTES;
        chunkWords[base / 4 + 3] = split.feature;
        chunkWords[base / 4 + 5] = goesDeeper ? smallerSide : 0;
        const route = chunkBytes.subarray(base + at.CHUNK_ROUTE, base + at.CHUNK_ROUTE + 256);
        writeRoute(split, mappers[split.feature]!.missingBin, route);
        chunkCount++;
      }
    });
    const isSmall = steps < SMALL_PHASE;
    threads.run({ kind: at.PHASE_DIRECTIONS, taskCount: chunkCount, isSmall });
    let index = 0;
    splits.forEach(({ node, split }, position) => {
      let left = node.start;
      let right = node.start + split.left.count;
      for (const { start, end } of chunks[position]!) {
        const base = (index++ * at.CHUNK_BYTES) / 4;
        chunkWords[base + 6] = left;
        chunkWords[base + 7] = right;
        const goneLeft = chunkWords[base + 8]!;
        left += goneLeft;
        right += end - start - goneLeft;
      }
    });
    threads.run({ kind: at.PHASE_SCATTER, taskCount: chunkCount, isSmall });
  };

  const addLeaves = (leaves: readonly LeafValue[]): void => {
    let chunkCount = 0;
    for (const { node, value } of leaves) {
      for (const chunk of toChunks(node)) {
        writeChunk(chunkCount, chunk);
        chunkReals[(chunkCount * at.CHUNK_BYTES + at.CHUNK_ROUTE) / 8] = value;
        chunkCount++;
      }
    }
    threads.run({ kind: at.PHASE_LEAVES, taskCount: chunkCount });
  };

  const placeTree = (tree: BinnedTree): void => {
    const nodeCount = tree.left.length;
    const nodes = memory.integers(at.TREE_NODES, nodeCount * 4);
    for (let node = 0; node < nodeCount; node++) {
      nodes.set([tree.feature[node]!, tree.left[node]!, tree.right[node]!], node * 4);
    }
    memory.doubles(at.TREE_VALUES, nodeCount).set(tree.value);
    memory.bytes(at.TREE_ROUTES, nodeCount * 256).set(tree.goesLeft);
  };

  const route = (target: { readonly rows: number; readonly bins: number; readonly scores: number }): void => {
    fields[at.ROUTE_ROWS] = target.rows;
    fields[at.ROUTE_BINS] = target.bins | 0;
    fields[at.ROUTE_SCORES] = target.scores | 0;
    threads.run({ kind: at.PHASE_ROUTE, taskCount: Math.ceil(target.rows / ROWS_PER_TASK) });
  };

  return {
    name: 'wasm',
    scores,
    heldScores,
    get scales() {
      return scales;
    },
    startRound() {
      if (task === 'multi-class') threads.run({ kind: at.PHASE_NORMALISE, taskCount: rowTasks });
    },
    startTree(start) {
      ({ features, sampledRows } = start);
      memory.integers(at.ACTIVE, features.length).set(features);
      fields[at.ACTIVE_COUNT] = features.length;
      fields[at.CLASS_INDEX] = start.classIndex;
      scales = chooseFixedPoint(objective, rowCount, task === 'regression' ? largestResidual() : maxWeight);
      reals[at.GRADIENT_SCALE] = scales.gradientScale;
      reals[at.HESSIAN_SCALE] = scales.hessianScale;
      reals[at.GRADIENT_FACTOR] = 1 / scales.gradientScale;
      reals[at.HESSIAN_FACTOR] = 1 / scales.hessianScale;
      totals.fill(0n);
      threads.run({ kind: at.PHASE_GRADIENTS, taskCount: rowTasks });
      if (sampledRows !== undefined) return placeSampledRows(sampledRows);
      return {
        gradient: Number(totals[at.GRADIENT_TOTAL]!),
        hessian: Number(totals[at.HESSIAN_TOTAL]!),
        count: rowCount,
      };
    },
    splitRoot: (root) => findSplits([{ smaller: root, larger: undefined, slot: 0, parentSlot: -1 }])[0]![0],
    splitPairs: (pairs) =>
      inBatches(pairs, PAIRS_AT_ONCE).flatMap((batch) =>
        findSplits(batch.map(({ freeSlot, ...pair }) => ({ ...pair, slot: freeSlot }))),
      ),
    partition(splits) {
      for (const batch of inBatches(splits, 256)) partitionBatch(batch);
    },
    finishTree(leaves, tree) {
      if (held !== undefined || sampledRows !== undefined) placeTree(tree);
      if (held !== undefined) route({ rows: held.rowCount, ...heldAddresses });
      if (sampledRows === undefined) for (const batch of inBatches(leaves, 256)) addLeaves(batch);
      else route({ rows: rowCount, bins: fields[at.BINS]!, scores: fields[at.SCORES]! });
    },
    close: () => threads.close(),
  };
}

function toChunks(node: GrowingNode): RowChunk[] {
  const chunks: RowChunk[] = [];
  for (let start = node.start; start < node.end; start += ROWS_PER_TASK) {
    chunks.push({ node, start, end: Math.min(node.end, start + ROWS_PER_TASK) });
  }
  return chunks;
}

function inBatches<TItem>(items: readonly TItem[], size: number): (readonly TItem[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
