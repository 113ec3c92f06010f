import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseInstant } from './parse-instant.ts';

it('reads what Date writes', () => {
  const dates = fc.date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(dates, (date) => {
      expect(parseInstant(date.toISOString())).toBe(date.getTime() * 1000);
    }),
    { numRuns: 500 },
  );
});

it.each([
  ['1970-01-01', 0],
  ['1970-01-01T00:00', 0],
  ['1970-01-01 00:01:02', 62_000_000],
  ['1970-01-01T00:00:00.000001Z', 1],
  ['1970-01-01T00:00:00.1234567Z', 123_456],
  ['1969-12-31T23:59:59.999999Z', -1],
  ['1970-01-01T02:00:00+02:00', 0],
  ['1969-12-31T21:30:00-0230', 0],
  ['1970-01-01T01:00:00+01', 0],
  ['2000-02-29T00:00:00Z', 951_782_400_000_000],
])('reads %s', (iso, microseconds) => {
  expect(parseInstant(iso)).toBe(microseconds);
});

it.each([
  '',
  'yesterday',
  '2001-02-29',
  '1900-02-29',
  '2001-13-01',
  '2001-00-10',
  '2001-1-1',
  '2001-01-01T24:00:00Z',
  '2001-01-01T10:60:00Z',
  '2001-01-01T10:00:00.Z',
  '2001-01-01T10:00:00z',
  '2001-01-01T10',
  '2001-01-01T10:00:00+2',
  '2001-01-01T10:00:00Z ',
  '20010101T100000Z',
])('refuses %j', (iso) => {
  expect(parseInstant(iso)).toBeNaN();
});
