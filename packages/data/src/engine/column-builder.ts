import type { DuckDBDecimalType, DuckDBListType, DuckDBListVector, DuckDBType, DuckDBVector } from '@duckdb/node-api';
import type { Column, ColumnSpec, NumericArray, NumericColumn, StringColumn } from '@millrace/core';
import { integerTooLarge } from '../errors.ts';
import { nameOfType, specOfType } from './duckdb-types.ts';
import { createTextReader } from './read-strings.ts';
import { readDays, readInt128, readInt64, readTime, readUint64 } from './read-words.ts';

/** Gathers the vectors of one result column into one column of the platform. */
export interface ColumnBuilder<TColumn extends Column = Column> {
  readonly spec: ColumnSpec;
  /** Appends `count` rows of a vector from row `start`. */
  append(vector: DuckDBVector, start: number, count: number): void;
  /** The column so far; the builder is empty afterwards. */
  finish(): TColumn;
}

/** The parts of DuckDB's vectors that hold the data; their own accessors box one value at a time. */
interface RawVector {
  readonly items?: NumericArray | BigInt64Array | BigUint64Array;
  readonly dataView?: DataView;
  readonly entryData?: BigUint64Array;
  readonly validity: { readonly data: BigUint64Array | null };
  readonly itemCount: number;
}

export function createColumnBuilder(name: string, type: DuckDBType): ColumnBuilder {
  const spec = specOfType(name, type);
  switch (spec.type) {
    case 'string':
      return createTextBuilder(spec, type);
    case 'list':
      return createListBuilder(spec, type as DuckDBListType);
    default:
      return createNumberBuilder(spec, type);
  }
}

/** One byte a row from DuckDB's bits, or undefined when none of these rows is missing. */
function readValidity(vector: RawVector, start: number, count: number): Uint8Array | undefined {
  const { data } = vector.validity;
  if (data === null) return undefined;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let isWhole = true;
  const validity = new Uint8Array(count);
  for (let row = 0, at = start; row < count; row++, at++) {
    const bit = (bytes[at >> 3]! >> (at & 7)) & 1;
    validity[row] = bit;
    if (bit === 0) isWhole = false;
  }
  return isWhole ? undefined : validity;
}

type Fill = (vector: RawVector, into: NumericArray, range: { at: number; start: number; count: number }) => void;

function wordsOf(
  vector: RawVector,
  wordsPerRow: number,
  { start, count }: { start: number; count: number },
): Int32Array {
  const view = (vector.items ?? vector.dataView)!;
  return new Int32Array(view.buffer, view.byteOffset + start * wordsPerRow * 4, count * wordsPerRow);
}

function fillOf(name: string, type: DuckDBType): { ArrayClass: new (length: number) => NumericArray; fill: Fill } {
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

const firstCapacity = 2048;

function createNumberBuilder(spec: ColumnSpec, type: DuckDBType): ColumnBuilder<NumericColumn> {
  const { ArrayClass, fill } = fillOf(spec.name, type);
  let values = new ArrayClass(firstCapacity);
  let validity: Uint8Array | undefined;
  let length = 0;
  return {
    spec,
    append(vector, start, count) {
      const raw = vector as unknown as RawVector;
      if (length + count > values.length) {
        const grown = new ArrayClass(Math.max(values.length * 2, length + count));
        grown.set(values);
        values = grown;
      }
      fill(raw, values, { at: length, start, count });
      const present = readValidity(raw, start, count);
      if (present !== undefined || validity !== undefined) {
        if (validity === undefined || validity.length < values.length) {
          const grown = new Uint8Array(values.length).fill(1);
          if (validity !== undefined) grown.set(validity);
          validity = grown;
        }
        if (present !== undefined) {
          validity.set(present, length);
          // What DuckDB leaves in missing rows differs from run to run.
          for (let row = 0; row < count; row++) if (present[row] === 0) values[length + row] = 0;
        }
      }
      length += count;
    },
    finish() {
      const column: NumericColumn = {
        type: spec.type as NumericColumn['type'],
        values: values.length === length ? values : values.slice(0, length),
        validity: validity?.slice(0, length),
      };
      values = new ArrayClass(firstCapacity);
      validity = undefined;
      length = 0;
      return column;
    },
  };
}

function createTextBuilder(spec: ColumnSpec, type: DuckDBType): ColumnBuilder<StringColumn> {
  const reader = createTextReader();
  const isEnum = nameOfType(type) === 'ENUM';
  let values: (string | null)[] = [];
  return {
    spec,
    append(vector, start, count) {
      const raw = vector as unknown as RawVector;
      if (isEnum) {
        for (let row = start; row < start + count; row++) values.push(vector.getItem(row) as string | null);
        return;
      }
      const text = vector as unknown as { getItem(row: number): string | null };
      reader.read(text, raw.dataView!, { start, count, validity: readValidity(raw, start, count), into: values });
    },
    finish() {
      const column: StringColumn = { type: 'string', values };
      values = [];
      return column;
    },
  };
}

function createListBuilder(spec: ColumnSpec, type: DuckDBListType): ColumnBuilder {
  const items = createColumnBuilder(spec.name, type.valueType) as ColumnBuilder<NumericColumn | StringColumn>;
  let offsets: number[] = [0];
  let present: number[] = [];
  let itemCount = 0;
  return {
    spec,
    append(vector, start, count) {
      const raw = vector as unknown as RawVector;
      const validity = readValidity(raw, start, count);
      const words = new Uint32Array(raw.entryData!.buffer, raw.entryData!.byteOffset, raw.itemCount * 4);
      const child = (vector as DuckDBListVector).childVector;
      // Lists may lie anywhere in the child vector; neighbours are copied together.
      let runStart = 0;
      let runLength = 0;
      for (let row = start; row < start + count; row++) {
        const isPresent = validity === undefined || validity[row - start] === 1;
        const offset = words[row * 4]!;
        const length = isPresent ? words[row * 4 + 2]! : 0;
        if (length > 0) {
          if (offset !== runStart + runLength) {
            if (runLength > 0) items.append(child, runStart, runLength);
            runStart = offset;
            runLength = 0;
          }
          runLength += length;
        }
        itemCount += length;
        offsets.push(itemCount);
        present.push(isPresent ? 1 : 0);
      }
      if (runLength > 0) items.append(child, runStart, runLength);
    },
    finish() {
      const column: Column = {
        type: 'list',
        offsets: Int32Array.from(offsets),
        items: items.finish(),
        validity: present.includes(0) ? Uint8Array.from(present) : undefined,
      };
      offsets = [0];
      present = [];
      itemCount = 0;
      return column;
    },
  };
}
