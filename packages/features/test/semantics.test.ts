import { getCell, toColumnBatch, type Cell } from '@millrace/core';
import {
  absolute,
  add,
  addTime,
  and,
  asNumber,
  asText,
  bucketize,
  clip,
  compileExpression,
  cosine,
  cross,
  divide,
  equals,
  flag,
  floor,
  greaterOrEqual,
  greaterThan,
  hashBuckets,
  hashText,
  ifMissing,
  instant,
  isIn,
  isMissing,
  lessOrEqual,
  lessThan,
  log1p,
  maximum,
  minimum,
  multiply,
  negate,
  not,
  notEquals,
  number,
  or,
  scale,
  sine,
  squareRoot,
  subtract,
  text,
  timeBetween,
  timestamp,
  when,
  type Expression,
} from '@millrace/features';
import { describe, expect, it } from 'vitest';

const infinity = Number.POSITIVE_INFINITY;

interface Operand {
  readonly x?: number | null;
  readonly y?: number | null;
  readonly s?: string | null;
  readonly t?: string | null;
  readonly p?: boolean | null;
  readonly q?: boolean | null;
  readonly u?: string | null;
  readonly v?: string | null;
}

/** The value of an expression for one row; null where it is missing. The sign of a zero does not count. */
function valueOf(expression: Expression, row: Operand): Cell {
  const { x, y, p, q, s = null, t = null, u = null, v = null } = row;
  const float = (value: number | null | undefined) => ({
    type: 'float' as const,
    values: new Float64Array([value ?? 0]),
    validity: new Uint8Array([value == null ? 0 : 1]),
  });
  const boolean = (value: boolean | null | undefined) => ({
    ...float(value == null ? null : Number(value)),
    type: 'boolean' as const,
  });
  const texts = toColumnBatch({ s: [s], t: [t], u: [u], v: [v] });
  const columns = { ...texts.columns, x: float(x), y: float(y), p: boolean(p), q: boolean(q) };
  const cell = getCell(compileExpression(expression).evaluate({ rowCount: 1, columns }), 0);
  return typeof cell === 'number' ? cell + 0 : cell;
}

const [x, y, s, t, p, q, u, v] = [
  number('x'),
  number('y'),
  text('s'),
  text('t'),
  flag('p'),
  flag('q'),
  timestamp('u'),
  timestamp('v'),
] as const;

describe('numbers', () => {
  it.each<[string, Expression, Operand, Cell]>([
    ['add', add(x, y), { x: 1, y: 2 }, 3],
    ['add of missing', add(x, y), { x: 1 }, null],
    ['add of opposite infinities', add(x, y), { x: infinity, y: -infinity }, null],
    ['add beyond the largest double', add(x, y), { x: 1e308, y: 1e308 }, infinity],
    ['subtract', subtract(x, y), { x: 1, y: 0.9 }, 1 - 0.9],
    ['subtract of equal infinities', subtract(x, y), { x: infinity, y: infinity }, null],
    ['multiply', multiply(x, 3), { x: 2 }, 6],
    ['multiply zero and infinity', multiply(x, 0), { x: infinity }, null],
    ['divide', divide(x, y), { x: 1, y: 3 }, 1 / 3],
    ['divide by zero', divide(x, y), { x: 1, y: 0 }, null],
    ['divide by negative zero', divide(x, y), { x: 1, y: -0 }, null],
    ['divide zero by zero', divide(x, y), { x: 0, y: 0 }, null],
    ['divide by infinity', divide(x, y), { x: 1, y: infinity }, 0],
    ['divide infinities', divide(x, y), { x: infinity, y: infinity }, null],
    ['a NaN of the data', add(x, 1), { x: Number.NaN }, null],
    ['minimum', minimum(x, y), { x: -1, y: 2 }, -1],
    ['minimum of missing', minimum(x, y), { y: 2 }, null],
    ['maximum', maximum(x, y), { x: -infinity, y: 2 }, 2],
    ['maximum of missing', maximum(x, y), { x: 2 }, null],
    ['negate', negate(x), { x: 2 }, -2],
    ['absolute', absolute(x), { x: -infinity }, infinity],
    ['floor below zero', floor(x), { x: -0.5 }, -1],
    ['floor of infinity', floor(x), { x: -infinity }, -infinity],
    ['squareRoot', squareRoot(x), { x: 2 }, Math.SQRT2],
    ['squareRoot below zero', squareRoot(x), { x: -1 }, null],
    ['log1p', log1p(x), { x: 0 }, 0],
    ['log1p of a small number', log1p(x), { x: 1e-20 }, 1e-20],
    ['log1p of -1', log1p(x), { x: -1 }, null],
    ['log1p below -1', log1p(x), { x: -3 }, null],
    ['log1p of infinity', log1p(x), { x: infinity }, infinity],
    ['clip below', clip(x, { minimum: 0, maximum: 1 }), { x: -infinity }, 0],
    ['clip above', clip(x, { maximum: 1 }), { x: 5 }, 1],
    ['clip on one side only', clip(x, { maximum: 1 }), { x: -5 }, -5],
    ['clip of missing', clip(x, { minimum: 0, maximum: 1 }), {}, null],
    ['scale', scale(x, { offset: 1, divisor: 4 }), { x: 3 }, 0.5],
    ['sine of a quarter turn', sine(x, 24), { x: 6 }, 1],
    ['sine of infinity', sine(x, 24), { x: infinity }, null],
    ['cosine of half a turn', cosine(x, 24), { x: 12 }, -1],
    ['asNumber', asNumber(p), { p: true }, 1],
    ['asNumber of missing', asNumber(p), {}, null],
  ])('%s', (_, expression, row, expected) => {
    expect(valueOf(expression, row)).toBe(expected);
  });
});

