const digitBits = 11;
const digits = 1 << digitBits;
/** Times are split into two whole numbers, so that digits come by shifts: 22 bits below, the rest above. */
const lowRange = 2 ** 22;

/** Row numbers 0 to count - 1. */
export function rowNumbers(count: number): Int32Array {
  const order = new Int32Array(count);
  for (let row = 0; row < count; row++) order[row] = row;
  return order;
}

/**
 * The rows of `order` by ascending time; equal times keep their order. Times are whole microseconds; rows without a time
 * (NaN) stand where a time before all others would. A radix sort: one pass for every 11 bits of the range of times,
 * none when the rows stand in order already.
 */
export function orderByTime(times: Float64Array, order: Int32Array): Int32Array {
  let least = Infinity;
  let most = -Infinity;
  let isSorted = true;
  let previous = -Infinity;
  for (let i = 0; i < order.length; i++) {
    const time = times[order[i]!]!;
    if (time < previous || time !== time) isSorted = false;
    if (time === time) previous = time;
    if (time < least) least = time;
    if (time > most) most = time;
  }
  if (isSorted || least > most) return order;

  const low = new Int32Array(times.length);
  const high = new Int32Array(times.length);
  for (let row = 0; row < times.length; row++) {
    const offset = times[row]! - least + 1;
    if (offset !== offset) continue;
    low[row] = offset % lowRange;
    high[row] = Math.floor(offset / lowRange);
  }
  const bits = Math.ceil(Math.log2(most - least + 2));
  let rows = order;
  for (let shift = 0; shift < bits; shift += digitBits) {
    rows = shift < 22 ? sortByDigit(rows, low, shift) : sortByDigit(rows, high, shift - 22);
  }
  return rows;
}

function sortByDigit(rows: Int32Array, keys: Int32Array, shift: number): Int32Array {
  const starts = new Int32Array(digits + 1);
  for (let i = 0; i < rows.length; i++) starts[((keys[rows[i]!]! >>> shift) & (digits - 1)) + 1]!++;
  if (starts.includes(rows.length)) return rows;
  for (let digit = 0; digit < digits; digit++) starts[digit + 1]! += starts[digit]!;
  const sorted = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[starts[(keys[rows[i]!]! >>> shift) & (digits - 1)]!++] = rows[i]!;
  return sorted;
}
