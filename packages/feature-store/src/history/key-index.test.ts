import { toColumn, type Column } from '@millrace/core';
import { expect, it } from 'vitest';
import { createKeyIndex, type KeyColumns } from './key-index.ts';

const keys = (...columns: Column[]): KeyColumns => ({
  names: columns.map((_, index) => `key${index}`),
  columns,
  place: 'the table',
});
const codesOf = (encode: (into: Int32Array) => void, rowCount: number): number[] => {
  const into = new Int32Array(rowCount);
  encode(into);
  return [...into];
};

it('gives codes in the order in which keys come, and finds them again', () => {
  const index = createKeyIndex(1);
  const first = keys(toColumn('key0', ['b', 'a', null, 'b']));
  expect(codesOf((into) => index.add(first, into), 4)).toEqual([0, 1, -2, 0]);
  const asked = keys(toColumn('key0', ['a', 'c', null]));
  expect(codesOf((into) => index.find(asked, into), 3)).toEqual([1, -1, -2]);
  expect(index.size()).toBe(2);
  expect([index.keyOf(0), index.keyOf(1)]).toEqual([['b'], ['a']]);
});

it('tells combinations of three columns apart, and gives their parts back', () => {
  const index = createKeyIndex(3);
  const rows = [
    ['a', 1, 'x'],
    ['a', 11, 'x'],
    ['a1', 1, 'x'],
    ['a', 1, 'y'],
    ['a', 1, 'x'],
    ['a', null, 'x'],
  ];
  const columns = [0, 1, 2].map((part) =>
    toColumn(
      'part',
      rows.map((row) => row[part]),
    ),
  );
  expect(codesOf((into) => index.add(keys(...columns), into), 6)).toEqual([0, 1, 2, 3, 0, -2]);
  expect([0, 1, 2, 3].map((code) => index.keyOf(code))).toEqual(rows.slice(0, 4));
  // Every part was seen, the combination was not.
  const asked = keys(toColumn('a', ['a1']), toColumn('b', [11]), toColumn('c', ['x']));
  expect(codesOf((into) => index.find(asked, into), 1)).toEqual([-1]);
});

it('has one key for everything when there are no key columns', () => {
  const index = createKeyIndex(0);
  expect(codesOf((into) => index.add(keys(), into), 2)).toEqual([0, 0]);
  expect([index.size(), index.keyOf(0)]).toEqual([1, []]);
});

it('takes whole numbers and floats for the same, and NaN for missing', () => {
  const index = createKeyIndex(1);
  index.add(keys(toColumn('key0', [1, 2])), new Int32Array(2));
  expect(codesOf((into) => index.find(keys(toColumn('key0', Float64Array.of(2, Number.NaN, 1.5))), into), 3)).toEqual([
    1, -2, -1,
  ]);
});

it('refuses keys of another type than the history has', () => {
  const index = createKeyIndex(1);
  index.add(keys(toColumn('key0', [1])), new Int32Array(1));
  expect(() => index.find(keys(toColumn('key0', ['1'])), new Int32Array(1))).toThrow(
    'The column "key0" of the table holds string where integer is needed.',
  );
});
