import { checkOptions, optionForms, requiredOption, type ColumnBatch, type Engine } from '@millrace/core';
import type { DatasetInput } from '@millrace/data';
import { chooseFeatures } from '../define/choose-features.ts';
import { checkFeatureView, type FeatureView } from '../define/feature-view.ts';
import type { HistoryInput } from '../history/open-histories.ts';

export interface HistoricalFeaturesOptions extends HistoryInput {
  /** The rows that ask: keys and a moment each, and whatever else they carry. */
  readonly entities: DatasetInput;
  readonly views: readonly FeatureView[];
  /** Column of the asking rows: their moments. @defaultValue their only timestamp column */
  readonly moment?: string | undefined;
  /** Features by `view:value_window`, in the order wanted. @defaultValue all features of all views */
  readonly features?: readonly string[] | undefined;
  /** @defaultValue the embedded engine, opened and closed for this call */
  readonly engine?: Engine | undefined;
  /** Threads that share the views of a large join. The answer does not depend on it. @defaultValue one a processor */
  readonly concurrency?: number | undefined;
}

/**
 * The asking rows, in their order, with the features that were known at the moment of each. An event counts for the moment
 * t in a window w when its availability time is in (t - w, t].
 * Throws `FEATURE_STORE_SELF_LEAK` when a row would see its own event, `FEATURE_STORE_MISSING_MOMENT`,
 * `FEATURE_STORE_UNCLEAR_MOMENT`, `FEATURE_STORE_DUPLICATE_FEATURE`, `FEATURE_STORE_UNKNOWN_VIEW`, `FEATURE_STORE_UNKNOWN_FEATURE`, `FEATURE_STORE_UNKNOWN_SOURCE`, `FEATURE_STORE_THREAD_FAILED`.
 */
export async function getHistoricalFeatures(options: HistoricalFeaturesOptions): Promise<ColumnBatch> {
  const { count, data, list, object, text, texts, engine: engineForm } = optionForms;
  checkOptions<HistoricalFeaturesOptions>(options, 'getHistoricalFeatures', {
    entities: requiredOption(data),
    views: requiredOption(list),
    moment: text,
    features: texts,
    history: data,
    sources: object,
    engine: engineForm,
    concurrency: count,
  });
  const { views, features } = options;
  views.forEach(checkFeatureView);
  const chosen = chooseFeatures(views, features);
  const { joinHistories } = await import('./join-histories.ts');
  return joinHistories(options, chosen);
}
