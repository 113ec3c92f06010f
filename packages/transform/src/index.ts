export { applyTransform } from './apply/apply-transform.ts';
export { fitTransform } from './fit/fit-transform.ts';
export { Transform } from './transform.ts';

export type { ApplyTransformOptions, TransformedDataset } from './apply/apply-transform.ts';
export type { FitTransformOptions } from './fit/fit-transform.ts';
export type { TransformParameters } from './transform.ts';
