import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as calendar from './calendar.ts';

it('agrees with the calendar of Date on every part, before 1970 too', () => {
  const moments = fc.oneof(
    fc.maxSafeInteger(),
    // The last and first microseconds around midnight.
    fc
      .tuple(fc.integer({ min: -104_000, max: 104_000 }), fc.integer({ min: -2, max: 2 }))
      .map(([day, x]) => day * 86_400_000_000 + x),
  );
  fc.assert(
    fc.property(moments, (microseconds) => {
      const date = new Date(Math.floor(microseconds / 1000));
      const year = date.getUTCFullYear();
      const midnight = Date.UTC(2000, date.getUTCMonth(), date.getUTCDate());
      expect(calendar.yearOf(microseconds)).toBe(year);
      expect(calendar.monthOf(microseconds)).toBe(date.getUTCMonth() + 1);
      expect(calendar.dayOfMonthOf(microseconds)).toBe(date.getUTCDate());
      expect(calendar.dayOfWeekOf(microseconds)).toBe(date.getUTCDay() === 0 ? 7 : date.getUTCDay());
      const leapless = !calendar.isLeapYear(year) && date.getUTCMonth() > 1 ? 1 : 0;
      expect(calendar.dayOfYearOf(microseconds)).toBe((midnight - Date.UTC(2000, 0, 1)) / 86_400_000 + 1 - leapless);
      expect(calendar.hourOfDayOf(microseconds)).toBe(date.getUTCHours());
      expect(calendar.minuteOfDayOf(microseconds)).toBe(date.getUTCHours() * 60 + date.getUTCMinutes());
      const seconds = (date.getUTCHours() * 60 + date.getUTCMinutes()) * 60 + date.getUTCSeconds();
      expect(calendar.secondOfDayOf(microseconds)).toBe(seconds);
    }),
    { numRuns: 2000 },
  );
});

it('hands NaN on', () => {
  for (const part of [
    calendar.yearOf,
    calendar.monthOf,
    calendar.dayOfMonthOf,
    calendar.dayOfYearOf,
    calendar.dayOfWeekOf,
  ])
    expect(part(Number.NaN)).toBeNaN();
});
