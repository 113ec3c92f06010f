import { expect, it } from 'vitest';
import { addWeeks, listWeeks, startOf } from './weeks.ts';

it('counts in weeks across months, leap days and years', () => {
  expect(addWeeks('2001-06-18', 1)).toBe('2001-06-25');
  expect(addWeeks('2001-01-01', -1)).toBe('2000-12-25');
  expect(addWeeks('2000-02-28', 1)).toBe('2000-03-06');
});

it('lists both ends', () => {
  expect(listWeeks('2001-06-04', '2001-06-18')).toEqual(['2001-06-04', '2001-06-11', '2001-06-18']);
  expect(listWeeks('2001-06-25', '2001-06-18')).toEqual([]);
});

it('gives microseconds', () => {
  expect(startOf('1970-01-02')).toBe(86_400_000_000);
});
