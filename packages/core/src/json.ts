import { notJson } from './errors.ts';

export type JsonPrimitive = string | number | boolean | null;
export type JsonValue = JsonPrimitive | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * One text for one value: keys in code unit order, absent and `undefined` properties alike, functions left out (a
 * learner's settings count, its methods do not). Digests are taken over this text.
 * Throws `CORE_NOT_JSON` for NaN, infinities, bigints and symbols, naming the path.
 */
export function canonicalJson(value: unknown, space?: number): string {
  return JSON.stringify(sortKeys(value, '$'), undefined, space);
}

function sortKeys(value: unknown, path: string): unknown {
  switch (typeof value) {
    case 'number':
      if (!Number.isFinite(value)) throw notJson({ path, value: String(value) });
      return Object.is(value, -0) ? 0 : value;
    case 'bigint':
    case 'symbol':
      throw notJson({ path, value: String(value) });
    case 'object': {
      if (value === null) return null;
      if (Array.isArray(value)) return value.map((item, index) => sortKeys(item ?? null, `${path}[${index}]`));
      if ('toJSON' in value && typeof value.toJSON === 'function') return sortKeys(value.toJSON(), path);
      const source = value as Record<string, unknown>;
      // Without a prototype, so that a key named `__proto__` is a key like any other.
      const sorted = Object.create(null) as Record<string, unknown>;
      for (const key of Object.keys(source).sort()) {
        const item = source[key];
        if (item !== undefined && typeof item !== 'function') sorted[key] = sortKeys(item, `${path}.${key}`);
      }
      return sorted;
    }
    default:
      return value;
  }
}

/**
 * Rounds to significant decimal digits (12 by default). Sums over several threads differ in their last digits from run
 * to run; whatever is digested is rounded with this first.
 */
export function roundSignificant(value: number, digits = 12): number {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : value;
}
