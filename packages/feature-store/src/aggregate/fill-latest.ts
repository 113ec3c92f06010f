import type { GroupedRows } from '../history/group-rows.ts';

/** Which event of a key was the last known one, after each event that joined. */
export interface LatestEvents {
  /** Position of that event, for each position; -1 while no event had a value. */
  readonly best: Int32Array;
  readonly values: Float64Array;
  readonly eventTimes: Float64Array;
}

/** What the choice between events reads, by source row. */
export interface LatestInput {
  readonly values: Float64Array;
  readonly eventTimes: Float64Array;
  readonly availableTimes: Float64Array;
}

/**
 * `events` are grouped by the time from which they can be the last known one: when they have happened and are known. The
 * latest event time wins, then the latest availability, then the later row of the source. Events without a value are
 * passed over.
 */
export function findLatest(events: GroupedRows, input: LatestInput): LatestEvents {
  const { starts, rows } = events;
  const values = Float64Array.from(rows, (row) => input.values[row]!);
  const eventTimes = Float64Array.from(rows, (row) => input.eventTimes[row]!);
  const best = new Int32Array(rows.length).fill(-1);
  const isBetter = (position: number, held: number): boolean => {
    const byEvent = eventTimes[position]! - eventTimes[held]!;
    if (byEvent !== 0) return byEvent > 0;
    const byAvailability = input.availableTimes[rows[position]!]! - input.availableTimes[rows[held]!]!;
    return byAvailability === 0 ? rows[position]! > rows[held]! : byAvailability > 0;
  };
  for (let key = 0; key + 1 < starts.length; key++) {
    let held = -1;
    for (let position = starts[key]!; position < starts[key + 1]!; position++) {
      const value = values[position]!;
      if (value === value && (held < 0 || isBetter(position, held))) held = position;
      best[position] = held;
    }
  }
  return { best, values, eventTimes };
}

/** Where the moments of an asking group lie among the events: `highs` as `locateMoments` gives them. */
export interface LatestRanges {
  readonly events: GroupedRows;
  readonly moments: GroupedRows;
  readonly highs: Int32Array;
  /** Microseconds; an event counts from its time t until t + ttl, both included. Infinity: for ever. */
  readonly ttl: number;
}

/** The last known value at each moment, and the time of its event; NaN where there is none. */
export function fillLatest(
  { best, values, eventTimes }: LatestEvents,
  { events, moments, highs, ttl }: LatestRanges,
  { into, timesInto }: { readonly into: Float64Array; readonly timesInto: Float64Array | undefined },
): void {
  for (let key = 0; key + 1 < moments.starts.length; key++) {
    for (let i = moments.starts[key]!; i < moments.starts[key + 1]!; i++) {
      const high = highs[i]!;
      if (high === events.starts[key]!) continue;
      const position = best[high - 1]!;
      if (position < 0 || eventTimes[position]! < moments.times[i]! - ttl) continue;
      into[moments.rows[i]!] = values[position]!;
      if (timesInto !== undefined) timesInto[moments.rows[i]!] = eventTimes[position]!;
    }
  }
}
