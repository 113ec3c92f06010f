import type { DuckDBListType, DuckDBListVector, DuckDBType, DuckDBVector } from '@duckdb/node-api';
import type { Column, ColumnSpec, NumericColumn, StringColumn } from '@millrace/core';
import { nameOfType, specOfType } from './duckdb-types.ts';
import { fillOf } from './fill-numbers.ts';
import { readValidity, type RawVector } from './raw-vector.ts';
import { createTextReader } from './read-strings.ts';

/** Gathers the vectors of one result column into one column of the platform. */
export interface ColumnBuilder<TColumn extends Column = Column> {
  readonly spec: ColumnSpec;
  /** Appends `count` rows of a vector from row `start`. */
  append(vector: DuckDBVector, start: number, count: number): void;
  /** The column so far; the builder is empty afterwards. */
  finish(): TColumn;
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

const firstCapacity = 2048;

function createNumberBuilder(spec: ColumnSpec, type: DuckDBType): ColumnBuilder<NumericColumn> {
  const { ArrayClass, fill } = fillOf(spec.name, type);
  let capacity = firstCapacity;
  let values = new ArrayClass(capacity);
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
      // The next batch is about as long.
      capacity = Math.max(capacity, length);
      values = new ArrayClass(capacity);
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
