export { decodeLinear, encodeLinear } from './flavours/linear/linear-codec.ts';
export { decodeTfjsLayers, encodeTfjsLayers } from './flavours/tfjs-layers/tfjs-codec.ts';
export { checkTrees } from './flavours/trees/tree-ensemble.ts';
export { decodeTrees, encodeTrees } from './flavours/trees/trees-codec.ts';

export type { LinearWeights } from './flavours/linear/linear-weights.ts';
export type { TfjsInput, TfjsInputColumn, TfjsLayersModel } from './flavours/tfjs-layers/tfjs-codec.ts';
export type { TreeEnsemble } from './flavours/trees/tree-ensemble.ts';
