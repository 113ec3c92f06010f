import type { Column, ColumnBatch, NumericColumn, Random } from '@millrace/core';
import { microsecondsPerDay } from '../time/calendar.ts';
import { parseInstant } from '../time/parse-instant.ts';

const moment = (iso: string, microseconds = 0): number => parseInstant(iso) + microseconds;

/** Where doubles are odd: signed zero, the smallest and largest, the end of whole numbers, NaN, infinities. */
const numbers = [
  0,
  -0,
  1,
  -1,
  0.1,
  -0.5,
  2.5,
  1e-9,
  -1e-9,
  0.099,
  -0.999,
  7,
  12,
  15,
  100.25,
  -1116,
  1e15 + 0.25,
  1e-320,
  5e-324,
  1e308,
  -1e308,
  Number.MAX_VALUE,
  2 ** 53,
  2 ** 53 - 1,
  -(2 ** 53),
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const integers = [0, 1, -1, 2, 3, 7, 15, 60, -86_400, 1_000_003, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
/** Before 1970, around midnight, leap days, years that are not leap, both ends of the range. */
const moments = [
  0,
  -1,
  1,
  -microsecondsPerDay,
  -microsecondsPerDay - 1,
  moment('1969-12-31', 86_399_999_999),
  moment('1900-02-28'),
  moment('1900-03-01'),
  moment('1904-02-29', 43_200_000_001),
  moment('2000-02-29'),
  moment('2000-02-29', 86_399_999_999),
  moment('2000-12-31', 3_599_999_999),
  moment('2001-01-01'),
  moment('2001-06-18', 25_500_123_456),
  moment('2096-02-29'),
  moment('2100-02-28', 60_000_000),
  moment('2100-03-01'),
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
];
/** Empty, composed and combined, letters without a partner in the other case, outside 16 bits, control characters. */
const texts = [
  '',
  ' ',
  ...'a A b ABQ straße STRASSE ẞ ß İ i̇ ı é e\u0301 ﬀ 😀 👩‍👩‍👧 日本語 שלום \' " \\ 1 01 -0 NaN null'.split(' '),
  '\u{10ffff}',
  '\uffff',
  '\ufffd',
  '\u200d',
  '\\n',
  '\n',
  '\r\n',
  'a\u0000b',
  '\u001f',
  'a\u001fb',
  'x'.repeat(55),
  'ü'.repeat(64),
];

/**
 * Rows of difficult values: columns `x` and `y` of numbers, `i` of whole numbers, `s` and `t` of texts, `b` of booleans,
 * `u` and `v` of moments. A fifth of all values is missing.
 */
export function edgeTable(random: Random, rowCount: number): ColumnBatch {
  const pick = <TValue>(values: readonly TValue[]): (TValue | null)[] =>
    Array.from({ length: rowCount }, () => (random.next() < 0.2 ? null : values[random.nextInteger(values.length)]!));
  const mixed = [...numbers, ...Array.from({ length: 20 }, () => random.nextNormal() * 10)];
  return {
    rowCount,
    columns: {
      x: numericColumn('float', pick(mixed)),
      y: numericColumn('float', pick(mixed)),
      i: numericColumn('integer', pick(integers)),
      s: { type: 'string', values: pick(texts) },
      t: { type: 'string', values: pick(texts.slice(0, 12)) },
      b: numericColumn('boolean', pick([0, 1])),
      u: numericColumn('timestamp', pick(moments)),
      v: numericColumn('timestamp', pick(moments)),
    },
  };
}

function numericColumn(type: NumericColumn['type'], values: readonly (number | null)[]): Column {
  const validity = Uint8Array.from(values, (value) => (value === null ? 0 : 1));
  const numbers = type === 'boolean' ? new Uint8Array(values.length) : new Float64Array(values.length);
  values.forEach((value, row) => (numbers[row] = value ?? 0));
  return { type, values: numbers, validity };
}
