import type { Cell, EntityKey, OnlineRow, OnlineStore } from '@millrace/core';
import { parseDuration } from '../define/duration.ts';
import { askingColumns, type FeatureView } from '../define/feature-view.ts';
import type { ViewFeature } from '../define/list-features.ts';
import { invalidKey } from '../errors.ts';
import type { OnlineKey, OnlineStatus } from './get-online-features.ts';
import { eventTimeName, onlineViewName } from './online-view-name.ts';

/** What the store holds of a view for some keys. */
export interface ViewAnswer {
  /** A row, undefined where there is none, null where a part of the key is unknown. */
  readonly rows: readonly (OnlineRow | undefined | null)[];
  readonly watermark: number | undefined;
}

interface JudgedValue {
  readonly value: Cell;
  readonly status: OnlineStatus;
}

/** Reads one view, and says of each feature what the answer is worth. */
export interface ViewReader {
  readonly view: string;
  read(keys: readonly OnlineKey[]): Promise<ViewAnswer>;
  judge(feature: ViewFeature): Judge;
}

/** What the answer says of one feature for the key at `index`, asked at `now` (microseconds) or at no particular time. */
type Judge = (answer: ViewAnswer, index: number, now: number | undefined) => JudgedValue;

const notFound: JudgedValue = { value: null, status: 'not-found' };
const expired: JudgedValue = { value: null, status: 'expired' };

export function createViewReader(store: OnlineStore, view: FeatureView): ViewReader {
  const name = onlineViewName(view);
  const parts = view.entity?.keys ?? [];
  const asked = askingColumns(view);
  const ttl = view.ttl === undefined ? Infinity : parseDuration(view.ttl, view.name);
  return {
    view: view.name,
    async read(keys) {
      const whole: EntityKey[] = [];
      const places: number[] = [];
      keys.forEach((key, index) => {
        const found = pickKey(view, { parts, asked }, key);
        if (found === null) return;
        whole.push(found);
        places.push(index);
      });
      const found = await store.read(name, whole);
      const rows = new Array<OnlineRow | undefined | null>(keys.length).fill(null);
      places.forEach((place, index) => (rows[place] = found[index]));
      return { rows, watermark: await store.getWatermark(name) };
    },
    judge({ name: feature, value: valueName, window }) {
      const { aggregate } = view.values[valueName]!;
      const ofNoEvents: Cell = ['count', 'sum', 'distinctCount'].includes(aggregate) ? 0 : null;
      const timeName = window === undefined ? eventTimeName(feature) : undefined;
      return ({ rows, watermark = -Infinity }, index, now) => {
        const row = rows[index];
        if (row === null) return notFound;
        if (now !== undefined && ttl < Infinity) {
          const isLatest = timeName !== undefined && row !== undefined;
          const heldAt = isLatest ? row.values[timeName] : Math.max(row?.eventTime ?? -Infinity, watermark);
          if (typeof heldAt === 'number' && heldAt > -Infinity && now - heldAt > ttl) return expired;
        }
        if (row === undefined) return watermark === -Infinity ? notFound : { ...notFound, value: ofNoEvents };
        const value = row.values[feature] ?? null;
        return { value, status: value === null ? 'missing' : 'present' };
      };
    },
  };
}

/** The key under which the view's entity is stored, from the columns with which rows ask; null where a part is null. */
function pickKey(
  view: FeatureView,
  { parts, asked }: { readonly parts: readonly string[]; readonly asked: readonly string[] },
  key: OnlineKey,
): EntityKey | null {
  const picked: Record<string, string | number> = {};
  let isWhole = true;
  asked.forEach((column, index) => {
    const value = Object.hasOwn(key ?? {}, column) ? key[column] : undefined;
    if (value === undefined) throw invalidKey({ view: view.name, part: column, value });
    if (value === null) isWhole = false;
    else picked[parts[index]!] = value;
  });
  return isWhole ? picked : null;
}
