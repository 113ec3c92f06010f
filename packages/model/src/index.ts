export { encodeCustom } from './flavours/custom/custom.ts';
export { decodeLinear, encodeLinear } from './flavours/linear/linear-codec.ts';
export { decodeTfjsLayers, encodeTfjsLayers } from './flavours/tfjs-layers/tfjs-codec.ts';
export { checkTrees } from './flavours/trees/tree-ensemble.ts';
export { decodeTrees, encodeTrees } from './flavours/trees/trees-codec.ts';
export { createTreesScorer } from './flavours/trees/trees-scorer.ts';
export { directoryFiles, memoryFiles } from './model-files.ts';
export { numericGraph } from './numeric-graph.ts';
export { openModel } from './open-model.ts';
export { writeModel } from './write-model.ts';

export type { PredictRowsOptions, RowPredictor } from './create-predictor.ts';
export type { FlavourContext, Scorer } from './flavours/flavour.ts';
export type { LinearWeights } from './flavours/linear/linear-weights.ts';
export type { TfjsInput, TfjsInputColumn, TfjsLayersModel } from './flavours/tfjs-layers/tfjs-codec.ts';
export type { TreeEnsemble } from './flavours/trees/tree-ensemble.ts';
export type { ModelFiles } from './model-files.ts';
export type { OpenedModel } from './open-model.ts';
export type { WriteModelOptions } from './write-model.ts';
