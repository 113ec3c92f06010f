import { checkOptions, optionForms, type Dataset, type Engine } from '@millrace/core';
import type { DatasetInput } from '@millrace/data';
import type { FittedGraph } from '@millrace/features';

export interface ApplyTransformOptions {
  /** Used, and not closed, by the result. @defaultValue an engine of its own, closed with the result */
  readonly engine?: Engine | undefined;
  /** A split of an artifact. @defaultValue all splits */
  readonly split?: string | undefined;
  /** Only these outputs, in this order. @defaultValue all */
  readonly outputs?: readonly string[] | undefined;
}

/** Transformed rows that are computed when they are read. Dispose it to close what was opened for it. */
export interface TransformedDataset extends Dataset, AsyncDisposable {}

/**
 * Applies a fitted graph to rows as one SQL select, one row for a row and in their order. Numeric outputs are DOUBLE with
 * NULL where missing, booleans 0 and 1 among them; categorical outputs are INTEGER codes, never NULL.
 * Nothing is read before the result is.
 *
 * Throws `CORE_UNKNOWN_COLUMN`, `TRANSFORM_WRONG_COLUMN_TYPE` or `FEATURES_UNKNOWN_OUTPUT`.
 */
export async function applyTransform(
  input: DatasetInput,
  graph: FittedGraph,
  options: ApplyTransformOptions = {},
): Promise<TransformedDataset> {
  checkOptions<ApplyTransformOptions>(options, 'applyTransform', {
    engine: optionForms.engine,
    split: optionForms.text,
    outputs: optionForms.texts,
  });
  const { openTransformed } = await import('./open-transformed.ts');
  return openTransformed(input, graph, options);
}
