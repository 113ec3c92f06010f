import { hasCode, toColumnBatch, type TableInput } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { createKeyEncoder } from './encode-key.ts';
import { findSlices, type FoundSlices } from './find-slices.ts';
import { identifyKey, listKeys, nameSlicing, uniqueSlicings, type SliceKey, type SliceSpec } from './slice-spec.ts';

function slice(input: TableInput, spec: SliceSpec, limits = { minRows: 1, maxSlices: 100 }): FoundSlices {
  const batch = toColumnBatch(input);
  const rows = Int32Array.from({ length: batch.rowCount }, (_, row) => row);
  const keys = listKeys([spec]).map((key) => {
    const encoder = createKeyEncoder(key);
    encoder.append(batch, rows);
    return [identifyKey(key), encoder.finish()] as const;
  });
  return findSlices(spec, { rowCount: batch.rowCount, keys: new Map(keys) }, limits);
}

const counts = ({ slices }: FoundSlices): (string | number)[][] => slices.map(({ name, rows }) => [name, rows.length]);
const atHour = (hour: number, day = 18): Date => new Date(Date.UTC(2001, 5, day, hour, 59, 59, 999));

const table = {
  country: ['DE', null, 'FR', 'DE', 'AT'],
  plan: [10, 9, 9, 10, 9],
  isNew: [true, false, false, true, false],
};

describe('slices', () => {
  it('are all rows without keys', () => {
    expect(counts(slice(table, {}))).toEqual([['all rows', 5]]);
  });

  it('are every value of a column: text by code unit, missing last', () => {
    expect(counts(slice(table, { keys: ['country'] }))).toEqual([
      ['country = AT', 1],
      ['country = DE', 2],
      ['country = FR', 1],
      ['country missing', 1],
    ]);
  });

  it('sort numbers as numbers, and flags', () => {
    expect(counts(slice(table, { keys: ['plan', 'isNew'] }))).toEqual([
      ['plan = 9, isNew = false', 3],
      ['plan = 10, isNew = true', 2],
    ]);
  });

  it('keep to fixed values', () => {
    const found = slice(table, { values: { plan: 9 }, keys: ['country'] });
    expect(counts(found)).toEqual([
      ['plan = 9, country = AT', 1],
      ['plan = 9, country = FR', 1],
      ['plan = 9, country missing', 1],
    ]);
    expect(found.slices[0]!.keys).toEqual([
      { key: 'plan', value: 9 },
      { key: 'country', value: 'AT' },
    ]);
    expect(counts(slice(table, { values: { isNew: true } }))).toEqual([['isNew = true', 2]]);
    expect(counts(slice(table, { values: { country: 'XX' } }))).toEqual([]);
  });

  it('cut numbers at boundaries; a value on one belongs above', () => {
    const key: SliceKey = { column: 'km', boundaries: [0, 500] };
    expect(counts(slice({ km: [-1, 0, 499.9, 500, null, 9e9] }, { keys: [key] }))).toEqual([
      ['km = below 0', 1],
      ['km = 0 to 500', 2],
      ['km = 500 and more', 2],
      ['km missing', 1],
    ]);
  });

  it('take parts of times, in UTC, before 1970 too', () => {
    // 2001-06-18 was a Monday.
    const times = { date: [atHour(0), atHour(23), atHour(23, 24), new Date(Date.UTC(1969, 11, 31, 23))] };
    const by = (part: 'hourOfDay' | 'dayOfWeek' | 'month' | 'date'): (string | number)[][] =>
      counts(slice(times, { keys: [{ column: 'date', part }] }));
    expect(by('hourOfDay')).toEqual([
      ['hourOfDay(date) = 0', 1],
      ['hourOfDay(date) = 23', 3],
    ]);
    expect(by('dayOfWeek')).toEqual([
      ['dayOfWeek(date) = 1', 2],
      ['dayOfWeek(date) = 3', 1],
      ['dayOfWeek(date) = 7', 1],
    ]);
    expect(by('month')).toEqual([
      ['month(date) = 6', 3],
      ['month(date) = 12', 1],
    ]);
    expect(by('date').map(([name]) => name)).toEqual([
      'date(date) = 1969-12-31',
      'date(date) = 2001-06-18',
      'date(date) = 2001-06-24',
    ]);
  });
});

describe('limits', () => {
  it('leave small slices out and count them', () => {
    const found = slice(table, { keys: ['country'] }, { minRows: 2, maxSlices: 100 });
    expect(counts(found)).toEqual([['country = DE', 2]]);
    expect(found.omitted).toEqual([
      { slicing: 'country', reason: 'too-few-rows', limit: 2, sliceCount: 3, rowCount: 3 },
    ]);
  });

  it('keep the largest where there are too many', () => {
    const found = slice({ id: [5, 3, 3, 1, 1, 1] }, { keys: ['id'] }, { minRows: 1, maxSlices: 2 });
    expect(counts(found)).toEqual([
      ['id = 1', 3],
      ['id = 3', 2],
    ]);
    expect(found.omitted).toEqual([{ slicing: 'id', reason: 'too-many-slices', limit: 2, sliceCount: 1, rowCount: 1 }]);
  });
});

describe('specifications', () => {
  it('have names, and all rows come first', () => {
    expect(nameSlicing({ keys: ['a', { column: 'km', boundaries: [1, 2] }], values: { b: true } })).toBe(
      'b = true, a, km [1, 2]',
    );
    expect(uniqueSlicings([{ keys: ['a'] }, {}, { keys: ['a'] }])).toEqual([{}, { keys: ['a'] }]);
  });

  it.each<[SliceKey, TableInput, string]>([
    [{ column: 'x', boundaries: [2, 1] }, { x: [1] }, 'EVALUATOR_BOUNDARIES_NOT_ASCENDING'],
    [{ column: 'x', boundaries: [1] }, { x: ['a'] }, 'EVALUATOR_COLUMN_CANNOT_SLICE'],
    ['x', { x: [[1, 2]] }, 'EVALUATOR_COLUMN_CANNOT_SLICE'],
    [{ column: 'x', part: 'month' }, { x: [0.5] }, 'EVALUATOR_NOT_A_TIMESTAMP'],
    ['y', { x: [1] }, 'CORE_UNKNOWN_COLUMN'],
  ])('that cannot be cut are refused: %j', (key, input, code) => {
    let error: unknown;
    try {
      slice(input, { keys: [key] });
    } catch (caught) {
      error = caught;
    }
    expect(hasCode(error, code)).toBe(true);
  });
});
