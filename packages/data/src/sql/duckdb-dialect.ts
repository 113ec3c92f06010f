import type { ColumnSpec, ColumnType } from '@millrace/core';
import type { Dialect, TimestampPart } from './dialect.ts';
import { quoteIdentifier, quoteText } from './quote.ts';

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

function keyText({ name, type }: ColumnSpec): string {
  const identifier = quoteIdentifier(name);
  switch (type) {
    case 'string':
      return identifier;
    case 'timestamp':
      return `epoch_us(${identifier})::varchar`;
    case 'boolean':
      return `${identifier}::integer::varchar`;
    default:
      return `${identifier}::varchar`;
  }
}

/** Texts carry their length, so that no two records run together into the same text. */
function recordText(columns: readonly ColumnSpec[]): string {
  const parts = columns.flatMap((column) => {
    const text = keyText(column);
    // concat() takes NULL for nothing, which is why a missing text has no length.
    return column.type === 'string' || column.type === 'list' ? [`length(${text})`, "':'", text] : [text, "'|'"];
  });
  return `concat(${parts.join(', ')})`;
}

export const duckDbDialect: Dialect = {
  name: 'duckdb',
  castType: (type) => castTypes[type],
  // A text with an offset from UTC would lose it on the direct way to a TIMESTAMP.
  tryCast: (value, type) =>
    type === 'timestamp'
      ? `try_cast(try_cast(${value} as timestamptz) as timestamp)`
      : `try_cast(${value} as ${castTypes[type]})`,
  isFinite: (value) => `isfinite(${value})`,
  exactQuantiles: (value, probabilities) =>
    `quantile_cont((${value})::double, [${probabilities.map((probability) => `${probability}::double`).join(', ')}])`,
  hash60: (text) => `('0x' || substr(md5(${text}), 1, 15))::bigint`,
  keyText,
  recordText,
  microsecondsOf: (timestamp) => `epoch_us(${timestamp})`,
  timestampOf: (microseconds) => `make_timestamp((${microseconds})::bigint)`,
  timestampPart: (part, timestamp) => `extract(${parts[part]} from ${timestamp})`,
  listLength: (list) => `len(${list})`,
  unnest: (list) => `unnest(${list})`,
  copyToParquet: (sql, file) => `copy (${sql}) to ${quoteText(file)} (format parquet, compression snappy)`,
  numberedParquet: (file) => `read_parquet(${quoteText(file)}, file_row_number = true)`,
  wholeQuotient: (dividend, divisor) => `((${dividend}) // (${divisor}))`,
  quotient: (dividend, divisor) => `((${dividend})::double / (${divisor})::double)`,
};
