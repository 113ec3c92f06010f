import type { FeatureRow, ScalarColumnType } from '@millrace/core';
import { wrongValue } from '../errors.ts';
import { describeValue } from '../describe-value.ts';
import { parseInstant } from '../time/parse-instant.ts';
import { expectedValues } from './expected-values.ts';
import type { TextVector, Vector } from './vector.ts';

/** Reads one field of a row into the first place of a vector. Absent, undefined, null and NaN are missing. */
export function bindField(name: string, columnType: ScalarColumnType, out: Vector): (row: FeatureRow) => void {
  // What every object inherits ("constructor") is not a field of the row.
  const isInherited = name in Object.prototype;
  const read = isInherited ? (row: FeatureRow) => (Object.hasOwn(row, name) ? row[name] : undefined) : undefined;
  const wrong = (value: unknown): never => {
    throw wrongValue({ field: name, value: describeValue(value), expected: expectedValues[columnType] });
  };
  if (columnType === 'string') {
    const texts = out as TextVector;
    return (row) => {
      const value = read === undefined ? row[name] : read(row);
      texts[0] = typeof value === 'string' ? value : value === null || value === undefined ? null : wrong(value);
    };
  }
  const numbers = out as Float64Array;
  const convert = converters[columnType];
  return (row) => {
    const value = read === undefined ? row[name] : read(row);
    if (typeof value === 'number' && columnType === 'float') {
      numbers[0] = value;
    } else if (value === null || value === undefined) {
      numbers[0] = Number.NaN;
    } else {
      const converted = convert(value);
      numbers[0] = converted === undefined ? wrong(value) : converted;
    }
  };
}

/** The number of a value, or undefined when it is of the wrong type. */
const converters: Readonly<Record<Exclude<ScalarColumnType, 'string'>, (value: unknown) => number | undefined>> = {
  float: (value) => (typeof value === 'number' ? value : undefined),
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
