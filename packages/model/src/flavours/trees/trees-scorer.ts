import type { NumericArray } from '@millrace/core';
import { applyLink, outputsOf } from '../link.ts';
import type { Flavour, Scorer } from '../flavour.ts';
import { packTrees } from './pack-trees.ts';
import type { TreeEnsemble } from './tree-ensemble.ts';
import { createTreeWalkers, type TreeWalker } from './tree-walker.ts';
import { decodeTrees } from './trees-codec.ts';

/** Rows that are taken through one tree after another: a multiple of four that stays in the processor's cache. */
const rowsPerBlock = 32;

/** Scores an ensemble that was checked. Batches and single rows add the same numbers in the same order. */
export function createTreesScorer(ensemble: TreeEnsemble): Scorer {
  const { task, classCount, treesPerRound, baseScores } = ensemble;
  const outputs = outputsOf(task, classCount);
  const packed = packTrees(ensemble);
  const { roots, depths, treeCount } = packed;
  const [single, block] = createTreeWalkers(packed, [
    { capacity: 1, roots, depths: deepestOfFour(depths), rows: new Int32Array(roots.length) },
    {
      capacity: rowsPerBlock,
      roots: new Int32Array(rowsPerBlock),
      depths: new Int32Array(rowsPerBlock / 4),
      rows: Int32Array.from({ length: rowsPerBlock }, (_, row) => row),
    },
  ]) as [TreeWalker, TreeWalker];

  const scoreBlock = (scores: Float64Array, first: number, count: number): void => {
    const walks = Math.ceil(count / 4) * 4;
    for (let tree = 0; tree < treeCount; tree++) {
      block.roots.fill(roots[tree]!);
      block.depths.fill(depths[tree]!);
      block.walk(walks);
      let at = first * outputs + (tree % treesPerRound);
      for (let i = 0; i < count; i++, at += outputs) scores[at]! += block.results[i]!;
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
      single.walk(roots.length);
      const scores = baseScores.slice();
      for (let tree = 0; tree < treeCount; tree++) scores[tree % treesPerRound]! += single.results[tree]!;
      return applyLink(task, scores, outputs);
    },
  };
}

function deepestOfFour(depths: Int32Array): Int32Array {
  return Int32Array.from({ length: depths.length / 4 }, (_, i) => Math.max(...depths.subarray(i * 4, i * 4 + 4)));
}

/** Decision trees on typed arrays. */
export const trees: Flavour = {
  name: 'trees',
  goldenTolerance: 1e-9,
  open: ({ files, featureOrder }) => createTreesScorer(decodeTrees(files, featureOrder.length)),
};
