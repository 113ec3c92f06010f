/** The values of one expression, by position in the groups of its events. */
export interface ValueSeries {
  /** NaN where the value is missing. Texts are positions in a list of texts. */
  readonly values: Float64Array;
  /** Values that are there before each position, one more than there are positions; undefined when none is missing. */
  readonly presentBefore: Int32Array | undefined;
  /**
   * Sums of all values before each position, one more than there are positions. Only for whole numbers whose sizes add up
   * to less than 2^53: then every difference of two of them is exact.
   */
  readonly runningSums: Float64Array | undefined;
}

/** Takes the values of the events into the order of their positions. */
export function arrangeValues(values: Float64Array, rows: Int32Array): ValueSeries {
  const arranged = new Float64Array(rows.length);
  let isWhole = true;
  let missing = 0;
  let size = 0;
  for (let position = 0; position < rows.length; position++) {
    const value = values[rows[position]!]!;
    arranged[position] = value;
    if (value !== value) {
      missing++;
      continue;
    }
    size += Math.abs(value);
    if (Math.floor(value) !== value) isWhole = false;
  }
  const isExact = isWhole && size <= Number.MAX_SAFE_INTEGER;
  return {
    values: arranged,
    presentBefore: missing === 0 ? undefined : countPresent(arranged),
    runningSums: isExact ? addUp(arranged) : undefined,
  };
}

function countPresent(values: Float64Array): Int32Array {
  const before = new Int32Array(values.length + 1);
  for (let i = 0; i < values.length; i++) before[i + 1] = before[i]! + (values[i]! === values[i]! ? 1 : 0);
  return before;
}

function addUp(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === value) sum += value;
    sums[i + 1] = sum;
  }
  return sums;
}
