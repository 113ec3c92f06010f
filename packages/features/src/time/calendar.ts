export const microsecondsPerDay = 86_400_000_000;

/**
 * Days since 1970-01-01 of a date of the proleptic Gregorian calendar. From H. Hinnant, "chrono-Compatible Low-Level
 * Date Algorithms", days_from_civil: years begin in March, so that the leap day is the last.
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whole days since 1970-01-01 of a moment in microseconds; NaN stays NaN. */
function dayOf(microseconds: number): number {
  return Math.floor(microseconds / microsecondsPerDay);
}

function timeOfDay(microseconds: number): number {
  return microseconds - Math.floor(microseconds / microsecondsPerDay) * microsecondsPerDay;
}

// civil_from_days of the same source. Each part is a function of its own: a feature rarely wants two of them.
function dayOfEraOf(day: number): number {
  const shifted = day + 719_468;
  return shifted - Math.floor(shifted / 146_097) * 146_097;
}

function yearOfEraOf(dayOfEra: number): number {
  return Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
}

/** Days since 1 March of the year that begins there. */
function dayFromMarchOf(dayOfEra: number): number {
  const yearOfEra = yearOfEraOf(dayOfEra);
  return dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
}

export function monthOf(microseconds: number): number {
  const shifted = Math.floor((5 * dayFromMarchOf(dayOfEraOf(dayOf(microseconds))) + 2) / 153);
  return shifted < 10 ? shifted + 3 : shifted - 9;
}

export function dayOfMonthOf(microseconds: number): number {
  const day = dayFromMarchOf(dayOfEraOf(dayOf(microseconds)));
  const shifted = Math.floor((5 * day + 2) / 153);
  return day - Math.floor((153 * shifted + 2) / 5) + 1;
}

export function yearOf(microseconds: number): number {
  const day = dayOf(microseconds);
  const era = Math.floor((day + 719_468) / 146_097);
  const dayOfEra = dayOfEraOf(day);
  return yearOfEraOf(dayOfEra) + era * 400 + (dayFromMarchOf(dayOfEra) >= 306 ? 1 : 0);
}

export function dayOfYearOf(microseconds: number): number {
  return dayOf(microseconds) - daysFromCivil(yearOf(microseconds), 1, 1) + 1;
}

/** 1 (Monday) to 7 (Sunday); 1970-01-01 was a Thursday. */
export function dayOfWeekOf(microseconds: number): number {
  const shifted = dayOf(microseconds) + 3;
  return shifted - Math.floor(shifted / 7) * 7 + 1;
}

export function hourOfDayOf(microseconds: number): number {
  return Math.floor(timeOfDay(microseconds) / 3_600_000_000);
}

export function minuteOfDayOf(microseconds: number): number {
  return Math.floor(timeOfDay(microseconds) / 60_000_000);
}

export function secondOfDayOf(microseconds: number): number {
  return Math.floor(timeOfDay(microseconds) / 1_000_000);
}
