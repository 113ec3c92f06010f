/** A moment: a `Date`, or microseconds since 1970-01-01T00:00:00Z. */
export type Moment = Date | number;

export function microsecondsOf(moment: Moment): number {
  return typeof moment === 'number' ? moment : moment.getTime() * 1000;
}

/** For messages. */
export function describeMoment(microseconds: number): string {
  return new Date(microseconds / 1000).toISOString();
}
