import type { Column } from '@millrace/core';
import { wrongColumnType } from '../errors.ts';

/** Code of a key that the history does not hold. */
export const unseenKey = -1;
/** Code where a part of the key is missing. */
export const missingKey = -2;

/** The columns that make up a key, of one batch. */
export interface KeyColumns {
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** Whose columns they are, for errors. */
  readonly place: string;
}

/** Gives every different key of the history a code: 0, 1, 2, ... With no key columns there is one key, 0. */
export interface KeyIndex {
  size(): number;
  /** A code a row; keys that were not seen before get new ones. `missingKey` where a part is missing. */
  add(keys: KeyColumns): Int32Array;
  /** The same without new codes: `unseenKey` where the history does not hold the key. */
  find(keys: KeyColumns): Int32Array;
  /** The parts of the key of a code. */
  keyOf(code: number): readonly (string | number)[];
}

/** A pair of codes is one whole number, exact up to 2^26 different values a column. */
const pairRange = 2 ** 26;

interface KeyPart {
  type: string | undefined;
  readonly codes: Map<string | number, number>;
  readonly values: (string | number)[];
}

export function createKeyIndex(partCount: number): KeyIndex {
  const parts: readonly KeyPart[] = Array.from({ length: partCount }, () => ({
    type: undefined,
    codes: new Map(),
    values: [],
  }));
  // Level i holds the codes of the first i + 2 parts together.
  const levels = Array.from({ length: Math.max(0, partCount - 1) }, () => ({
    codes: new Map<number, number>(),
    pairs: [] as number[],
  }));

  const encode = (keys: KeyColumns, isGrowing: boolean): Int32Array => {
    if (partCount === 0) return new Int32Array(keys.rowCount);
    let codes = encodePart(parts[0]!, keys, { index: 0, isGrowing });
    levels.forEach((level, index) => {
      const right = encodePart(parts[index + 1]!, keys, { index: index + 1, isGrowing });
      codes = codes.map((left, row) => {
        if (left < 0 || right[row]! < 0) return Math.min(left, right[row]!);
        const pair = left * pairRange + right[row]!;
        const known = level.codes.get(pair);
        if (known !== undefined) return known;
        if (!isGrowing) return unseenKey;
        level.codes.set(pair, level.pairs.length);
        return level.pairs.push(pair) - 1;
      });
    });
    return codes;
  };

  return {
    size: () => (partCount === 0 ? 1 : (levels.at(-1)?.pairs ?? parts[0]!.values).length),
    add: (keys) => encode(keys, true),
    find: (keys) => encode(keys, false),
    keyOf(code) {
      const key: (string | number)[] = [];
      let left = code;
      for (let part = partCount - 1; part >= 1; part--) {
        const pair = levels[part - 1]!.pairs[left]!;
        key.unshift(parts[part]!.values[pair % pairRange]!);
        left = Math.floor(pair / pairRange);
      }
      return partCount === 0 ? [] : [parts[0]!.values[left]!, ...key];
    },
  };
}

function encodePart(
  part: KeyPart,
  { names, columns, rowCount, place }: KeyColumns,
  { index, isGrowing }: { readonly index: number; readonly isGrowing: boolean },
): Int32Array {
  const column = columns[index]!;
  const type = column.type === 'float' ? 'integer' : column.type;
  if (column.type === 'list' || (part.type !== undefined && part.type !== type)) {
    throw wrongColumnType({ column: names[index]!, place, actual: column.type, expected: part.type ?? 'a key' });
  }
  if (isGrowing) part.type = type;
  const { codes, values } = part;
  const encoded = new Int32Array(rowCount);
  const isValid = column.type === 'string' ? undefined : column.validity;
  for (let row = 0; row < rowCount; row++) {
    const value = column.values[row];
    if (value === null || value === undefined || value !== value || (isValid !== undefined && isValid[row] === 0)) {
      encoded[row] = missingKey;
      continue;
    }
    let code = codes.get(value);
    if (code === undefined && isGrowing) {
      code = values.push(value) - 1;
      codes.set(value, code);
    }
    encoded[row] = code ?? unseenKey;
  }
  return encoded;
}
