import type { NumericArray } from '@millrace/core';
import { applyLink, outputsOf } from '../link.ts';
import type { Flavour, Scorer } from '../flavour.ts';
import { packTrees } from './pack-trees.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';
import { createTreeWalker } from './tree-walker.ts';
import { decodeTrees } from './trees-codec.ts';

/** Rows that are taken through one tree after another: a multiple of four that stays in the processor's cache. */
const rowsPerBlock = 32;

/** Scores an ensemble that was checked. Batches and single rows add the same numbers in the same order. */
export function createTreesScorer(ensemble: TreeEnsemble): Scorer {
  const { task, classCount, treesPerRound, baseScores } = ensemble;
  const outputs = outputsOf(task, classCount);
  const packed = packTrees(ensemble);
  const { roots, treeCount } = packed;
  const single = createTreeWalker(packed, 1);
  const block = createTreeWalker(packed, rowsPerBlock);

  const scoreBlock = (scores: Float64Array, first: number, count: number): void => {
    for (let tree = 0; tree < treeCount; tree++) {
      block.roots.fill(roots[tree]!);
      const output = first * outputs + (tree % treesPerRound);
      for (let i = 0; i < count; i += 4) {
        for (let lane = 0; lane < 4; lane++) block.rows[lane] = (i + lane) * block.rowWidth;
        block.walkFour();
        const lanes = Math.min(4, count - i);
        for (let lane = 0; lane < lanes; lane++) scores[output + (i + lane) * outputs]! += block.results[lane]!;
      }
    }
  };

  return {
    score(columns: readonly NumericArray[], rowCount: number) {
      const scores = new Float64Array(rowCount * outputs);
      for (let i = 0; i < scores.length; i++) scores[i] = baseScores[i % outputs]!;
      for (let first = 0; first < rowCount; first += rowsPerBlock) {
        const count = Math.min(rowsPerBlock, rowCount - first);
        block.setRows(columns, first, count);
        scoreBlock(scores, first, count);
      }
      return applyLink(task, scores, outputs);
    },
    scoreRow(features) {
      single.setRow(features);
      const scores = baseScores.slice();
      const { results } = single;
      for (let tree = 0; tree < treeCount; tree += 4) {
        for (let lane = 0; lane < 4; lane++) single.roots[lane] = roots[tree + lane]!;
        single.walkFour();
        const lanes = Math.min(4, treeCount - tree);
        for (let lane = 0; lane < lanes; lane++) scores[(tree + lane) % treesPerRound]! += results[lane]!;
      }
      return applyLink(task, scores, outputs);
    },
  };
}

/** Decision trees on typed arrays. */
export const trees: Flavour = {
  name: 'trees',
  goldenTolerance: 1e-9,
  open: ({ files, featureOrder }) => createTreesScorer(decodeTrees(files, featureOrder.length)),
};
