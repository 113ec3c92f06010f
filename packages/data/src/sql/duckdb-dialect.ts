import type { ColumnType } from '@millrace/core';
import type { Dialect, TimestampPart } from './dialect.ts';

const castTypes: Readonly<Record<Exclude<ColumnType, 'list'>, string>> = {
  float: 'DOUBLE',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
  string: 'VARCHAR',
  timestamp: 'TIMESTAMP',
};

const parts: Readonly<Record<TimestampPart, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  day: 'day',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  isoDayOfWeek: 'isodow',
  dayOfYear: 'doy',
  isoWeek: 'week',
};

export const duckDbDialect: Dialect = {
  name: 'duckdb',
  castType: (type) => castTypes[type],
  tryCast: (value, type) => `try_cast(${value} as ${castTypes[type]})`,
  isFinite: (value) => `isfinite(${value})`,
  exactQuantiles: (value, probabilities) =>
    `quantile_cont((${value})::double, [${probabilities.map((probability) => `${probability}::double`).join(', ')}])`,
  hash60: (text) => `('0x' || substr(md5(${text}), 1, 15))::bigint`,
  microsecondsOf: (timestamp) => `epoch_us(${timestamp})`,
  timestampOf: (microseconds) => `make_timestamp((${microseconds})::bigint)`,
  timestampPart: (part, timestamp) => `extract(${parts[part]} from ${timestamp})`,
  listLength: (list) => `len(${list})`,
  unnest: (list) => `unnest(${list})`,
  wholeQuotient: (dividend, divisor) => `((${dividend}) // (${divisor}))`,
  quotient: (dividend, divisor) => `((${dividend})::double / (${divisor})::double)`,
};
