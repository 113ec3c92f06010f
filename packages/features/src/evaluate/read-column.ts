import {
  describeValue,
  isPresent,
  type Column,
  type NumericColumn,
  type ScalarColumnType,
  type StringColumn,
} from '@millrace/core';
import { wrongColumn, wrongValue } from '../errors.ts';
import { parseInstant } from '../time/parse-instant.ts';
import { expectedValues } from './expected-values.ts';
import type { TextVector, Vector } from './vector.ts';

interface ColumnRead {
  readonly name: string;
  readonly columnType: ScalarColumnType;
  readonly rowCount: number;
}

/**
 * A raw column as a vector. Besides its own type a leaf takes what rows of JSON become: whole numbers for `number`, ISO text
 * and whole numbers for `timestamp`, and for every leaf a text column without any text (a column of nulls).
 */
export function readColumn(column: Column, read: ColumnRead): Vector {
  const { columnType, name } = read;
  if (column.type === 'string') {
    if (columnType === 'string') return column.values as TextVector;
    if (column.values.every((value) => value === null)) return new Float64Array(read.rowCount).fill(Number.NaN);
    if (columnType === 'timestamp') return readInstants(column, read);
  } else if (column.type !== 'list') {
    if (columnType === 'string' && !hasValue(column, read.rowCount))
      return new Array<string | null>(read.rowCount).fill(null);
    if (isAccepted(columnType, column.type)) return readNumbers(column, read);
  }
  throw wrongColumn({ column: name, actual: column.type, expected: columnType === 'float' ? 'numbers' : columnType });
}

function hasValue(column: NumericColumn, rowCount: number): boolean {
  for (let row = 0; row < rowCount; row++) if (isPresent(column, row)) return true;
  return false;
}

function isAccepted(columnType: ScalarColumnType, actual: NumericColumn['type']): boolean {
  if (columnType === 'float' || columnType === 'integer') return actual === 'float' || actual === 'integer';
  return actual === columnType || (columnType === 'timestamp' && actual === 'integer');
}

function readNumbers(column: NumericColumn, { name, columnType, rowCount }: ColumnRead): Float64Array {
  const { values, validity } = column;
  let numbers: Float64Array;
  if (values instanceof Float64Array && values.length === rowCount && validity === undefined) {
    numbers = values;
  } else {
    numbers = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) numbers[row] = values[row]!;
    if (validity !== undefined)
      for (let row = 0; row < rowCount; row++) if (validity[row] === 0) numbers[row] = Number.NaN;
  }
  if (columnType === 'integer' && column.type === 'float') checkWhole(numbers, name);
  return numbers;
}

function checkWhole(numbers: Float64Array, field: string): void {
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row]!;
    if (!Number.isSafeInteger(value) && !Number.isNaN(value))
      throw wrongValue({ field, row, value: String(value), expected: expectedValues.integer });
  }
}

function readInstants({ values }: StringColumn, { name, rowCount }: ColumnRead): Float64Array {
  const moments = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const value = values[row] ?? null;
    moments[row] = value === null ? Number.NaN : parseInstant(value);
    if (value !== null && Number.isNaN(moments[row]))
      throw wrongValue({ field: name, row, value: describeValue(value), expected: expectedValues.timestamp });
  }
  return moments;
}
