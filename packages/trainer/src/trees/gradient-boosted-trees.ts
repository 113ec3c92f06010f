import type { Learner } from '@millrace/core';
import { resolveTreeSettings, type TreeSettings } from './tree-settings.ts';

/**
 * Histogram gradient boosting for binary (log loss), multi-class (softmax) and regression (squared error) tasks.
 * Missing values are learned from, categories are split as sets. Same seed and data: the same model, bit for bit, at any
 * `concurrency`. Throws `TRAINER_INVALID_SETTING` and `TRAINER_UNKNOWN_SETTING`.
 */
export function gradientBoostedTrees(settings: TreeSettings = {}): Learner {
  const resolved = resolveTreeSettings(settings);
  return {
    specVersion: 1,
    name: 'gradientBoostedTrees',
    settings: { ...resolved },
    fit: async (data, options) => (await import('./fit-trees.ts')).fitTrees(data, options, resolved),
  };
}
