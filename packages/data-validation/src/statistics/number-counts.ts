import type { NumericColumn } from '@millrace/core';
import { sortNumbers } from './sort-numbers.ts';

/** How often each number of a column occurs: all that its statistics are made of. */
export interface NumberCounts {
  /** Distinct finite values, ascending. */
  readonly values: Float64Array;
  readonly counts: Float64Array;
  readonly missingCount: number;
  readonly nanCount: number;
  readonly positiveInfinityCount: number;
  readonly negativeInfinityCount: number;
}

/** Counts the values of columns that hold one value a row. */
export function countNumbers(columns: readonly NumericColumn[]): NumberCounts {
  const finite = new Float64Array(columns.reduce((sum, { values }) => sum + values.length, 0));
  const special = { missingCount: 0, nanCount: 0, positiveInfinityCount: 0, negativeInfinityCount: 0 };
  let n = 0;
  for (const { values, validity } of columns) {
    for (let row = 0; row < values.length; row++) {
      const value = values[row]!;
      if (validity !== undefined && validity[row] === 0) special.missingCount++;
      else if (!countSpecial(special, value, 1)) finite[n++] = value;
    }
  }
  return { ...countRuns(sortNumbers(finite.subarray(0, n))), ...special };
}

/** Reads columns that hold the distinct values, ascending, with a missing value for the rows without one, and their counts. */
export function readNumberCounts(value: NumericColumn, count: NumericColumn): NumberCounts {
  const rowCount = value.values.length;
  const values = new Float64Array(rowCount);
  const counts = new Float64Array(rowCount);
  const special = { missingCount: 0, nanCount: 0, positiveInfinityCount: 0, negativeInfinityCount: 0 };
  let n = 0;
  for (let row = 0; row < rowCount; row++) {
    const times = count.values[row]!;
    if (value.validity !== undefined && value.validity[row] === 0) special.missingCount += times;
    else if (!countSpecial(special, value.values[row]!, times)) {
      values[n] = value.values[row]!;
      counts[n++] = times;
    }
  }
  return { values: values.subarray(0, n), counts: counts.subarray(0, n), ...special };
}

interface SpecialCounts {
  nanCount: number;
  positiveInfinityCount: number;
  negativeInfinityCount: number;
}

function countSpecial(special: SpecialCounts, value: number, times: number): boolean {
  if (value - value === 0) return false;
  if (value === Infinity) special.positiveInfinityCount += times;
  else if (value === -Infinity) special.negativeInfinityCount += times;
  else special.nanCount += times;
  return true;
}

function countRuns(sorted: Float64Array): Pick<NumberCounts, 'values' | 'counts'> {
  const counts = new Float64Array(sorted.length);
  let n = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (n === 0 || sorted[i] !== sorted[n - 1]) sorted[n++] = sorted[i]!;
    counts[n - 1]!++;
  }
  return { values: sorted.subarray(0, n), counts: counts.subarray(0, n) };
}
