import type { LearnerFeature } from '@millrace/core';
import type { TreeEnsemble } from '@millrace/model';
import type { BinMapper } from './bin-mapper.ts';
import type { GrownTree } from './grow-tree.ts';
import type { Objective } from './objective.ts';
import type { SplitCandidate } from './scan-splits.ts';

/** The trees in the form in which models are stored: thresholds instead of bins, categories instead of bits of bins. */
export function toEnsemble(
  trees: readonly GrownTree[],
  objective: Objective,
  source: { readonly features: readonly LearnerFeature[]; readonly mappers: readonly BinMapper[] },
): TreeEnsemble {
  const { task, classCount, treesPerRound, baseScores } = objective;
  const treeOffsets = new Int32Array(trees.length + 1);
  trees.forEach(({ splits }, index) => (treeOffsets[index + 1] = treeOffsets[index]! + splits.length));
  const nodeCount = treeOffsets[trees.length]!;
  const ensemble = {
    task,
    classCount: task === 'binary' ? 2 : classCount,
    treesPerRound,
    baseScores,
    treeOffsets,
    splitFeature: new Int32Array(nodeCount).fill(-1),
    threshold: new Float64Array(nodeCount),
    missingLeft: new Uint8Array(nodeCount),
    left: new Int32Array(nodeCount),
    right: new Int32Array(nodeCount),
    value: new Float64Array(nodeCount),
    categoryStart: new Int32Array(nodeCount).fill(-1),
    categoryWords: new Int32Array(nodeCount),
  };
  const words: number[] = [];
  trees.forEach(({ binned, splits }, index) => {
    const first = treeOffsets[index]!;
    splits.forEach((split, id) => {
      const node = first + id;
      ensemble.value[node] = binned.value[id]!;
      if (split === undefined) return;
      ensemble.splitFeature[node] = split.feature;
      ensemble.missingLeft[node] = split.missingLeft ? 1 : 0;
      ensemble.left[node] = first + binned.left[id]!;
      ensemble.right[node] = first + binned.right[id]!;
      const mapper = source.mappers[split.feature]!;
      if (mapper.kind === 'numeric') {
        ensemble.threshold[node] = mapper.upperBounds[split.lastLeftBin]!;
      } else {
        const bits = categoryWords(split, mapper.binOfCategory);
        ensemble.categoryStart[node] = words.length;
        ensemble.categoryWords[node] = bits.length;
        words.push(...bits);
      }
    });
  });
  return { ...ensemble, categoryBits: Uint32Array.from(words) };
}

function categoryWords(split: SplitCandidate, binOfCategory: Uint8Array): Uint32Array {
  const left = new Set(split.leftBins);
  const words = new Uint32Array(Math.ceil(binOfCategory.length / 32));
  binOfCategory.forEach((bin, category) => {
    if (left.has(bin)) words[category >> 5]! |= (1 << (category & 31)) >>> 0;
  });
  return words;
}
