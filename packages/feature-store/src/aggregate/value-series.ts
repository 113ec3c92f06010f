/** The values of one expression, by position in the groups of its events. What is not asked for is not made. */
export interface ValueSeries {
  /** NaN where the value is missing. Texts are positions in a list of texts. */
  readonly values: () => Float64Array;
  /** Values that are there before each position, one more than there are positions; undefined when none is missing. */
  readonly presentBefore: Int32Array | undefined;
  /**
   * Sums of all values before each position, one more than there are positions. Only for whole numbers whose sizes add up
   * to less than 2^53: then every difference of two of them is exact.
   */
  readonly runningSums: () => Float64Array | Int32Array | undefined;
}

/** Puts the values of the events at their positions; `positions` holds one a row, -1 for events that are in no group. */
export function arrangeValues(values: Float64Array, positions: Int32Array, length: number): ValueSeries {
  let arranged: Float64Array | undefined;
  let sums: Float64Array | Int32Array | undefined;
  const { size, missing } = inspect(values, positions);
  return {
    values: () => (arranged ??= place(values, positions, length)),
    presentBefore: missing === 0 ? undefined : countPresent(place(values, positions, length)),
    runningSums() {
      if (size > Number.MAX_SAFE_INTEGER) return undefined;
      const SumArray = size < 2 ** 31 ? Int32Array : Float64Array;
      return (sums ??= addUp(values, positions, new SumArray(length + 1)));
    },
  };
}

/** The sum of the sizes of all values, infinite unless all are whole, and how many are missing. */
function inspect(values: Float64Array, positions: Int32Array): { readonly size: number; readonly missing: number } {
  let missing = 0;
  let size = 0;
  for (let row = 0; row < positions.length; row++) {
    const value = values[row]!;
    if (positions[row]! < 0) continue;
    if (value !== value) {
      missing++;
      continue;
    }
    size += Math.floor(value) === value ? Math.abs(value) : Infinity;
  }
  return { size, missing };
}

/** In the order of the rows, so that the values are read from front to back and written to one place a key. */
function place(values: Float64Array, positions: Int32Array, length: number): Float64Array {
  const placed = new Float64Array(length);
  for (let row = 0; row < positions.length; row++) {
    const position = positions[row]!;
    if (position >= 0) placed[position] = values[row]!;
  }
  return placed;
}

function countPresent(values: Float64Array): Int32Array {
  const before = new Int32Array(values.length + 1);
  for (let i = 0; i < values.length; i++) before[i + 1] = before[i]! + (values[i]! === values[i]! ? 1 : 0);
  return before;
}

function addUp<TArray extends Float64Array | Int32Array>(
  values: Float64Array,
  positions: Int32Array,
  sums: TArray,
): TArray {
  for (let row = 0; row < positions.length; row++) {
    const position = positions[row]!;
    const value = values[row]!;
    if (position >= 0 && value === value) sums[position + 1] = value;
  }
  let sum = 0;
  for (let i = 1; i < sums.length; i++) {
    sum += sums[i]!;
    sums[i] = sum;
  }
  return sums;
}
