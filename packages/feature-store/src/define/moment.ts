import { invalidMoment } from '../errors.ts';

/** A moment: a `Date`, or microseconds since 1970-01-01T00:00:00Z. */
export type Moment = Date | number;

/** The moment in microseconds. Throws `FEATURE_STORE_INVALID_MOMENT`; `place` names the option. */
export function microsecondsOf(moment: Moment, place: string): number {
  const microseconds = moment instanceof Date ? moment.getTime() * 1000 : moment;
  if (!Number.isSafeInteger(microseconds)) throw invalidMoment({ value: String(moment), place });
  return microseconds;
}

/** For messages. */
export function describeMoment(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString();
}
