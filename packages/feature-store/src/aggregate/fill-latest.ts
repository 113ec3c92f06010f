import { positionsOfRows, type GroupedRows } from '../history/group-rows.ts';
import type { WindowRanges } from './window-ranges.ts';

/** Events grouped by the time from which they can be the last known one: when they have both happened and become known. */
export interface SettledEvents {
  readonly groups: GroupedRows;
  /** By position. */
  readonly eventTimes: Float64Array;
  /** By position. */
  readonly availableTimes: Float64Array;
}

/** Puts the times of the events, given by row, at their positions. */
export function settleEvents(
  groups: GroupedRows,
  times: { readonly eventTimes: Float64Array; readonly availableTimes: Float64Array },
): SettledEvents {
  const positions = positionsOfRows(groups, times.eventTimes.length);
  const place = (values: Float64Array): Float64Array => {
    const placed = new Float64Array(groups.rows.length);
    for (let row = 0; row < positions.length; row++) if (positions[row]! >= 0) placed[positions[row]!] = values[row]!;
    return placed;
  };
  return { groups, eventTimes: place(times.eventTimes), availableTimes: place(times.availableTimes) };
}

/** Which event of its key was the last known one, after each event that settled. */
export interface LatestEvents {
  /** Position of that event, for each position; -1 while no event had a value. */
  readonly best: Int32Array;
  /** By row. */
  readonly values: Float64Array;
}

/**
 * The latest event time wins, then the latest availability, then the later row of the source. Events without a value are
 * passed over; `values` are given by row, and left out when no event lacks one.
 */
export function findLatest(events: SettledEvents, values?: Float64Array): Int32Array {
  const { starts, rows } = events.groups;
  const best = new Int32Array(rows.length);
  for (let key = 0; key + 1 < starts.length; key++) {
    let held = -1;
    for (let position = starts[key]!; position < starts[key + 1]!; position++) {
      const isPresent = values === undefined || !Number.isNaN(values[rows[position]!]!);
      if (isPresent && (held < 0 || isLater(events, position, held))) held = position;
      best[position] = held;
    }
  }
  return best;
}

function isLater({ groups, eventTimes, availableTimes }: SettledEvents, position: number, held: number): boolean {
  const byEvent = eventTimes[position]! - eventTimes[held]!;
  if (byEvent !== 0) return byEvent > 0;
  const byAvailability = availableTimes[position]! - availableTimes[held]!;
  return byAvailability === 0 ? groups.rows[position]! > groups.rows[held]! : byAvailability > 0;
}

/** Where last known values go, and the times of their events; both NaN where there is none. */
export interface LatestTarget {
  readonly values: Float64Array;
  readonly times: Float64Array;
}

/**
 * The last known value at each moment. `ranges` hold the events of the key that had settled by the moment, `oldest` the
 * event time from which on they still count, in the order of the ranges.
 */
export function fillLatest(
  { best, values }: LatestEvents,
  at: { readonly events: SettledEvents; readonly ranges: WindowRanges; readonly oldest: Float64Array },
  into: LatestTarget,
): void {
  const { events, ranges, oldest } = at;
  const { lows, highs, rows } = ranges;
  for (let i = 0; i < rows.length; i++) {
    if (highs[i] === lows[i]) continue;
    const position = best[highs[i]! - 1]!;
    if (position < 0 || events.eventTimes[position]! < oldest[i]!) continue;
    into.values[rows[i]!] = values[events.groups.rows[position]!]!;
    into.times[rows[i]!] = events.eventTimes[position]!;
  }
}
