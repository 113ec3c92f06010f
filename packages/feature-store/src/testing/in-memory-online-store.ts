import type { OnlineRow, OnlineStore } from '@millrace/core';
import { encodeKey } from '../online/encode-key.ts';

/** An online store that forgets everything with the process: for tests and for trying things out. */
export function createInMemoryOnlineStore(): OnlineStore {
  const views = new Map<string, Map<string, OnlineRow>>();
  const watermarks = new Map<string, number>();
  return {
    specVersion: 1,
    write(view, rows) {
      const held = views.get(view) ?? new Map<string, OnlineRow>();
      views.set(view, held);
      for (const { key, eventTime, values } of rows) {
        const name = encodeKey(view, key);
        if ((held.get(name)?.eventTime ?? -Infinity) <= eventTime) held.set(name, { eventTime, values: { ...values } });
      }
      return Promise.resolve();
    },
    read: (view, keys) => Promise.resolve(keys.map((key) => views.get(view)?.get(encodeKey(view, key)))),
    getWatermark: (view) => Promise.resolve(watermarks.get(view)),
    setWatermark(view, eventTime) {
      watermarks.set(view, Math.max(eventTime, watermarks.get(view) ?? -Infinity));
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
