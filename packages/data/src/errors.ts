import { MillraceError } from '@millrace/core';

export function typeNotReadable({
  column,
  type,
}: {
  column: string;
  type: string;
}): MillraceError<'DATA_TYPE_NOT_READABLE'> {
  return new MillraceError({
    code: 'DATA_TYPE_NOT_READABLE',
    message: `Column "${column}" has the type ${type}, which no column of the platform can hold.`,
    cure: 'Cast it to a number, text, boolean, timestamp or a list of those, or declare it with `types: { column: "string" }`, or leave it out.',
    details: { column, type },
  });
}

export function integerTooLarge({
  column,
  value,
}: {
  column: string;
  value: string;
}): MillraceError<'DATA_INTEGER_TOO_LARGE'> {
  return new MillraceError({
    code: 'DATA_INTEGER_TOO_LARGE',
    message: `Column "${column}" holds ${value}, which is beyond ±2^53 and would lose digits as a number.`,
    cure: 'Declare the column as text: `types: { column: "string" }` in the source, or cast it to VARCHAR in SQL.',
    details: { column, value },
  });
}

export function duplicateColumn({
  column,
  place,
}: {
  column: string;
  place: string;
}): MillraceError<'DATA_DUPLICATE_COLUMN'> {
  return new MillraceError({
    code: 'DATA_DUPLICATE_COLUMN',
    message: `The column "${column}" appears twice in ${place}.`,
    cure: 'Give every column its own name.',
    details: { column, place },
  });
}

export function sqlFailed({
  sql,
  reason,
  place,
  cause,
}: {
  sql: string;
  reason: string;
  place: string | undefined;
  cause: unknown;
}): MillraceError<'DATA_SQL_FAILED'> {
  const shown = sql.length > 2000 ? `${sql.slice(0, 2000)}...` : sql;
  return new MillraceError({
    code: 'DATA_SQL_FAILED',
    message: `The SQL engine refused a statement: ${reason}${place === undefined ? '' : ` At: ${place}`}`,
    cure: 'Correct the statement (it is in `details.sql`), or the names and values that it was made from.',
    details: { sql: shown, reason, place },
    cause,
  });
}

export function outOfMemory({
  reason,
  cause,
}: {
  reason: string;
  cause: unknown;
}): MillraceError<'DATA_OUT_OF_MEMORY'> {
  return new MillraceError({
    code: 'DATA_OUT_OF_MEMORY',
    message: `The SQL engine ran out of memory: ${reason}`,
    cure: 'Raise `memoryLimitMb` of `openEngine`, lower `threads`, or give it a `temporaryDirectory` with more room.',
    details: { reason },
    cause,
  });
}

export function fileFailed({ reason, cause }: { reason: string; cause: unknown }): MillraceError<'DATA_FILE_FAILED'> {
  return new MillraceError({
    code: 'DATA_FILE_FAILED',
    message: `A file could not be read or written: ${reason}`,
    cure: 'Check that the file exists, is complete and of the format it claims, and that the directory is writable and has room.',
    details: { reason },
    cause,
  });
}

export function engineClosed(): MillraceError<'DATA_ENGINE_CLOSED'> {
  return new MillraceError({
    code: 'DATA_ENGINE_CLOSED',
    message: 'The engine was asked for rows after it was disposed.',
    cure: 'Keep the engine (or the dataset that owns it) open until all batches are read.',
  });
}

export function rowsLost({
  place,
  expected,
  actual,
}: {
  place: string;
  expected: number;
  actual: number;
}): MillraceError<'DATA_ROWS_LOST'> {
  return new MillraceError({
    code: 'DATA_ROWS_LOST',
    message: `${place}: ${expected} rows went in and ${actual} rows came out.`,
    cure: 'Nothing was published. Check whether the source changed while it was read, then run the step again.',
    details: { place, expected, actual },
    retryable: true,
  });
}

export function integerNotWhole({
  column,
  row,
  value,
  type,
}: {
  column: string;
  row: number;
  value: number;
  type: string;
}): MillraceError<'DATA_INTEGER_NOT_WHOLE'> {
  return new MillraceError({
    code: 'DATA_INTEGER_NOT_WHOLE',
    message: `Column "${column}" is of type ${type}, but row ${row} holds ${value}.`,
    cure: 'Make the column a `float`, or mark the row as missing in `validity`.',
    details: { column, row, value: String(value), type },
  });
}

export function unknownFormat({ path }: { path: string }): MillraceError<'DATA_UNKNOWN_FORMAT'> {
  return new MillraceError({
    code: 'DATA_UNKNOWN_FORMAT',
    message: `The ending of "${path}" does not tell its format.`,
    cure: 'Use a name that ends in .csv, .tsv, .jsonl, .ndjson or .parquet, or say the format: `csv(path)`, `jsonLines(path)`, `parquet(path)`.',
    details: { path },
  });
}

export function unknownSplit({
  split,
  path,
  cure,
}: {
  split: string;
  path: string;
  cure: string;
}): MillraceError<'DATA_UNKNOWN_SPLIT'> {
  return new MillraceError({
    code: 'DATA_UNKNOWN_SPLIT',
    message: `There is no split "${split}" in ${path}.`,
    cure: `${cure}`,
    details: { split, path },
  });
}

export function invalidSplitName({ split }: { split: string }): MillraceError<'DATA_INVALID_SPLIT_NAME'> {
  return new MillraceError({
    code: 'DATA_INVALID_SPLIT_NAME',
    message: `"${split}" cannot name a split.`,
    cure: 'Use letters, digits, "_", "." and "-" only: the name becomes a file name.',
    details: { split },
  });
}

export function dialectMissing({ dialect }: { dialect: string }): MillraceError<'DATA_DIALECT_MISSING'> {
  return new MillraceError({
    code: 'DATA_DIALECT_MISSING',
    message: `No SQL can be written for the dialect "${dialect}" yet.`,
    cure: 'Use the embedded engine: `openEngine()`.',
    details: { dialect },
  });
}
