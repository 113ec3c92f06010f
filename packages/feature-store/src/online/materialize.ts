import { checkOptions, optionForms, requiredOption, type Engine, type OnlineStore } from '@millrace/core';
import { chooseFeatures } from '../define/choose-features.ts';
import { checkFeatureView, type FeatureView } from '../define/feature-view.ts';
import { describeMoment, microsecondsOf, type Moment } from '../define/moment.ts';
import { behindWatermark } from '../errors.ts';
import type { HistoryInput } from '../history/open-histories.ts';
import { askedForms, onlineStoreForm } from './get-online-features.ts';
import { onlineViewName } from './online-view-name.ts';

export interface MaterializeOptions extends HistoryInput {
  readonly views: readonly FeatureView[];
  readonly store: OnlineStore;
  /** The moment for which the values hold. What becomes known exactly then counts. */
  readonly upTo: Moment;
  /** @defaultValue the embedded engine, opened and closed for this call */
  readonly engine?: Engine | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was done for one view. */
export interface MaterializedView {
  readonly view: string;
  /** Microseconds: the watermark that was found; undefined at the first time. */
  readonly from: number | undefined;
  /** Microseconds: the watermark that was set. */
  readonly upTo: number;
  /** Keys that had an event known by then. */
  readonly keyCount: number;
  /** Rows that were written: keys whose values may have changed since the watermark. */
  readonly writtenCount: number;
}

/**
 * Writes the features as of a moment for every key that has an event known by then, and sets the watermark once all rows of
 * a view are stored. After an earlier run only keys are written whose values may have changed: the store then holds what a
 * run from scratch would have written, data that came late included.
 * Throws `FEATURE_STORE_BEHIND_WATERMARK` for a moment before the watermark, `FEATURE_STORE_UNKNOWN_SOURCE`.
 */
export async function materialize(options: MaterializeOptions): Promise<readonly MaterializedView[]> {
  checkOptions<MaterializeOptions>(options, 'materialize', {
    views: requiredOption(optionForms.list),
    store: requiredOption(onlineStoreForm),
    upTo: requiredOption(askedForms.now),
    history: optionForms.data,
    sources: optionForms.object,
    engine: optionForms.engine,
    signal: optionForms.signal,
  });
  const { views, store } = options;
  const upTo = microsecondsOf(options.upTo, 'upTo');
  views.forEach(checkFeatureView);
  const features = chooseFeatures(views);
  const watermarks = new Map<string, number | undefined>();
  for (const view of views) {
    const watermark = await store.getWatermark(onlineViewName(view));
    if (watermark !== undefined && watermark > upTo)
      throw behindWatermark({ view: view.name, upTo: describeMoment(upTo), watermark: describeMoment(watermark) });
    watermarks.set(view.name, watermark);
  }
  const { writeViews } = await import('./write-views.ts');
  return writeViews(options, features, { upTo, watermarks });
}
