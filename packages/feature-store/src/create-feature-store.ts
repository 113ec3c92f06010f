import {
  checkOptions,
  optionForms,
  requiredOption,
  type ColumnBatch,
  type Engine,
  type OnlineStore,
} from '@millrace/core';
import type { FeatureView } from './define/feature-view.ts';
import { checkFeatureView } from './define/feature-view.ts';
import { chooseFeatures } from './define/choose-features.ts';
import { noOnlineStore } from './errors.ts';
import type { HistoryInput } from './history/open-histories.ts';
import {
  askedForms,
  createOnlineReader,
  onlineStoreForm,
  type OnlineFeatures,
  type OnlineFeaturesOptions,
  type OnlineReader,
} from './online/get-online-features.ts';
import { materialize, type MaterializedView, type MaterializeOptions } from './online/materialize.ts';
import { getHistoricalFeatures, type HistoricalFeaturesOptions } from './point-in-time/get-historical-features.ts';

export interface FeatureStoreOptions extends HistoryInput {
  readonly views: readonly FeatureView[];
  /** Where `materialize` writes and `getOnlineFeatures` reads. @defaultValue none: only historical features */
  readonly online?: OnlineStore | undefined;
  /** @defaultValue the embedded engine, opened for each call that needs one */
  readonly engine?: Engine | undefined;
}

/** Views, their sources and an online store in one place; every method is the function of its name with those filled in. */
export interface FeatureStore {
  readonly views: readonly FeatureView[];
  getHistoricalFeatures(
    options: Pick<HistoricalFeaturesOptions, 'entities' | 'moment' | 'features'>,
  ): Promise<ColumnBatch>;
  /** Throws `FEATURE_STORE_NO_ONLINE_STORE` when the store was created without one. */
  materialize(options: Pick<MaterializeOptions, 'upTo' | 'signal'>): Promise<readonly MaterializedView[]>;
  /** Throws `FEATURE_STORE_NO_ONLINE_STORE` when the store was created without one. */
  getOnlineFeatures(
    options: Pick<OnlineFeaturesOptions, 'keys' | 'features' | 'now'>,
  ): Promise<readonly OnlineFeatures[]>;
}

/** Puts views and their sources together. Checks the declarations; reads nothing yet. Throws as `defineFeatureView` does. */
export function createFeatureStore(options: FeatureStoreOptions): FeatureStore {
  checkOptions<FeatureStoreOptions>(options, 'createFeatureStore', {
    views: requiredOption(optionForms.list),
    history: optionForms.data,
    sources: optionForms.object,
    online: onlineStoreForm,
    engine: optionForms.engine,
  });
  const { views, history, sources, online, engine } = options;
  views.forEach(checkFeatureView);
  chooseFeatures(views);
  const readers = new Map<string, OnlineReader>();
  const requireOnline = (asked: string): OnlineStore => {
    if (online === undefined) throw noOnlineStore({ asked });
    return online;
  };
  return {
    views,
    getHistoricalFeatures: (asked) => getHistoricalFeatures({ ...asked, views, history, sources, engine }),
    materialize: async (asked) =>
      materialize({ ...asked, views, history, sources, engine, store: requireOnline('materialize') }),
    async getOnlineFeatures(asked) {
      checkOptions<typeof asked>(asked, 'getOnlineFeatures', askedForms);
      const { keys, features, now } = asked;
      const name = features === undefined ? '' : JSON.stringify(features);
      let reader = readers.get(name);
      if (reader === undefined) {
        reader = createOnlineReader({ store: requireOnline('getOnlineFeatures'), views, features });
        readers.set(name, reader);
      }
      return reader.read(keys, { now });
    },
  };
}
