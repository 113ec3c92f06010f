import { invalidDuration } from '../errors.ts';

/** A whole number and a unit: `90s`, `15m`, `3h`, `7d`, `2w`. A day has 24 hours, a week 7 days. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd' | 'w'}`;

const secondsOfUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** The duration in microseconds. Throws `FEATURE_STORE_INVALID_DURATION`; `place` says whose duration it is. */
export function parseDuration(duration: string, place: string): number {
  const match = /^([1-9]\d*)([smhdw])$/.exec(String(duration));
  const microseconds = match === null ? Number.NaN : Number(match[1]) * secondsOfUnit[match[2]!]! * 1_000_000;
  if (!Number.isSafeInteger(microseconds)) throw invalidDuration({ value: duration, place });
  return microseconds;
}
