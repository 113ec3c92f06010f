import { toColumnBatch, type ColumnBatch } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { compileColumns } from './compile-columns.ts';
import { defineFeatures } from './define-features.ts';
import { add, asNumber } from './expression/arithmetic.ts';
import { hashBuckets } from './expression/categories.ts';
import { flag, integer, number, text, timestamp } from './expression/leaves.ts';
import { minuteOfDay } from './expression/moments.ts';
import { fitFeatures } from './fit/fit-features.ts';

const fit = (features: Parameters<typeof defineFeatures>[0]) => fitFeatures(defineFeatures(features), []);
const valuesOf = (batch: ColumnBatch, name: string): number[] => {
  const column = batch.columns[name]!;
  return column.type === 'string' || column.type === 'list' ? [] : Array.from(column.values);
};

describe('compileColumns', () => {
  it('gives doubles with NaN where missing, and codes', () => {
    const compute = compileColumns(fit({ sum: add(number('x'), 1), hash: hashBuckets(text('s'), 10) }));
    const { columns, rowCount } = compute(toColumnBatch({ x: [1, null], s: ['a', null] }));
    expect(rowCount).toBe(2);
    expect(columns['sum']).toEqual({ type: 'float', values: new Float64Array([2, Number.NaN]), validity: undefined });
    // MD5 of "a" begins 0cc175b9c0f1b6a.
    expect(columns['hash']).toEqual({
      type: 'integer',
      values: new Int32Array([Number(0x0cc175b9c0f1b6an % 10n), 10]),
      validity: undefined,
    });
  });

  it('reads number columns of any array, whole numbers of float columns, and moments as text or microseconds', () => {
    const compute = compileColumns(fit({ x: number('x'), i: integer('i'), m: minuteOfDay(timestamp('t')) }));
    const rows = compute({
      rowCount: 2,
      columns: {
        x: { type: 'integer', values: new Int16Array([3, 4]), validity: new Uint8Array([1, 0]) },
        i: { type: 'float', values: new Float64Array([5, Number.NaN]), validity: undefined },
        t: { type: 'string', values: ['1970-01-01T00:09Z', null] },
      },
    });
    expect([valuesOf(rows, 'x'), valuesOf(rows, 'i'), valuesOf(rows, 'm')]).toEqual([
      [3, Number.NaN],
      [5, Number.NaN],
      [9, Number.NaN],
    ]);
    const micros = compileColumns(fit({ m: minuteOfDay(timestamp('t')) }))(toColumnBatch({ t: [60_000_000] }));
    expect(valuesOf(micros, 'm')).toEqual([1]);
  });

  it('takes a column of nulls for any type', () => {
    const all = fit({ x: number('x'), b: asNumber(flag('b')), h: hashBuckets(text('s'), 2) });
    const nulls = toColumnBatch({ x: [null], b: [null], s: [null] });
    const missing = {
      ...nulls.columns,
      s: { type: 'float', values: new Float64Array(1), validity: new Uint8Array(1) } as const,
    };
    const rows = compileColumns(all)({ rowCount: 1, columns: missing });
    expect([valuesOf(rows, 'x'), valuesOf(rows, 'b'), valuesOf(rows, 'h')]).toEqual([[Number.NaN], [Number.NaN], [2]]);
  });

  it('leaves the columns of the batch as they were', () => {
    const x = new Float64Array([1, 2]);
    compileColumns(fit({ y: add(add(number('x'), 1), 1), z: add(number('x'), 1) }))(toColumnBatch({ x }));
    expect([...x]).toEqual([1, 2]);
  });

  it.each([
    [{ y: [1] }, 'CORE_UNKNOWN_COLUMN', 'There is no column "x" in the rows to be transformed.'],
    [{ x: ['1'] }, 'FEATURES_WRONG_COLUMN', 'Column "x" holds string values where the features read numbers.'],
    [{ x: [true] }, 'FEATURES_WRONG_COLUMN', 'Column "x" holds boolean values where the features read numbers.'],
    [{ x: [[1]] }, 'FEATURES_WRONG_COLUMN', 'Column "x" holds list values where the features read numbers.'],
    [{ x: [new Date(0)] }, 'FEATURES_WRONG_COLUMN', 'Column "x" holds timestamp values'],
  ])('refuses %j', (table, code, message) => {
    const compute = compileColumns(fit({ x: number('x') }));
    expect(() => compute(toColumnBatch(table as never))).toThrow(expect.objectContaining({ code }));
    expect(() => compute(toColumnBatch(table as never))).toThrow(message);
  });

  it('names the row of a value that the declared type cannot hold', () => {
    const whole = compileColumns(fit({ i: integer('i') }));
    expect(() => whole(toColumnBatch({ i: [1, 2.5] }))).toThrow('Field "i" of row 1 is 2.5, not a whole number');
    const moment = compileColumns(fit({ m: minuteOfDay(timestamp('t')) }));
    expect(() => moment(toColumnBatch({ t: ['now'] }))).toThrow('Field "t" of row 0 is "now", not ISO 8601 text');
  });
});
