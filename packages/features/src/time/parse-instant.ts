import { daysFromCivil, daysInMonth, microsecondsPerDay } from './calendar.ts';

const zero = 48;

/**
 * Microseconds of ISO 8601 text: `2001-06-18`, `2001-06-18T07:05`, `...:30.123456`, with `T` or a space, then `Z`, `+02:00`,
 * `+0200`, `+02` or nothing for UTC. Digits after the sixth of a second are cut. NaN for anything else, also for a 30 February.
 */
export function parseInstant(iso: string): number {
  const length = iso.length;
  if (length < 10 || iso.charCodeAt(4) !== 45 || iso.charCodeAt(7) !== 45) return Number.NaN;
  const year = digits(iso, 0, 4);
  const month = digits(iso, 5, 2);
  const day = digits(iso, 8, 2);
  // Comparisons with NaN are false: written so that NaN is refused.
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return Number.NaN;
  const date = daysFromCivil(year, month, day) * microsecondsPerDay;
  if (length === 10) return date;
  const separator = iso.charCodeAt(10);
  if ((separator !== 84 && separator !== 32) || iso.charCodeAt(13) !== 58) return Number.NaN;
  const hour = digits(iso, 11, 2);
  const minute = digits(iso, 14, 2);
  if (!(hour <= 23 && minute <= 59)) return Number.NaN;
  let time = hour * 3_600_000_000 + minute * 60_000_000;
  let at = 16;
  if (iso.charCodeAt(at) === 58) {
    const second = digits(iso, 17, 2);
    if (!(second <= 59)) return Number.NaN;
    time += second * 1_000_000;
    at = 19;
    if (iso.charCodeAt(at) === 46) {
      let scale = 100_000;
      const start = ++at;
      for (; isDigit(iso.charCodeAt(at)); at++) {
        time += (iso.charCodeAt(at) - zero) * Math.floor(scale);
        scale /= 10;
      }
      if (at === start) return Number.NaN;
    }
  }
  return date + time - parseOffset(iso, at);
}

/** Two or four digits at a place, or NaN. */
function digits(iso: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const code = iso.charCodeAt(i);
    if (!isDigit(code)) return Number.NaN;
    value = value * 10 + (code - zero);
  }
  return value;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= 57;
}

function parseOffset(iso: string, at: number): number {
  const rest = iso.length - at;
  if (rest === 0) return 0;
  const sign = iso.charCodeAt(at);
  if (rest === 1) return sign === 90 ? 0 : Number.NaN;
  if (sign !== 43 && sign !== 45) return Number.NaN;
  const hours = digits(iso, at + 1, 2);
  const colon = rest === 6 && iso.charCodeAt(at + 3) === 58 ? 1 : 0;
  if (rest !== 3 && rest !== 5 + colon) return Number.NaN;
  const minutes = rest === 3 ? 0 : digits(iso, at + 3 + colon, 2);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  const offset = hours * 3_600_000_000 + minutes * 60_000_000;
  return sign === 45 ? -offset : offset;
}
