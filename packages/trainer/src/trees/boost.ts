import { createRandom, type FitOptions, type LearnerData, type TrainingCurve } from '@millrace/core';
import { lossNotFinite } from '../errors.ts';
import type { BinnedTable } from './binned-table.ts';
import { growTree, type GrownTree } from './grow-tree.ts';
import { computeLoss, CURVE_ROWS, lossName } from '../loss.ts';
import type { Objective } from './objective.ts';
import type { TreeKernel } from './tree-kernel.ts';
import type { ResolvedTreeSettings } from './tree-settings.ts';

export interface BoostedTrees {
  /** The trees of the rounds that are kept, round after round. */
  readonly trees: readonly GrownTree[];
  readonly roundsRun: number;
  readonly roundsKept: number;
  readonly curves: readonly TrainingCurve[];
}

/** Runs boosting rounds on a kernel until `trees` rounds are done, nothing gains any more, or validation stops it. */
export async function boost(
  data: LearnerData,
  options: FitOptions,
  parts: {
    readonly settings: ResolvedTreeSettings;
    readonly objective: Objective;
    readonly table: BinnedTable;
    readonly kernel: TreeKernel;
  },
): Promise<BoostedTrees> {
  const { settings, objective, table, kernel } = parts;
  const { task, train, validation } = data;
  const width = objective.treesPerRound;
  const sampler = createSampler(table, settings, options.seed);
  const trees: GrownTree[] = [];
  const trainLoss: number[] = [];
  const heldLoss: number[] = [];
  let bestRound = -1;
  let round = 0;
  for (; round < settings.trees; round++) {
    options.signal?.throwIfAborted();
    kernel.startRound();
    let leafCount = 0;
    for (let classIndex = 0; classIndex < width; classIndex++) {
      const tree = growTree(kernel, { classIndex, ...sampler() }, { settings, table });
      trees.push(tree);
      leafCount = Math.max(leafCount, tree.leafCount);
    }
    const loss = computeLoss(task, train, { scores: kernel.scores, width, limit: CURVE_ROWS });
    if (!Number.isFinite(loss)) throw lossNotFinite({ step: `round ${round + 1}`, loss });
    trainLoss.push(loss);
    if (validation !== undefined) {
      heldLoss.push(computeLoss(task, validation, { scores: kernel.heldScores, width }));
      if (bestRound < 0 || heldLoss[round]! < heldLoss[bestRound]!) bestRound = round;
    }
    options.onProgress?.({ done: round + 1, total: settings.trees, message: `round ${round + 1}: ${loss.toFixed(5)}` });
    const isExhausted = leafCount === 1 && settings.rowSampling === 1 && settings.featureSampling === 1;
    const { earlyStoppingRounds } = settings;
    const isStale = validation !== undefined && earlyStoppingRounds > 0 && round - bestRound >= earlyStoppingRounds;
    if (isExhausted || isStale) {
      round++;
      break;
    }
    await yieldToEvents();
  }
  const roundsKept = validation !== undefined && settings.earlyStoppingRounds > 0 ? bestRound + 1 : round;
  const metric = lossName(task);
  return {
    trees: trees.slice(0, roundsKept * width),
    roundsRun: round,
    roundsKept,
    curves: [
      { metric, split: 'train', values: trainLoss },
      ...(validation === undefined ? [] : [{ metric, split: 'validation' as const, values: heldLoss }]),
    ],
  };
}

/** Lets timers, signals and sockets have a turn between two rounds. */
function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function createSampler(
  { rowCount, mappers }: BinnedTable,
  { rowSampling, featureSampling }: ResolvedTreeSettings,
  seed: number,
): () => { readonly sampledRows: Int32Array | undefined; readonly features: readonly number[] } {
  const rowRandom = createRandom(seed, 1);
  const featureRandom = createRandom(seed, 2);
  const allFeatures = mappers.map((_, index) => index);
  const wantedRows = Math.max(1, Math.round(rowCount * rowSampling));
  const wantedFeatures = Math.max(1, Math.round(mappers.length * featureSampling));
  return () => {
    const features =
      wantedFeatures === mappers.length
        ? allFeatures
        : featureRandom
            .shuffle([...allFeatures])
            .slice(0, wantedFeatures)
            .sort((a, b) => a - b);
    if (wantedRows === rowCount) return { sampledRows: undefined, features };
    // Selection sampling (Knuth, algorithm 3.4.2 S): ascending rows in one pass.
    const sampledRows = new Int32Array(wantedRows);
    for (let row = 0, taken = 0; taken < wantedRows; row++) {
      if (rowRandom.next() * (rowCount - row) < wantedRows - taken) sampledRows[taken++] = row;
    }
    return { sampledRows, features };
  };
}
