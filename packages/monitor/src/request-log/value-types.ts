import type { ColumnSpec, ScalarColumnType } from '@millrace/core';

/** What the values of one field look like, gathered over all rows. */
export interface SeenTypes {
  number: boolean;
  fraction: boolean;
  boolean: boolean;
  string: boolean;
  other: boolean;
  items: SeenTypes | undefined;
}

export function createSeenTypes(): SeenTypes {
  return { number: false, fraction: false, boolean: false, string: false, other: false, items: undefined };
}

export function noteValue(seen: SeenTypes, value: unknown): void {
  switch (typeof value) {
    case 'number':
      seen.number = true;
      if (!Number.isSafeInteger(value)) seen.fraction = true;
      return;
    case 'boolean':
      seen.boolean = true;
      return;
    case 'string':
      seen.string = true;
      return;
    case 'object':
      if (value === null) return;
      if (Array.isArray(value)) {
        seen.items ??= createSeenTypes();
        for (const item of value) noteValue(seen.items, item);
        return;
      }
      seen.other = true;
      return;
    default:
      return;
  }
}

/** The type of a column that holds all these values; text for mixtures and objects. */
export function specOf(name: string, seen: SeenTypes): ColumnSpec {
  const isScalar = seen.number || seen.boolean || seen.string;
  if (seen.items !== undefined && !isScalar && !seen.other && !hasNested(seen.items)) {
    return { name, type: 'list', itemType: scalarOf(seen.items) };
  }
  return { name, type: seen.items === undefined ? scalarOf(seen) : 'string' };
}

function hasNested({ items, other }: SeenTypes): boolean {
  return items !== undefined || other;
}

function scalarOf({ number, fraction, boolean, string, other }: SeenTypes): ScalarColumnType {
  if (string || other || (number && boolean)) return 'string';
  if (number) return fraction ? 'float' : 'integer';
  return boolean ? 'boolean' : 'string';
}

/** A value in the form of a type, null where missing, undefined where it cannot be of that type. */
export function convertValue(value: unknown, type: ScalarColumnType): string | number | null | undefined {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'boolean':
      if (typeof value === 'boolean') return value ? 1 : 0;
      return value === 0 || value === 1 ? value : undefined;
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
    case 'float':
      return convertFloat(value);
    case 'timestamp':
      return convertTimestamp(value);
  }
}

const floatTexts: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity, '-Infinity': -Infinity };

function convertFloat(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && Object.hasOwn(floatTexts, value) ? floatTexts[value] : undefined;
}

/** Whole microseconds, or ISO 8601 text; text without a zone is UTC, as everywhere in the platform. */
function convertTimestamp(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(value);
  if (parts === null) return undefined;
  const [, date, time = '00:00', fraction = '', zone = 'Z'] = parts;
  const millis = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${zone}`);
  return Number.isNaN(millis) ? undefined : millis * 1000 + Math.round(Number(`0${fraction}`) * 1e6);
}