describe('comparisons and logic', () => {
  it.each<[string, Expression, Operand, Cell]>([
    ['lessThan', lessThan(x, y), { x: 1, y: 2 }, true],
    ['lessThan of equals', lessThan(x, y), { x: 1, y: 1 }, false],
    ['lessOrEqual of zeros', lessOrEqual(x, y), { x: 0, y: -0 }, true],
    ['greaterThan infinity', greaterThan(x, y), { x: infinity, y: 1e308 }, true],
    ['greaterOrEqual', greaterOrEqual(x, 15), { x: 15 }, true],
    ['greaterThan of missing', greaterThan(x, 15), {}, null],
    ['lessThan of NaN', lessThan(x, 15), { x: Number.NaN }, null],
    ['lessThan of moments', lessThan(u, v), { u: '1969-12-31', v: '1970-01-01' }, true],
    ['equals of zeros', equals(x, y), { x: 0, y: -0 }, true],
    ['equals of missing values', equals(x, y), {}, null],
    ['equals of composed and combined letters', equals(s, t), { s: '\u00e9', t: 'e\u0301' }, false],
    ['equals of upper and lower case', equals(s, 'ẞ'), { s: 'ß' }, false],
    ['equals of empty texts', equals(s, ''), { s: '' }, true],
    ['equals of a missing text', equals(s, ''), {}, null],
    ['equals of moments', equals(u, instant('1970-01-01T02:00:00+02:00')), { u: '1970-01-01' }, true],
    ['notEquals', notEquals(p, q), { p: true, q: false }, true],
    ['notEquals of missing', notEquals(p, q), { p: true }, null],
    ['isIn', isIn(s, ['a', '😀']), { s: '😀' }, true],
    ['isIn of another', isIn(s, ['a']), { s: 'b' }, false],
    ['isIn of missing', isIn(s, ['a']), {}, null],
    ['isIn of nothing', isIn(s, []), { s: 'a' }, false],
    ['false and missing', and(p, q), { p: false }, false],
    ['missing and false', and(p, q), { q: false }, false],
    ['true and missing', and(p, q), { p: true }, null],
    ['true and true', and(p, q), { p: true, q: true }, true],
    ['true or missing', or(p, q), { p: true }, true],
    ['missing or true', or(p, q), { q: true }, true],
    ['false or missing', or(p, q), { p: false }, null],
    ['false or false', or(p, q), { p: false, q: false }, false],
    ['not', not(p), { p: true }, false],
    ['not missing', not(p), {}, null],
    ['when true', when(p, x, y), { p: true, x: 1, y: 2 }, 1],
    ['when false', when(p, x, y), { p: false, x: 1, y: 2 }, 2],
    ['when missing', when(p, x, y), { x: 1, y: 2 }, 2],
    ['when true, of a missing value', when(p, x, y), { p: true, y: 2 }, null],
    ['ifMissing', ifMissing(x, 7), {}, 7],
    ['ifMissing of NaN', ifMissing(x, 7), { x: Number.NaN }, 7],
    ['ifMissing of zero', ifMissing(x, 7), { x: 0 }, 0],
    ['ifMissing of the empty text', ifMissing(s, 'none'), { s: '' }, ''],
    ['ifMissing of a missing text', ifMissing(s, t), { t: 'b' }, 'b'],
    ['isMissing', isMissing(x), {}, true],
    ['isMissing of NaN', isMissing(x), { x: Number.NaN }, true],
    ['isMissing of the empty text', isMissing(s), { s: '' }, false],
    ['isMissing of a category', isMissing(bucketize(x, [1])), {}, true],
    ['isMissing of the last bucket', isMissing(bucketize(x, [1])), { x: 5 }, false],
  ])('%s', (_, expression, row, expected) => {
    expect(valueOf(expression, row)).toBe(expected);
  });
});

