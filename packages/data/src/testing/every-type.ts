import type { ColumnBatch, ColumnSpec } from '@millrace/core';

const validity = Uint8Array.of(1, 1, 1, 0);

/** Four rows of every type, with what is hard about each; the last row is missing everywhere. */
export const everyType: ColumnBatch = {
  rowCount: 4,
  columns: {
    float: { type: 'float', values: Float64Array.of(Number.NaN, -Infinity, 0.1, 0), validity },
    integer: { type: 'integer', values: Float64Array.of(9007199254740991, -9007199254740991, -5, 0), validity },
    small: { type: 'integer', values: Int16Array.of(-32768, 32767, -1, 0), validity },
    boolean: { type: 'boolean', values: Uint8Array.of(1, 0, 1, 0), validity },
    string: { type: 'string', values: ['', 'Zürich 日本 👍🏽', 'a\nb\t"c" \'d\' \\e', null] },
    timestamp: { type: 'timestamp', values: Float64Array.of(0, -1, 978307260000001, 0), validity },
    numbers: {
      type: 'list',
      offsets: Int32Array.of(0, 2, 2, 4, 4),
      items: { type: 'float', values: Float64Array.of(1.5, -2, 3, 0), validity: Uint8Array.of(1, 1, 1, 0) },
      validity,
    },
    words: {
      type: 'list',
      offsets: Int32Array.of(0, 1, 1, 4, 4),
      items: { type: 'string', values: ['', 'a text of more than twelve bytes', null, 'ø'] },
      validity,
    },
  },
};

export const everySpec: readonly ColumnSpec[] = [
  { name: 'float', type: 'float' },
  { name: 'integer', type: 'integer' },
  { name: 'small', type: 'integer' },
  { name: 'boolean', type: 'boolean' },
  { name: 'string', type: 'string' },
  { name: 'timestamp', type: 'timestamp' },
  { name: 'numbers', type: 'list', itemType: 'float' },
  { name: 'words', type: 'list', itemType: 'string' },
];

export const everyRow = [
  {
    float: Number.NaN,
    integer: 9007199254740991,
    small: -32768,
    boolean: true,
    string: '',
    timestamp: 0,
    numbers: [1.5, -2],
    words: [''],
  },
  {
    float: -Infinity,
    integer: -9007199254740991,
    small: 32767,
    boolean: false,
    string: 'Zürich 日本 👍🏽',
    timestamp: -1,
    numbers: [],
    words: [],
  },
  {
    float: 0.1,
    integer: -5,
    small: -1,
    boolean: true,
    string: 'a\nb\t"c" \'d\' \\e',
    timestamp: 978307260000001,
    numbers: [3, null],
    words: ['a text of more than twelve bytes', null, 'ø'],
  },
  {
    float: null,
    integer: null,
    small: null,
    boolean: null,
    string: null,
    timestamp: null,
    numbers: null,
    words: null,
  },
] as const;

/** `rowCount` rows whose `row` column counts up, with texts that repeat and some missing numbers. */
export function countingRows(rowCount: number): ColumnBatch {
  return {
    rowCount,
    columns: {
      row: { type: 'integer', values: Int32Array.from({ length: rowCount }, (_, row) => row), validity: undefined },
      text: { type: 'string', values: Array.from({ length: rowCount }, (_, row) => `word ${row % 1000}`) },
      number: {
        type: 'float',
        values: Float64Array.from({ length: rowCount }, (_, row) => row / 7),
        validity: Uint8Array.from({ length: rowCount }, (_, row) => (row % 11 === 0 ? 0 : 1)),
      },
    },
  };
}
