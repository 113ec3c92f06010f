import type { DuckDBDecimalType, DuckDBType } from '@duckdb/node-api';
import type { NumericArray } from '@millrace/core';
import { integerTooLarge } from '../errors.ts';
import { nameOfType } from './duckdb-types.ts';
import { readValidity, type RawVector } from './raw-vector.ts';
import { readDays, readInt128, readInt64, readTime, readUint64 } from './read-words.ts';

/** Copies `count` rows from row `start` of a vector to position `at`. */
export type Fill = (vector: RawVector, into: NumericArray, range: { at: number; start: number; count: number }) => void;

function wordsOf(
  vector: RawVector,
  wordsPerRow: number,
  { start, count }: { start: number; count: number },
): Int32Array {
  const view = (vector.items ?? vector.dataView)!;
  return new Int32Array(view.buffer, view.byteOffset + start * wordsPerRow * 4, count * wordsPerRow);
}

/** The array that holds a type, and how its vectors are copied into it. */
export function fillOf(
  name: string,
  type: DuckDBType,
): { ArrayClass: new (length: number) => NumericArray; fill: Fill } {
  const checked =
    (read: typeof readInt64): Fill =>
    (vector, into, range) => {
      const bad = read(wordsOf(vector, 2, range), into as Float64Array, range.at);
      if (bad < 0) return;
      // A row that is missing may hold anything.
      const validity = readValidity(vector, range.start, range.count);
      for (let row = bad; row < range.count; row++) {
        const value = (vector.items as BigInt64Array)[range.start + row]!;
        const isSafe = value <= 9007199254740991n && value >= -9007199254740991n;
        if (!isSafe && validity?.[row] !== 0) throw integerTooLarge({ column: name, value: String(value) });
      }
    };
  const time =
    (factor: number): Fill =>
    (vector, into, range) =>
      readTime(wordsOf(vector, 2, range), into as Float64Array, { at: range.at, factor });
  const copy: Fill = (vector, into, { at, start, count }) =>
    into.set((vector.items as NumericArray).subarray(start, start + count), at);
  const whole =
    (isSigned: boolean): Fill =>
    (vector, into, range) =>
      readInt128(wordsOf(vector, 4, range), into as Float64Array, { at: range.at, isSigned });
  switch (nameOfType(type)) {
    case 'BOOLEAN':
      return {
        ArrayClass: Uint8Array,
        fill: (vector, into, { at, start, count }) =>
          into.set(new Uint8Array(vector.dataView!.buffer, vector.dataView!.byteOffset + start, count), at),
      };
    case 'TINYINT':
      return { ArrayClass: Int8Array, fill: copy };
    case 'SMALLINT':
      return { ArrayClass: Int16Array, fill: copy };
    case 'INTEGER':
      return { ArrayClass: Int32Array, fill: copy };
    case 'UTINYINT':
      return { ArrayClass: Uint8Array, fill: copy };
    case 'USMALLINT':
      return { ArrayClass: Uint16Array, fill: copy };
    case 'UINTEGER':
      return { ArrayClass: Uint32Array, fill: copy };
    case 'BIGINT':
      return { ArrayClass: Float64Array, fill: checked(readInt64) };
    case 'UBIGINT':
      return { ArrayClass: Float64Array, fill: checked(readUint64) };
    case 'HUGEINT':
      return { ArrayClass: Float64Array, fill: whole(true) };
    case 'UHUGEINT':
      return { ArrayClass: Float64Array, fill: whole(false) };
    case 'DECIMAL':
      return { ArrayClass: Float64Array, fill: fillDecimal(type as DuckDBDecimalType) };
    case 'DATE':
      return {
        ArrayClass: Float64Array,
        fill: (vector, into, { at, start, count }) =>
          readDays((vector.items as Int32Array).subarray(start, start + count), into as Float64Array, at),
      };
    case 'TIMESTAMP_S':
      return { ArrayClass: Float64Array, fill: time(1e6) };
    case 'TIMESTAMP_MS':
      return { ArrayClass: Float64Array, fill: time(1000) };
    case 'TIMESTAMP_NS':
      return { ArrayClass: Float64Array, fill: time(1 / 1000) };
    case 'TIMESTAMP':
    case 'TIMESTAMPTZ':
      return { ArrayClass: Float64Array, fill: time(1) };
    default:
      return { ArrayClass: Float64Array, fill: copy };
  }
}

/** DECIMAL is an integer of 16, 32, 64 or 128 bits, by its width, over a power of ten. */
function fillDecimal({ width, scale }: DuckDBDecimalType): Fill {
  const divisor = 10 ** scale;
  return (vector, into, range) => {
    const { at, start, count } = range;
    const values = into as Float64Array;
    const { buffer, byteOffset } = vector.dataView!;
    if (width <= 4) values.set(new Int16Array(buffer, byteOffset + start * 2, count), at);
    else if (width <= 9) values.set(new Int32Array(buffer, byteOffset + start * 4, count), at);
    else if (width <= 18) readInt64(wordsOf(vector, 2, range), values, at);
    else readInt128(wordsOf(vector, 4, range), values, { at, isSigned: true });
    if (divisor !== 1) for (let row = at; row < at + count; row++) values[row] = values[row]! / divisor;
  };
}
