import type { Column, NumericColumn, StringColumn } from '@millrace/core';
import { wrongColumnType } from '../errors.ts';

/** Code of a key that the history does not hold. */
const unseenKey = -1;
/** Code where a part of the key is missing. */
export const missingKey = -2;

/** The columns that make up a key, of one batch. */
export interface KeyColumns {
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  /** Whose columns they are, for errors. */
  readonly place: string;
}

/** Gives every different key of the history a code: 0, 1, 2, ... With no key columns there is one key, 0. */
export interface KeyIndex {
  size(): number;
  /** Writes a code a row; keys that were not seen before get new ones. `missingKey` where a part is missing. */
  add(keys: KeyColumns, into: Int32Array): void;
  /** The same without new codes: `unseenKey` where the history does not hold the key. */
  find(keys: KeyColumns, into: Int32Array): void;
  /** The parts of the key of a code. */
  keyOf(code: number): readonly (string | number)[];
}

/** A pair of codes is one whole number, exact up to 2^26 different values a column. */
const pairRange = 2 ** 26;

export function createKeyIndex(partCount: number): KeyIndex {
  const parts = Array.from({ length: partCount }, createPart);
  // Level i holds the codes of the first i + 2 parts together.
  const levels = Array.from({ length: Math.max(0, partCount - 1) }, () => createDictionary<number>());

  const encode = ({ names, columns, place }: KeyColumns, into: Int32Array, isGrowing: boolean): void => {
    if (partCount === 0) into.fill(0);
    const right = partCount > 1 ? new Int32Array(into.length) : into;
    parts.forEach((part, index) => {
      const codes = index === 0 ? into : right;
      part.encode({ name: names[index]!, column: columns[index]!, place }, codes, isGrowing);
      if (index > 0) joinCodes(levels[index - 1]!, { left: into, right }, isGrowing);
    });
  };
  return {
    size: () => (partCount === 0 ? 1 : (levels.at(-1)?.values ?? parts[0]!.values).length),
    add: (keys, into) => encode(keys, into, true),
    find: (keys, into) => encode(keys, into, false),
    keyOf(code) {
      const key: (string | number)[] = [];
      let left = code;
      for (let part = partCount - 1; part >= 1; part--) {
        const pair = levels[part - 1]!.values[left]!;
        key.unshift(parts[part]!.values[pair % pairRange]!);
        left = Math.floor(pair / pairRange);
      }
      return partCount === 0 ? [] : [parts[0]!.values[left]!, ...key];
    },
  };
}

interface Dictionary<TValue> {
  readonly codes: Map<TValue, number>;
  readonly values: TValue[];
}

function createDictionary<TValue>(): Dictionary<TValue> {
  return { codes: new Map(), values: [] };
}

function codeOf<TValue>({ codes, values }: Dictionary<TValue>, value: TValue, isGrowing: boolean): number {
  const known = codes.get(value);
  if (known !== undefined) return known;
  if (!isGrowing) return unseenKey;
  codes.set(value, values.length);
  return values.push(value) - 1;
}

interface KeyPart {
  readonly values: readonly (string | number)[];
  encode(part: { name: string; column: Column; place: string }, into: Int32Array, isGrowing: boolean): void;
}

function createPart(): KeyPart {
  const dictionary = createDictionary<string | number>();
  let held: string | undefined;
  return {
    values: dictionary.values,
    encode({ name, column, place }, into, isGrowing) {
      const type = column.type === 'float' ? 'integer' : column.type;
      if (column.type === 'list' || (held !== undefined && held !== type))
        throw wrongColumnType({ column: name, place, actual: column.type, expected: held ?? 'text or numbers' });
      if (isGrowing) held = type;
      if (column.type === 'string') encodeTexts(dictionary, { column, isGrowing }, into);
      else encodeNumbers(dictionary, { column, isGrowing }, into);
    },
  };
}

function encodeTexts(
  dictionary: Dictionary<string | number>,
  { column: { values }, isGrowing }: { readonly column: StringColumn; readonly isGrowing: boolean },
  into: Int32Array,
): void {
  for (let row = 0; row < into.length; row++) {
    const value = values[row];
    into[row] = value == null ? missingKey : codeOf(dictionary, value, isGrowing);
  }
}

function encodeNumbers(
  dictionary: Dictionary<string | number>,
  { column: { values, validity }, isGrowing }: { readonly column: NumericColumn; readonly isGrowing: boolean },
  into: Int32Array,
): void {
  for (let row = 0; row < into.length; row++) {
    const value = values[row]!;
    const isMissing = value !== value || (validity !== undefined && validity[row] === 0);
    into[row] = isMissing ? missingKey : codeOf(dictionary, value, isGrowing);
  }
}

/** The codes of both together, written over those on the left. */
function joinCodes(
  dictionary: Dictionary<number>,
  { left, right }: { readonly left: Int32Array; readonly right: Int32Array },
  isGrowing: boolean,
): void {
  for (let row = 0; row < left.length; row++) {
    const a = left[row]!;
    const b = right[row]!;
    left[row] = a < 0 || b < 0 ? Math.min(a, b) : codeOf(dictionary, a * pairRange + b, isGrowing);
  }
}
