import {
  checkOptions,
  optionForms,
  requiredOption,
  type Cell,
  type OnlineStore,
  type OptionForm,
} from '@millrace/core';
import { chooseFeatures } from '../define/choose-features.ts';
import { checkFeatureView, type FeatureView } from '../define/feature-view.ts';
import { microsecondsOf, type Moment } from '../define/moment.ts';
import { createViewReader, type ViewAnswer, type ViewReader } from './view-reader.ts';

/**
 * `present`: a value. `missing`: stored, and missing. `not-found`: the store has nothing for the key; the value is that of
 * a key without events. `expired`: older than the view's `ttl`, and left out.
 */
export type OnlineStatus = 'present' | 'missing' | 'not-found' | 'expired';

/** The key parts of one entity or more, by the columns with which rows ask; null where a part is unknown. */
export type OnlineKey = Readonly<Record<string, string | number | null>>;

/** The features of one key, both records in the order of the features. */
export interface OnlineFeatures {
  readonly values: Readonly<Record<string, Cell>>;
  readonly statuses: Readonly<Record<string, OnlineStatus>>;
}

export interface OnlineFeaturesOptions {
  readonly store: OnlineStore;
  readonly views: readonly FeatureView[];
  /** One answer each, in this order. More properties than the views' keys do no harm. */
  readonly keys: readonly OnlineKey[];
  /** Features by `view:value_window`, in the order wanted. @defaultValue all features of all views */
  readonly features?: readonly string[] | undefined;
  /** The moment of asking; what is older than the view's `ttl` by then is expired. @defaultValue age is not looked at */
  readonly now?: Moment | undefined;
}

/** The form of an online store, for callers that no compiler stops. */
export const onlineStoreForm: OptionForm = {
  expected: 'an online store, as `createSqliteOnlineStore` gives',
  admits: (value) => {
    const { read, write } = (value ?? {}) as Partial<OnlineStore>;
    return typeof read === 'function' && typeof write === 'function';
  },
};
/** The forms of what differs from call to call. */
export const askedForms = {
  keys: requiredOption(optionForms.list),
  features: optionForms.texts,
  now: {
    expected: 'a Date, or microseconds since 1970',
    admits: (value) => value instanceof Date || Number.isFinite(value),
  },
} satisfies Readonly<Record<string, OptionForm>>;

/** Reads features by key, again and again. */
export interface OnlineReader {
  read(keys: readonly OnlineKey[], options?: { readonly now?: Moment | undefined }): Promise<readonly OnlineFeatures[]>;
}

/**
 * The stored features of each key, as the point-in-time join gives them at the moment of the last `materialize`.
 * A key that the store does not hold gets what the join gives a key without events (counts of 0) once the view has been
 * materialised, and missing values before. Throws `FEATURE_STORE_INVALID_KEY` when a part of a key is not given.
 */
export async function getOnlineFeatures(options: OnlineFeaturesOptions): Promise<readonly OnlineFeatures[]> {
  checkOptions<OnlineFeaturesOptions>(options, 'getOnlineFeatures', { ...readerForms, ...askedForms });
  const { keys, now, ...reader } = options;
  return createOnlineReader(reader).read(keys, { now });
}

const readerForms = {
  store: requiredOption(onlineStoreForm),
  views: requiredOption(optionForms.list),
  features: optionForms.texts,
} satisfies Readonly<Record<string, OptionForm>>;

/** Checks views and features once, for many reads. */
export function createOnlineReader(options: Pick<OnlineFeaturesOptions, 'store' | 'views' | 'features'>): OnlineReader {
  checkOptions<typeof options>(options, 'createOnlineReader', readerForms);
  const { store, views, features: names } = options;
  views.forEach(checkFeatureView);
  const features = chooseFeatures(views, names);
  const readViews = views
    .filter((view) => features.some((feature) => feature.view === view.name))
    .map((view) => createViewReader(store, view));
  const readers = new Map(readViews.map((reader) => [reader.view, reader]));
  const plan = features.map((feature) => {
    const reader = readers.get(feature.view)!;
    return { name: feature.name, reader, judge: reader.judge(feature) };
  });
  const blankValues = Object.fromEntries(plan.map(({ name }) => [name, null]));
  const blankStatuses = Object.fromEntries(plan.map(({ name }) => [name, 'missing' as const]));
  return {
    async read(keys, { now } = {}) {
      const at = now === undefined ? undefined : microsecondsOf(now, 'now');
      const answers = new Map<ViewReader, ViewAnswer>();
      for (const reader of readViews) answers.set(reader, await reader.read(keys));
      return keys.map((_, index) => {
        // Copies of objects that have all their properties: faster than objects that grow.
        const values: Record<string, Cell> = { ...blankValues };
        const statuses: Record<string, OnlineStatus> = { ...blankStatuses };
        for (const { name, reader, judge } of plan) {
          const found = judge(answers.get(reader)!, index, at);
          values[name] = found.value;
          statuses[name] = found.status;
        }
        return { values, statuses };
      });
    },
  };
}