describe('categories and texts', () => {
  it.each<[string, Expression, Operand, Cell]>([
    ['bucketize below', bucketize(x, [0, 10]), { x: -infinity }, 0],
    ['bucketize on a boundary', bucketize(x, [0, 10]), { x: 0 }, 1],
    ['bucketize between', bucketize(x, [0, 10]), { x: 9.99 }, 1],
    ['bucketize on the last', bucketize(x, [0, 10]), { x: 10 }, 2],
    ['bucketize infinity', bucketize(x, [0, 10]), { x: infinity }, 2],
    ['bucketize missing', bucketize(x, [0, 10]), {}, 3],
    ['bucketize without boundaries', bucketize(x, []), { x: 5 }, 0],
    ['hashBuckets', hashBuckets(s, 100), { s: 'ABQ' }, hashText('ABQ', 100)],
    ['hashBuckets of the empty text', hashBuckets(s, 100), { s: '' }, Number(0xd41d8cd98f00b20n % 100n)],
    ['hashBuckets of missing', hashBuckets(s, 100), {}, 100],
    ['cross', cross([s, t], 1000), { s: 'ABQ', t: 'SFO' }, hashText('ABQ\u001fSFO', 1000)],
    ['cross of a code', cross([bucketize(x, [0, 10]), s], 1000), { x: 5, s: 'a' }, hashText('1\u001fa', 1000)],
    ['cross with missing', cross([s, t], 1000), { s: 'ABQ' }, 1000],
    ['cross with a missing code', cross([bucketize(x, [0]), s], 1000), { s: 'a' }, 1000],
    ['asText', asText(x), { x: 87102 }, '87102'],
    ['asText of negative zero', asText(x), { x: -0 }, '0'],
    ['asText of a fraction', asText(x), { x: 0.5 }, null],
    ['asText beyond 2^53', asText(x), { x: 2 ** 53 }, null],
    ['asText of infinity', asText(x), { x: infinity }, null],
  ])('%s', (_, expression, row, expected) => {
    expect(valueOf(expression, row)).toBe(expected);
  });
});

describe('moments', () => {
  it.each<[string, Expression, Operand, Cell]>([
    ['timeBetween', timeBetween(u, v, 'hours'), { u: '1970-01-01', v: '1969-12-31T22:30' }, -1.5],
    ['timeBetween of missing', timeBetween(u, v), { u: '1970-01-01' }, null],
    ['addTime', addTime(u, 1.5, 'days'), { u: '2000-02-28' }, Date.UTC(2000, 1, 29, 12) * 1000],
    ['addTime rounds halves up', addTime(u, -0.5), { u: '1970-01-01' }, 0],
    ['addTime of missing', addTime(u, x), { u: '1970-01-01' }, null],
    ['addTime out of range', addTime(u, 1e9, 'days'), { u: '1970-01-01' }, null],
    ['addTime of infinity', addTime(u, x), { u: '1970-01-01', x: -infinity }, null],
  ])('%s', (_, expression, row, expected) => {
    expect(valueOf(expression, row)).toBe(expected);
  });
});
