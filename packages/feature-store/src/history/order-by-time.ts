const digitBits = 11;
const digits = 1 << digitBits;
/** Times are split into two whole numbers, so that digits come by shifts: 22 bits below, 32 above. */
const lowBits = 22;
const lowRange = 2 ** lowBits;

/** Row numbers 0 to count - 1. */
export function rowNumbers(count: number): Int32Array {
  const order = new Int32Array(count);
  for (let row = 0; row < count; row++) order[row] = row;
  return order;
}

/**
 * The rows of `order` by ascending time; equal times keep their order. Times are whole microseconds within ±2^53; rows
 * without a time (NaN) come first. A radix sort: a pass for every 11 bits of the range of times, none when the rows stand
 * in order already.
 */
export function orderByTime(times: Float64Array, order: Int32Array): Int32Array {
  if (isInOrder(times, order)) return order;
  const timed = order.filter((row) => times[row]! === times[row]!);
  const sorted = sortTimed(times, timed);
  if (timed.length === order.length) return sorted;
  const whole = new Int32Array(order.length);
  whole.set(order.filter((row) => times[row]! !== times[row]!));
  whole.set(sorted, order.length - sorted.length);
  return whole;
}

function isInOrder(times: Float64Array, order: Int32Array): boolean {
  let previous = -Infinity;
  for (let i = 0; i < order.length; i++) {
    const time = times[order[i]!]!;
    if (!(time >= previous)) return false;
    previous = time;
  }
  return true;
}

function sortTimed(times: Float64Array, order: Int32Array): Int32Array {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < order.length; i++) {
    const high = Math.floor(times[order[i]!]! / lowRange);
    if (high < least) least = high;
    if (high > most) most = high;
  }
  const low = new Int32Array(times.length);
  const above = new Uint32Array(times.length);
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    const high = Math.floor(times[row]! / lowRange);
    low[row] = times[row]! - high * lowRange;
    above[row] = high - least;
  }
  let rows = order;
  for (let shift = 0; shift < lowBits; shift += digitBits) rows = sortByDigit(rows, low, shift);
  const highBits = Math.ceil(Math.log2(most - least + 1));
  for (let shift = 0; shift < highBits; shift += digitBits) rows = sortByDigit(rows, above, shift);
  return rows;
}

function sortByDigit(rows: Int32Array, keys: Int32Array | Uint32Array, shift: number): Int32Array {
  const starts = new Int32Array(digits + 1);
  for (let i = 0; i < rows.length; i++) starts[((keys[rows[i]!]! >>> shift) & (digits - 1)) + 1]!++;
  if (starts.includes(rows.length)) return rows;
  for (let digit = 0; digit < digits; digit++) starts[digit + 1]! += starts[digit]!;
  const sorted = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[starts[(keys[rows[i]!]! >>> shift) & (digits - 1)]!++] = rows[i]!;
  return sorted;
}
