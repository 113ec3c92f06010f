import type { EntityKey } from '@millrace/core';
import { invalidKey } from '../errors.ts';

/**
 * One text for one key, whatever the order of its parts: names and values in turn as a JSON list, sorted by name. The
 * number 1 and the text '1' are different keys. Throws `FEATURE_STORE_INVALID_KEY`.
 */
export function encodeKey(view: string, key: EntityKey): string {
  const parts: (string | number)[] = [];
  const names = Object.keys(key);
  for (const part of names.length > 1 ? names.sort() : names) {
    const value = key[part]!;
    if (typeof value !== 'string' && !Number.isFinite(value)) throw invalidKey({ view, part, value });
    parts.push(part, value);
  }
  return JSON.stringify(parts);
}
