export { linearRegression } from './linear/linear-regression.ts';
export { logisticRegression } from './linear/logistic-regression.ts';
export { mlp } from './nets/mlp.ts';
export { wideAndDeep } from './nets/wide-and-deep.ts';
export { train } from './train/train.ts';
export { Trainer } from './train/trainer.ts';
export { gradientBoostedTrees } from './trees/gradient-boosted-trees.ts';

export type { LinearRegressionSettings } from './linear/linear-regression.ts';
export type { LogisticRegressionSettings } from './linear/logistic-regression.ts';
export type { NetSettings } from './nets/net-settings.ts';
export type { TrainOptions } from './train/train-options.ts';
export type { TrainResult } from './train/train-result.ts';
export type { TrainerParameters } from './train/trainer.ts';
export type { TreeSettings } from './trees/tree-settings.ts';
