export { gradientBoostedTrees } from './trees/gradient-boosted-trees.ts';

export type { TreeSettings } from './trees/tree-settings.ts';
