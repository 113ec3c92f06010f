import type { Task } from '@millrace/core';
import { invalidTrees } from '../../errors.ts';

/**
 * Decision trees as flat arrays: the nodes of all trees one after another, with node numbers that count through all
 * of them. A raw score is `baseScores[k]` plus the leaf values of the trees of class k, in the order of the trees;
 * the answer is its sigmoid (binary), the score itself (regression), or the softmax over the classes.
 */
export interface TreeEnsemble {
  readonly task: Task;
  /** Number of classes; 2 for binary, 0 for regression. */
  readonly classCount: number;
  /** Trees that are grown together: `classCount` for multi-class, else 1. Tree t belongs to class t % treesPerRound. */
  readonly treesPerRound: number;
  /** The raw score before the first tree: one number for each of `treesPerRound`. */
  readonly baseScores: Float64Array;
  /** treeCount + 1 positions: the first node of each tree is its root, the last position is the number of nodes. */
  readonly treeOffsets: Int32Array;
  /** Index into the feature order of the model; -1 makes the node a leaf. */
  readonly splitFeature: Int32Array;
  /** Numeric splits: left when value <= threshold. Not used by leaves and categorical splits. */
  readonly threshold: Float64Array;
  /** 1 when a missing value (NaN) goes left. */
  readonly missingLeft: Uint8Array;
  /** Children of a split stand after it, inside its tree. Not used by leaves. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** The output of a leaf, learning rate included. Not used by splits. */
  readonly value: Float64Array;
  /** -1 for a numeric split, else the first word of the node in `categoryBits`. */
  readonly categoryStart: Int32Array;
  /** Number of words of a categorical split. */
  readonly categoryWords: Int32Array;
  /** Bit c % 32 of word c / 32: category c goes left. A category outside the words goes right. */
  readonly categoryBits: Uint32Array;
}

/**
 * Checks that every walk from a root ends in a leaf and reads only what is there.
 * `featureCount` is the number of features of the model; leave it out when it is not known yet.
 * Throws `MODEL_INVALID_TREES` naming tree and node.
 */
export function checkTrees(ensemble: TreeEnsemble, featureCount = Infinity): void {
  const { task, classCount, treesPerRound, baseScores, treeOffsets } = ensemble;
  const nodeCount = ensemble.splitFeature.length;
  const treeCount = treeOffsets.length - 1;
  const expectedTrees = task === 'multi-class' ? classCount : 1;
  const expectedClasses = task === 'binary' ? 2 : task === 'regression' ? 0 : classCount;
  if (classCount !== expectedClasses || (task === 'multi-class' && classCount < 2))
    throw invalidTrees({ reason: `the task ${task} does not have ${classCount} classes` });
  if (treesPerRound !== expectedTrees)
    throw invalidTrees({ reason: `treesPerRound is ${treesPerRound} where ${task} has ${expectedTrees}` });
  if (baseScores.length !== treesPerRound)
    throw invalidTrees({
      reason: `baseScores has ${baseScores.length} numbers where treesPerRound is ${treesPerRound}`,
    });
  if (treeCount < 0 || treeCount % treesPerRound !== 0)
    throw invalidTrees({ reason: `${treeCount} trees do not make whole rounds of ${treesPerRound}` });
  if (treeOffsets[0] !== 0 || treeOffsets[treeCount] !== nodeCount)
    throw invalidTrees({ reason: `treeOffsets do not run from 0 to the ${nodeCount} nodes` });
  checkLengths(ensemble, nodeCount);
  const hasParent = new Uint8Array(nodeCount);
  for (let tree = 0; tree < treeCount; tree++) {
    const first = treeOffsets[tree]!;
    const end = treeOffsets[tree + 1]!;
    if (end <= first) throw invalidTrees({ reason: 'it has no nodes', tree });
    for (let node = first; node < end; node++) {
      if (ensemble.splitFeature[node] !== -1) {
        for (const child of [ensemble.left[node]!, ensemble.right[node]!]) {
          if (hasParent[child] === 1)
            throw invalidTrees({ reason: `its child ${child} has a parent already`, tree, node });
          hasParent[child] = 1;
        }
      }
      const problem = describeNodeProblem({ ensemble, node, end, featureCount });
      if (problem !== undefined) throw invalidTrees({ reason: problem, tree, node });
    }
  }
  for (const score of baseScores)
    if (!Number.isFinite(score)) throw invalidTrees({ reason: `baseScores holds ${score}` });
}

function checkLengths(ensemble: TreeEnsemble, nodeCount: number): void {
  for (const name of [
    'threshold',
    'missingLeft',
    'left',
    'right',
    'value',
    'categoryStart',
    'categoryWords',
  ] as const) {
    if (ensemble[name].length !== nodeCount)
      throw invalidTrees({ reason: `${name} has ${ensemble[name].length} entries for ${nodeCount} nodes` });
  }
}

interface NodeToCheck {
  readonly ensemble: TreeEnsemble;
  readonly node: number;
  /** First node of the next tree. */
  readonly end: number;
  readonly featureCount: number;
}

function describeNodeProblem({ ensemble, node, end, featureCount }: NodeToCheck): string | undefined {
  const feature = ensemble.splitFeature[node]!;
  if (feature === -1) {
    const value = ensemble.value[node]!;
    return Number.isFinite(value) ? undefined : `its value is ${value}`;
  }
  if (feature < 0 || feature >= featureCount) return `it splits feature ${feature} of ${featureCount}`;
  for (const child of [ensemble.left[node]!, ensemble.right[node]!]) {
    if (child <= node || child >= end) return `its child ${child} does not stand after it in its tree`;
  }
  const start = ensemble.categoryStart[node]!;
  if (start === -1) return Number.isNaN(ensemble.threshold[node]!) ? 'its threshold is NaN' : undefined;
  const words = ensemble.categoryWords[node]!;
  const isInside = start >= 0 && words >= 0 && start + words <= ensemble.categoryBits.length;
  return isInside ? undefined : `its category words ${start} to ${start + words} are not there`;
}
