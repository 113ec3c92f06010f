/** Rows by key, and within a key by time: the form in which events and moments meet. */
export interface GroupedRows {
  /** One more than there are keys: key k has the positions starts[k] to starts[k + 1] - 1. */
  readonly starts: Int32Array;
  /** The row at each position. */
  readonly rows: Int32Array;
  /** Its time in microseconds, ascending within a key. */
  readonly times: Float64Array;
}

/** Rows to be grouped: a key code and a time each, and the order of all rows by time. */
export interface UngroupedRows {
  readonly codes: Int32Array;
  readonly keyCount: number;
  readonly times: Float64Array;
  readonly order: Int32Array;
}

/** Groups rows by key code, keeping `order` within a key. Rows with a negative code or without a time (NaN) are left out. */
export function groupRows({ codes, keyCount, times, order }: UngroupedRows): GroupedRows {
  const starts = new Int32Array(keyCount + 1);
  for (let row = 0; row < codes.length; row++) {
    if (codes[row]! >= 0 && times[row]! === times[row]!) starts[codes[row]! + 1]!++;
  }
  for (let key = 0; key < keyCount; key++) starts[key + 1]! += starts[key]!;
  const next = starts.slice();
  const count = starts[keyCount]!;
  // One block: large ones go back to the system when they are given up, small ones stay with the allocator.
  const memory = new ArrayBuffer(count * (Float64Array.BYTES_PER_ELEMENT + Int32Array.BYTES_PER_ELEMENT));
  const grouped = new Float64Array(memory, 0, count);
  const rows = new Int32Array(memory, grouped.byteLength, count);
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    const code = codes[row]!;
    const time = times[row]!;
    if (code < 0 || time !== time) continue;
    const position = next[code]!++;
    rows[position] = row;
    grouped[position] = time;
  }
  return { starts, rows, times: grouped };
}

/** The position of each row, -1 where it is in no group. Values put in place by it are read once from front to back. */
export function positionsOfRows({ rows }: GroupedRows, rowCount: number): Int32Array {
  const positions = new Int32Array(rowCount).fill(-1);
  for (let position = 0; position < rows.length; position++) positions[rows[position]!] = position;
  return positions;
}
