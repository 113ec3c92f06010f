import { checkOptions, optionForms, type Engine } from '@millrace/core';
import type { DatasetInput } from '@millrace/data';
import type { FeatureSet, FittedGraph } from '@millrace/features';

export interface FitTransformOptions {
  /** @defaultValue an engine of its own, closed at the end */
  readonly engine?: Engine | undefined;
  /** The split of an artifact that is analysed. @defaultValue all splits */
  readonly split?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Analyses rows as a feature set asks and makes the fitted graph: one query for all means and deviations, one for all ranges, one
 * per column for quantiles, one group-by per vocabulary. Analyzers over analyzers take further rounds. Means and
 * deviations are rounded to 12 significant digits, so that the same rows give the same graph on any number of threads; all
 * else is exact.
 *
 * Throws `CORE_UNKNOWN_COLUMN`, `TRANSFORM_WRONG_COLUMN_TYPE`, and what `defineFeatures` throws; `FEATURES_NOTHING_TO_ANALYZE`
 * when an analyzer finds no value.
 */
export async function fitTransform(
  input: DatasetInput,
  features: FeatureSet,
  options: FitTransformOptions = {},
): Promise<FittedGraph> {
  checkOptions<FitTransformOptions>(options, 'fitTransform', {
    engine: optionForms.engine,
    split: optionForms.text,
    signal: optionForms.signal,
  });
  const { analyzeRows } = await import('./analyze-rows.ts');
  return analyzeRows(input, features, options);
}
