const dayMs = 86_400_000;

/** A Monday as `YYYY-MM-DD`, `count` weeks later (earlier when negative). */
export function addWeeks(monday: string, count: number): string {
  return new Date(Date.parse(`${monday}T00:00:00Z`) + count * 7 * dayMs).toISOString().slice(0, 10);
}

/** The Mondays from `first` up to and with `last`. */
export function listWeeks(first: string, last: string): readonly string[] {
  const weeks: string[] = [];
  for (let week = first; week <= last; week = addWeeks(week, 1)) weeks.push(week);
  return weeks;
}

/** Microseconds since 1970 at the start of a day, UTC. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) * 1000;
}
