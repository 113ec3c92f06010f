import { describeValue, type FeatureRow, type ScalarColumnType } from '@millrace/core';
import { wrongValue } from '../errors.ts';
import { parseInstant } from '../time/parse-instant.ts';
import { expectedValues } from './expected-values.ts';
import type { TextVector, Vector } from './vector.ts';

type Refuse = (value: unknown) => never;

/** Reads one field of a row into the first place of a vector. Absent, undefined, null and NaN are missing. */
export function bindField(name: string, columnType: ScalarColumnType, out: Vector): (row: FeatureRow) => void {
  const read = bindReader(name, columnType, out);
  if (!(name in Object.prototype)) return read;
  // What every object inherits ("constructor") is not a field of the row.
  const own = Object.create(null) as Record<string, unknown>;
  return (row) => {
    own[name] = Object.hasOwn(row, name) ? row[name] : undefined;
    read(own);
  };
}

function bindReader(name: string, columnType: ScalarColumnType, out: Vector): (row: FeatureRow) => void {
  const wrong: Refuse = (value) => {
    throw wrongValue({ field: name, value: describeValue(value), expected: expectedValues[columnType] });
  };
  if (columnType === 'string') return bindText(name, out as TextVector, wrong);
  if (columnType === 'float') return bindNumber(name, out as Float64Array, wrong);
  const convert = converters[columnType];
  const numbers = out as Float64Array;
  return (row) => {
    const value = row[name];
    if (value === null || value === undefined) numbers[0] = Number.NaN;
    else numbers[0] = convert(value) ?? wrong(value);
  };
}

function bindText(name: string, texts: TextVector, wrong: Refuse): (row: FeatureRow) => void {
  return (row) => {
    const value = row[name];
    texts[0] = typeof value === 'string' ? value : value === null || value === undefined ? null : wrong(value);
  };
}

function bindNumber(name: string, numbers: Float64Array, wrong: Refuse): (row: FeatureRow) => void {
  return (row) => {
    const value = row[name];
    if (typeof value === 'number') numbers[0] = value;
    else numbers[0] = value === null || value === undefined ? Number.NaN : wrong(value);
  };
}

/** The number of a value, or undefined when it is of the wrong type. */
const converters: Readonly<Record<'integer' | 'boolean' | 'timestamp', (value: unknown) => number | undefined>> = {
  integer: (value) => (Number.isSafeInteger(value) || Number.isNaN(value) ? (value as number) : undefined),
  boolean: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
  timestamp: readMoment,
};

function readMoment(value: unknown): number | undefined {
  if (typeof value === 'string' || value instanceof Date) {
    const moment = typeof value === 'string' ? parseInstant(value) : value.getTime() * 1000;
    return Number.isNaN(moment) ? undefined : moment;
  }
  return Number.isSafeInteger(value) || Number.isNaN(value) ? (value as number) : undefined;
}
