import type { GroupedRows } from '../history/group-rows.ts';

/** For each asking moment, in the order of their groups: the events from position low up to, not with, position high. */
export interface WindowRanges {
  readonly lows: Int32Array;
  readonly highs: Int32Array;
  /** The asking row of each moment. */
  readonly rows: Int32Array;
}

/** For each moment, the position of the first event of its key that is later than `moment - before` (microseconds). */
export function locateMoments(events: GroupedRows, moments: GroupedRows, before: number): Int32Array {
  const positions = new Int32Array(moments.rows.length);
  const { times } = events;
  for (let key = 0; key + 1 < moments.starts.length; key++) {
    const from = moments.starts[key]!;
    const to = moments.starts[key + 1]!;
    if (from === to) continue;
    const end = events.starts[key + 1]!;
    let position = firstLater(times, { from: events.starts[key]!, to: end }, moments.times[from]! - before);
    for (let i = from; i < to; i++) {
      const limit = moments.times[i]! - before;
      while (position < end && times[position]! <= limit) position++;
      positions[i] = position;
    }
  }
  return positions;
}

/** The first position in [from, to) with a time after `limit`, or `to`. Times ascend. */
export function firstLater(
  times: Float64Array,
  { from, to }: { readonly from: number; readonly to: number },
  limit: number,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
