import { BIN_COLUMN_BYTES, BIN_COLUMNS, CHUNK_ROWS, ROW_COUNT, SAMPLE_SIZE } from '../src/trees/wasm/kernel-fields';
import { address, field } from './memory';
import { scratchOfThread } from './scan';

/** The bits of a number so that unsigned order is the order of numbers. */
function toKey(value: f64): u64 {
  const bits = reinterpret<u64>(value);
  return bits >> 63 !== 0 ? ~bits : bits | 0x8000000000000000;
}

function toNumber(key: u64): f64 {
  return reinterpret<f64>(key >> 63 !== 0 ? (key << 1) >> 1 : ~key);
}

/** Takes an even sample of a column without NaN and sorts it: a radix sort by bytes, skipping those that are all equal. */
export function sortSample(task: i32): void {
  const column = address(BIN_COLUMNS) + <usize>task * BIN_COLUMN_BYTES;
  const values = <usize>load<u32>(column);
  const rowCount = <u64>field(ROW_COUNT);
  const size = <u64>field(SAMPLE_SIZE);
  const counts = scratchOfThread();
  let from = <usize>load<u32>(column, 4);
  let to = <usize>load<u32>(column, 8);
  memory.fill(counts, 0, 8192);
  let count: usize = 0;
  for (let i: u64 = 0; i < size; i++) {
    const row = <usize>((i * rowCount) / size);
    const value = load<f64>(values + (row << 3));
    if (value !== value) continue;
    const key = toKey(value === 0 ? 0 : value);
    store<u64>(from + (count << 3), key);
    count++;
    for (let byte = 0; byte < 8; byte++) {
      const at = counts + ((<usize>byte) << 10) + ((<usize>((key >> ((<u64>byte) << 3)) & 255)) << 2);
      store<u32>(at, load<u32>(at) + 1);
    }
  }
  for (let byte = 0; byte < 8; byte++) {
    const table = counts + ((<usize>byte) << 10);
    let sum: u32 = 0;
    let isOneValue = false;
    for (let digit: usize = 0; digit < 256; digit++) {
      const here = load<u32>(table + (digit << 2));
      if (<usize>here === count) isOneValue = true;
      store<u32>(table + (digit << 2), sum);
      sum += here;
    }
    if (isOneValue) continue;
    for (let i: usize = 0; i < count; i++) {
      const key = load<u64>(from + (i << 3));
      const at = table + ((<usize>((key >> ((<u64>byte) << 3)) & 255)) << 2);
      const position = load<u32>(at);
      store<u32>(at, position + 1);
      store<u64>(to + ((<usize>position) << 3), key);
    }
    const swapped = from;
    from = to;
    to = swapped;
  }
  for (let i: usize = 0; i < count; i++) store<f64>(from + (i << 3), toNumber(load<u64>(from + (i << 3))));
  store<u32>(column, <u32>from, 12);
  store<u32>(column, <u32>count, 16);
}

/** Writes the bins of one run of rows of one column: the number of bounds below the value, found without a branch. */
export function assignBins(task: i32): void {
  const rowCount = field(ROW_COUNT);
  const chunkRows = field(CHUNK_ROWS);
  const chunks = (rowCount + chunkRows - 1) / chunkRows;
  const index = task / chunks;
  const start = (task - index * chunks) * chunkRows;
  const end = min<i32>(rowCount, start + chunkRows);
  const column = address(BIN_COLUMNS) + <usize>index * BIN_COLUMN_BYTES;
  const values = <usize>load<u32>(column);
  // One place before the first, because a search looks at the bound before the one that it steps to.
  const bounds = <usize>load<u32>(column, 20) - 8;
  const bins = <usize>load<u32>(column, 24);
  const firstStep = load<u32>(column, 28);
  const missingBin = load<u32>(column, 32);
  for (let row = start; row < end; row++) {
    const value = load<f64>(values + ((<usize>row) << 3));
    let bin: u32 = 0;
    for (let step = firstStep; step > 0; step >>= 1) {
      bin = select<u32>(bin + step, bin, value > load<f64>(bounds + ((<usize>(bin + step)) << 3)));
    }
    store<u8>(bins + <usize>row, select<u32>(bin, missingBin, value === value));
  }
}
