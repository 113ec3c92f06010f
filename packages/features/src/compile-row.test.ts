import { hasCode, type FeatureRow } from '@millrace/core';
import { describe, expect, it, vi } from 'vitest';
import { compileColumns } from './compile-columns.ts';
import { compileRow } from './compile-row.ts';
import { defineFeatures } from './define-features.ts';
import { asNumber } from './expression/arithmetic.ts';
import { vocabulary } from './expression/categories.ts';
import { flag, integer, number, text, timestamp } from './expression/leaves.ts';
import { greaterThan, ifMissing } from './expression/logic.ts';
import { minuteOfDay } from './expression/moments.ts';
import { mean, zScore } from './expression/scaling.ts';
import { fitFeatures } from './fit/fit-features.ts';
import { readRows } from './read-rows.ts';

const history = [
  { distance: 100, stops: 1, origin: 'ABQ', direct: true, date: new Date(0), delay: 20 },
  { distance: 300, stops: 0, origin: 'SFO', direct: false, date: new Date(0), delay: null },
  { distance: null, stops: 2, origin: 'ABQ', direct: null, date: null, delay: 15 },
];
const graph = fitFeatures(
  defineFeatures({
    distance: zScore(ifMissing(number('distance'), mean(number('distance')))),
    stops: integer('stops'),
    origin: vocabulary(text('origin')),
    direct: asNumber(flag('direct')),
    minute: minuteOfDay(timestamp('date')),
    late: greaterThan(number('delay'), 15),
  }),
  history,
);

function rowOf(row: FeatureRow, outputs?: readonly string[]): number[] {
  const into = new Float64Array(outputs?.length ?? 6);
  compileRow(graph, outputs)(row, into);
  return [...into];
}

describe('compileRow', () => {
  it('reads a row as a client sends it', () => {
    const row = {
      distance: 300,
      stops: 2,
      origin: 'SFO',
      direct: true,
      date: '2001-06-18T07:05:00Z',
      delay: 16,
      extra: {},
    };
    // Mean of 100, 200 (filled in) and 300; deviation √(20000/3).
    expect(rowOf(row)).toEqual([expect.closeTo(100 / Math.sqrt(20000 / 3), 11), 2, 1, 1, 425, 1]);
    expect(rowOf({ ...row, date: 7 * 60_000_000 }, ['minute', 'origin'])).toEqual([7, 1]);
    expect(rowOf({ ...row, date: new Date('2001-06-18T07:05:59.999Z') }, ['minute'])).toEqual([425]);
  });

  it('takes absent, null, undefined and NaN for missing', () => {
    const missing = [0, Number.NaN, 3, Number.NaN, Number.NaN, Number.NaN];
    expect(rowOf({})).toEqual(missing);
    const names = ['distance', 'stops', 'origin', 'direct', 'date', 'delay'];
    expect(rowOf(Object.fromEntries(names.map((name) => [name, null])))).toEqual(missing);
    expect(rowOf(Object.fromEntries(names.map((name) => [name, undefined])))).toEqual(missing);
    expect(rowOf({ distance: Number.NaN, stops: Number.NaN })).toEqual(missing);
  });

  it('gives an unknown text its own code, and the empty text too', () => {
    expect(rowOf({ origin: 'LAX' }, ['origin'])).toEqual([2]);
    expect(rowOf({ origin: '' }, ['origin'])).toEqual([2]);
  });

  it.each([
    [{ distance: '300' }, 'Field "distance" is "300", not a number.'],
    [{ distance: true }, 'Field "distance" is true, not a number.'],
    [{ stops: 1.5 }, 'Field "stops" is 1.5, not a whole number within ±2^53.'],
    [{ origin: 7 }, 'Field "origin" is 7, not a text.'],
    [{ origin: ['ABQ'] }, 'Field "origin" is ["ABQ"], not a text.'],
    [{ direct: 1 }, 'Field "direct" is 1, not true or false.'],
    [{ direct: 'true' }, 'Field "direct" is "true", not true or false.'],
    [{ date: '18 June 2001' }, 'Field "date" is "18 June 2001", not ISO 8601 text or whole microseconds since 1970.'],
    [{ date: 1.5 }, 'Field "date" is 1.5, not ISO 8601 text'],
    [{ date: new Date(Number.NaN) }, 'Field "date" is null, not ISO 8601 text'],
  ])('refuses %j and names the field', (row, message) => {
    let error: unknown;
    try {
      rowOf(row);
    } catch (caught) {
      error = caught;
    }
    expect(hasCode(error, 'FEATURES_WRONG_VALUE')).toBe(true);
    expect((error as Error).message).toContain(message);
  });

  it('refuses a big integer', () => {
    expect(() => rowOf({ distance: 10n })).toThrow('Field "distance" is 10, not a number.');
  });

  it('refuses what is not a row', () => {
    expect(() => rowOf(null as never)).toThrow('A row is null, not an object of fields.');
    expect(() => readRows([undefined as never], graph.document.columns)).toThrow('A row is undefined');
  });

  it('says which row of several is wrong', () => {
    const columns = graph.document.columns;
    expect(() => readRows([{}, { stops: 1.5 }], columns)).toThrow('Field "stops" of row 1 is 1.5');
  });

  it('does not take what objects inherit for a field', () => {
    const inherited = fitFeatures(defineFeatures({ c: number('constructor') }), [{ constructor: 1 }]);
    const into = new Float64Array(1);
    compileRow(inherited)({}, into);
    expect(into[0]).toBeNaN();
    compileRow(inherited)(JSON.parse('{"constructor":4}'), into);
    expect(into[0]).toBe(4);
  });

  it('keeps the values of one row out of the next', () => {
    const fill = compileRow(graph);
    const into = new Float64Array(6);
    fill(history[0]!, into);
    fill({}, into);
    expect([...into]).toEqual([0, Number.NaN, 3, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('names the known outputs when one is unknown', () => {
    expect(() => compileRow(graph, ['orign'])).toThrow('The graph has no output "orign".');
    expect(() => compileColumns(graph, ['orign'])).toThrow('The graph has no output "orign".');
  });

  it('generates no code at run time', () => {
    const refuse = (): never => expect.unreachable('code is generated');
    vi.stubGlobal('Function', refuse);
    vi.stubGlobal('eval', refuse);
    try {
      expect(rowOf({ stops: 1 }, ['stops'])).toEqual([1]);
      compileColumns(graph)(readRows(history, graph.document.columns));
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
