import { getColumn, isPresent, type Column, type ColumnBatch } from '@millrace/core';
import { boundariesNotAscending, columnCannotSlice, notTimestamp } from '../errors.ts';
import { columnOfKey, nameKey, type DatePart, type SliceKey } from './slice-spec.ts';

type SliceValue = string | number | boolean | null;

/** A key of every row as a small number, and what the numbers stand for. */
export interface EncodedKey {
  readonly name: string;
  readonly codes: Int32Array;
  readonly values: readonly SliceValue[];
  /** Place of each code when the values are sorted: numbers ascending, text by code unit, missing last. */
  readonly ranks: Int32Array;
}

export interface KeyEncoder {
  /** Encodes these rows of a batch. */
  append(batch: ColumnBatch, rows: Int32Array): void;
  finish(): EncodedKey;
}

export function createKeyEncoder(key: SliceKey): KeyEncoder {
  const codeOf = new Map<SliceValue, number>();
  const values: SliceValue[] = [];
  const chunks: Int32Array[] = [];
  const column = columnOfKey(key);
  const name = nameKey(key);
  return {
    append(batch, rows) {
      const read = createReader(key, getColumn(batch, column, 'the rows that are evaluated, though slices need it'));
      const codes = new Int32Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        const value = read(rows[i]!);
        let code = codeOf.get(value);
        if (code === undefined) {
          code = values.length;
          codeOf.set(value, code);
          values.push(value);
        }
        codes[i] = code;
      }
      chunks.push(codes);
    },
    finish() {
      const codes = new Int32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
      let at = 0;
      for (const chunk of chunks) {
        codes.set(chunk, at);
        at += chunk.length;
      }
      const isRange = typeof key !== 'string' && 'boundaries' in key;
      const shown = isRange ? values.map((range) => nameRange(range as number | null, key.boundaries)) : values;
      const order = values.map((_, code) => code).sort((a, b) => compareValues(values[a]!, values[b]!));
      const ranks = new Int32Array(values.length);
      order.forEach((code, rank) => {
        ranks[code] = rank;
      });
      return { name, codes, values: shown, ranks };
    },
  };
}

function createReader(key: SliceKey, column: Column): (row: number) => SliceValue {
  const name = columnOfKey(key);
  if (column.type === 'list') throw columnCannotSlice({ column: name, type: 'list' });
  if (column.type === 'string') {
    if (typeof key !== 'string') throw columnCannotSlice({ column: name, type: 'string' });
    return (row) => column.values[row] ?? null;
  }
  const { values, type } = column;
  const readPresent = createNumberReader(key, type);
  return (row) => (isPresent(column, row) ? readPresent(values[row]!) : null);
}

function createNumberReader(key: SliceKey, type: string): (value: number) => SliceValue {
  if (typeof key === 'string') return type === 'boolean' ? (value) => value !== 0 : (value) => value + 0;
  if ('part' in key) {
    if (type !== 'timestamp' && type !== 'integer') throw notTimestamp({ column: key.column, type, part: key.part });
    return createPartReader(key.part);
  }
  const { boundaries } = key;
  if (boundaries.length === 0 || boundaries.some((edge, i) => i > 0 && !(edge > boundaries[i - 1]!))) {
    throw boundariesNotAscending({ column: key.column, boundaries });
  }
  return (value) => (Number.isNaN(value) ? null : boundaries.filter((edge) => value >= edge).length);
}

const microsPerDay = 86_400_000_000;

function createPartReader(part: DatePart): (micros: number) => SliceValue {
  switch (part) {
    case 'hourOfDay':
      return (micros) => Math.floor((micros - Math.floor(micros / microsPerDay) * microsPerDay) / 3_600_000_000);
    case 'dayOfWeek':
      // 1970-01-01 was a Thursday.
      return (micros) => ((((Math.floor(micros / microsPerDay) + 3) % 7) + 7) % 7) + 1;
    case 'month':
      return (micros) => new Date(micros / 1000).getUTCMonth() + 1;
    case 'date':
      return (micros) => new Date(micros / 1000).toISOString().slice(0, 10);
  }
}

function nameRange(range: number | null, boundaries: readonly number[]): string | null {
  if (range === null) return null;
  if (range === 0) return `below ${boundaries[0]}`;
  if (range === boundaries.length) return `${boundaries.at(-1)} and more`;
  return `${boundaries[range - 1]} to ${boundaries[range]}`;
}

function compareValues(a: SliceValue, b: SliceValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
