import { cureOfFailure, MillraceError, describeKnownNames } from '@millrace/core';

/** At most `limit` of the names, then how many more there are. */
function listSome(names: Names, limit = 8): string {
  const more = names.length > limit ? `, and ${names.length - limit} more` : '';
  return `${names.slice(0, limit).join(', ')}${more}`;
}

type Names = readonly string[];

type FilePlace = { file: string; line?: number | undefined };

/** With a cure where there is a better one than the usual. */
type FileReason = FilePlace & { reason: string; text?: string; cure?: string };

type ColumnPlace = { column: string; place?: string };

export function typeNotReadable(details: ColumnPlace & { type: string }): MillraceError<'DATA_TYPE_NOT_READABLE'> {
  return new MillraceError({
    code: 'DATA_TYPE_NOT_READABLE',
    message: `Column "${details.column}"${details.place === undefined ? '' : ` of ${details.place}`} has the type ${details.type}, which no column of the platform can hold.`,
    cure: 'Declare it as text with `types: { <column>: "string" }` in the source, leave it out with `columns`, or cast it in SQL.',
    details,
  });
}

export function integerTooLarge(details: ColumnPlace & { value: string }): MillraceError<'DATA_INTEGER_TOO_LARGE'> {
  return new MillraceError({
    code: 'DATA_INTEGER_TOO_LARGE',
    message: `Column "${details.column}"${details.place === undefined ? '' : ` of ${details.place}`} holds ${details.value}, which is beyond ±2^53 and would lose digits as a number.`,
    cure: 'Declare the column as text with `types: { <column>: "string" }` in the source, or cast it to VARCHAR in SQL.',
    details,
  });
}

export function integerNotWhole(
  details: ColumnPlace & { row: number; value: number; type: string },
): MillraceError<'DATA_INTEGER_NOT_WHOLE'> {
  const value = String(details.value);
  return new MillraceError({
    code: 'DATA_INTEGER_NOT_WHOLE',
    message: `Column "${details.column}" is of type ${details.type}, but row ${details.row} holds ${value}.`,
    cure: 'Make the column a `float`, or mark the row as missing in `validity`.',
    details: { ...details, value },
  });
}

export function duplicateColumn(details: { column: string; place: string }): MillraceError<'DATA_DUPLICATE_COLUMN'> {
  return new MillraceError({
    code: 'DATA_DUPLICATE_COLUMN',
    message: `The column "${details.column}" appears twice in ${details.place}.`,
    cure: 'Give every column its own name. SQL does not tell upper from lower case.',
    details,
  });
}

export function wrongColumnName(details: ColumnPlace & { reason: string }): MillraceError<'DATA_WRONG_COLUMN_NAME'> {
  return new MillraceError({
    code: 'DATA_WRONG_COLUMN_NAME',
    message: `The column ${JSON.stringify(details.column)} of ${details.place} cannot be used: ${details.reason}.`,
    cure: 'Rename the column at its source. A name has at least one character and no null byte.',
    details,
  });
}

export function sqlFailed(
  details: { sql: string; reason: string; place: string | undefined },
  cause: unknown,
): MillraceError<'DATA_SQL_FAILED'> {
  const { sql, reason, place } = details;
  return new MillraceError({
    code: 'DATA_SQL_FAILED',
    message: `The SQL engine refused a statement: ${reason}${place === undefined ? '' : ` At: ${place}`}`,
    cure: 'Correct the statement (it is in `details.sql`), or the names and values that it was made from.',
    details: { sql: sql.length > 2000 ? `${sql.slice(0, 2000)}...` : sql, reason, place },
    cause,
  });
}

export function streamBroken(details: { rowCount: number; sql: string }): MillraceError<'DATA_STREAM_BROKEN'> {
  return new MillraceError({
    code: 'DATA_STREAM_BROKEN',
    message: `The SQL engine stopped after ${details.rowCount} rows without reaching the end of the answer.`,
    cure: 'Read it again. If it happens again, look for a lack of memory or disk, or for a file that changes while it is read.',
    details,
    retryable: true,
  });
}

export function engineFailed(
  details: { reason: string; sql: string },
  cause: unknown,
): MillraceError<'DATA_ENGINE_FAILED'> {
  return new MillraceError({
    code: 'DATA_ENGINE_FAILED',
    message: `The SQL engine failed inside and answers no more: ${details.reason}`,
    cure: 'Open another engine. If the same rows end it again, report the statement in `details.sql` with them.',
    details,
    cause,
  });
}

export function outOfMemory(details: { reason: string }, cause: unknown): MillraceError<'DATA_OUT_OF_MEMORY'> {
  return new MillraceError({
    code: 'DATA_OUT_OF_MEMORY',
    message: `The SQL engine ran out of memory: ${details.reason}`,
    cure: 'Raise `memoryLimitMb` of `openEngine`, lower `threads`, or give it a `temporaryDirectory` with more room.',
    details,
    cause,
  });
}

export function fileFailed(details: { reason: string }, cause: unknown): MillraceError<'DATA_FILE_FAILED'> {
  return new MillraceError({
    code: 'DATA_FILE_FAILED',
    message: `A file could not be read or written: ${details.reason}`,
    cure:
      cureOfFailure(details.reason) ??
      'Check that the file exists, that its directory is writable and that the disk has room.',
    details,
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

export function dialectMissing(details: { dialect: string }): MillraceError<'DATA_DIALECT_MISSING'> {
  return new MillraceError({
    code: 'DATA_DIALECT_MISSING',
    message: `No SQL can be written for the dialect "${details.dialect}" yet.`,
    cure: 'Use the embedded engine: `openEngine()`.',
    details,
  });
}

export function rowsLost(details: {
  place: string;
  expected: number;
  actual: number;
}): MillraceError<'DATA_ROWS_LOST'> {
  return new MillraceError({
    code: 'DATA_ROWS_LOST',
    message: `${details.place}: ${details.expected} rows went in and ${details.actual} rows came out.`,
    cure: 'Nothing was published. Check whether the source changed while it was read, then run the step again.',
    details,
    retryable: true,
  });
}

export function wrongSource(details: {
  reason: string;
  wanted: string;
  known: Names;
}): MillraceError<'DATA_WRONG_SOURCE'> {
  return new MillraceError({
    code: 'DATA_WRONG_SOURCE',
    message: `A source cannot be read as declared: ${details.reason}.`,
    cure: `${describeKnownNames(details.wanted, details.known)} Declare sources with \`csv\`, \`jsonLines\`, \`parquet\` or \`inMemory\`.`,
    details,
  });
}

export function unknownFormat(details: { path: string }): MillraceError<'DATA_UNKNOWN_FORMAT'> {
  return new MillraceError({
    code: 'DATA_UNKNOWN_FORMAT',
    message: `The ending of "${details.path}" does not tell its format.`,
    cure: 'Use a name that ends in .csv, .tsv, .jsonl, .ndjson or .parquet, or say the format: `csv(path)`, `jsonLines(path)`, `parquet(path)`.',
    details,
  });
}

export function fileNotFound(details: {
  path: string;
  directory: string;
  wanted: string;
  found: Names;
}): MillraceError<'DATA_FILE_NOT_FOUND'> {
  const { path, directory, wanted, found } = details;
  const holds = describeKnownNames(wanted, found).replace('Known:', 'The folder holds');
  return new MillraceError({
    code: 'DATA_FILE_NOT_FOUND',
    message: `No file matches "${path}": there is no "${wanted}" in the folder ${directory}.`,
    cure: found.length === 0 ? `Check the path: the folder ${directory} is empty.` : `Correct the path. ${holds}`,
    details: { path, directory, wanted, found: found.slice(0, 20) },
  });
}

export function fileNotReadable(details: FileReason, cause?: unknown): MillraceError<'DATA_FILE_NOT_READABLE'> {
  const { file, reason, cure } = details;
  return new MillraceError({
    code: 'DATA_FILE_NOT_READABLE',
    message: `The file ${file} cannot be read: ${reason}.`,
    cure: cure === undefined ? 'Check the permissions of the file and its folders, and where a link leads.' : cure,
    details: { file, reason },
    cause,
  });
}

export function emptySource(details: FileReason): MillraceError<'DATA_EMPTY_SOURCE'> {
  return new MillraceError({
    code: 'DATA_EMPTY_SOURCE',
    message: `There are no rows in ${details.file}: ${details.reason}.`,
    cure: 'Check whether the export that wrote it was complete. A CSV file needs a header line and data, or `header: false`.',
    details,
  });
}

export function fileCorrupt(details: FileReason, cause?: unknown): MillraceError<'DATA_FILE_CORRUPT'> {
  const { file, reason, cure } = details;
  return new MillraceError({
    code: 'DATA_FILE_CORRUPT',
    message: `The file ${file} is damaged or not of the format it claims: ${reason}.`,
    cure: cure === undefined ? 'Copy or export it again: it may have been cut off while it was written.' : cure,
    details: { file, reason },
    cause,
  });
}

export function columnsDiffer(details: {
  file: string;
  first: string;
  difference: string;
}): MillraceError<'DATA_COLUMNS_DIFFER'> {
  return new MillraceError({
    code: 'DATA_COLUMNS_DIFFER',
    message: `${details.file} does not have the columns of ${details.first}: ${details.difference}.`,
    cure: 'Read only files of one layout together, or name the columns that all have with `columns` in the source.',
    details,
  });
}

export function csvDelimiter(details: {
  file: string;
  header: string;
  delimiter: string;
  suggested: string;
}): MillraceError<'DATA_CSV_DELIMITER'> {
  return new MillraceError({
    code: 'DATA_CSV_DELIMITER',
    message: `${details.file} has one column, ${JSON.stringify(details.header)}, when it is split at ${JSON.stringify(details.delimiter)}.`,
    cure: `Its lines split evenly at another character: \`csv(path, { delimiter: ${JSON.stringify(details.suggested)} })\`.`,
    details,
  });
}

export function csvMalformed(details: FileReason, cause?: unknown): MillraceError<'DATA_CSV_MALFORMED'> {
  const { file, line, text = '', reason, cure } = details;
  return new MillraceError({
    code: 'DATA_CSV_MALFORMED',
    message: `${file}${line === undefined ? '' : `, line ${line}`}: ${reason}${text === '' ? '' : ` The line is ${JSON.stringify(text)}.`}`,
    cure:
      cure === undefined
        ? 'Mend the line, or correct `delimiter`, `quote` and `header` of the source. Rows are never skipped or padded.'
        : cure,
    details: { file, line, text, reason },
    cause,
  });
}

export function notUtf8(details: FilePlace & { encoding?: string }, cause?: unknown): MillraceError<'DATA_NOT_UTF8'> {
  const { file, line, encoding } = details;
  return new MillraceError({
    code: 'DATA_NOT_UTF8',
    message: `${file} is not UTF-8 text${encoding === undefined ? '' : ` but ${encoding}`}${line === undefined ? '' : ` (line ${line})`}.`,
    cure: `Convert it first, for example with \`iconv -f ${encoding ?? 'latin1'} -t utf-8 old > new\`.`,
    details,
    cause,
  });
}

export function valueNotOfType(
  details: FilePlace & { row?: number | undefined; column: string; value: string; type: string },
  cause?: unknown,
): MillraceError<'DATA_VALUE_NOT_OF_TYPE'> {
  const line = details.line === undefined ? '' : `, line ${details.line}`;
  const row = details.row === undefined ? '' : `, row ${details.row}`;
  return new MillraceError({
    code: 'DATA_VALUE_NOT_OF_TYPE',
    message: `${details.file}${line}${row}, column "${details.column}": ${JSON.stringify(details.value)} is not of type ${details.type}.`,
    cure: 'Mend the value, add it to `nullValues` if it means "missing", or declare the column as "string". Timestamps are written as in ISO 8601.',
    details,
    cause,
  });
}

export function jsonMalformed(details: FileReason, cause?: unknown): MillraceError<'DATA_JSON_MALFORMED'> {
  const { file, line, text = '', reason } = details;
  return new MillraceError({
    code: 'DATA_JSON_MALFORMED',
    message: `${file}${line === undefined ? '' : `, line ${line}`}: ${reason}.${text === '' ? '' : ` The line is ${JSON.stringify(text)}.`}`,
    cure: 'Every line holds one complete JSON object. Mend the line, or declare the types of its columns with `types`.',
    details,
    cause,
  });
}

export function wrongPattern(details: { pattern: string; reason: string }): MillraceError<'DATA_WRONG_PATTERN'> {
  return new MillraceError({
    code: 'DATA_WRONG_PATTERN',
    message: `The pattern "${details.pattern}" cannot be used: ${details.reason}.`,
    cure: 'Use {SPAN} or {SPAN:width}, or {YYYY}, {MM} and {DD} together, each once; and {VERSION} or {VERSION:width} only beside one of these.',
    details,
  });
}

export function notSpan(details: { file: string; text: string }): MillraceError<'DATA_NOT_A_SPAN'> {
  return new MillraceError({
    code: 'DATA_NOT_A_SPAN',
    message: `The file ${details.file} matches the pattern, but ${details.text} is not a day of the calendar.`,
    cure: 'Rename or remove the file, or make the pattern more exact.',
    details,
  });
}

export function unknownSpan(details: {
  pattern: string;
  wanted: string;
  found: Names;
}): MillraceError<'DATA_UNKNOWN_SPAN'> {
  return new MillraceError({
    code: 'DATA_UNKNOWN_SPAN',
    message: `There is no ${details.wanted} for "${details.pattern}".`,
    cure: `${details.found.length === 0 ? 'Nothing was found at all.' : `Found: ${listSome(details.found)}.`}`,
    details: { ...details, found: details.found.slice(0, 50) },
  });
}

export function wrongSpan(details: { span: string; reason: string }): MillraceError<'DATA_WRONG_SPAN'> {
  return new MillraceError({
    code: 'DATA_WRONG_SPAN',
    message: `The span ${details.span} cannot be read: ${details.reason}.`,
    cure: 'Give "latest", a number, a day as "2001-05-28", `{ from, to }` or `{ last: 3 }`, and a pattern with {SPAN} or {YYYY}{MM}{DD}.',
    details,
  });
}

export function unknownSplit(details: {
  split: string;
  path: string;
  known: Names;
}): MillraceError<'DATA_UNKNOWN_SPLIT'> {
  return new MillraceError({
    code: 'DATA_UNKNOWN_SPLIT',
    message: `There is no split "${details.split}" in ${details.path}.`,
    cure: `${describeKnownNames(details.split, details.known)}`,
    details,
  });
}

export function splitNotExpected(details: { split: string }): MillraceError<'DATA_SPLIT_NOT_EXPECTED'> {
  return new MillraceError({
    code: 'DATA_SPLIT_NOT_EXPECTED',
    message: `The split "${details.split}" was asked of data that has no splits.`,
    cure: 'Leave `split` out, or pass an examples artifact.',
    details,
  });
}

export function wrongSplits(details: { reason: string }): MillraceError<'DATA_WRONG_SPLITS'> {
  return new MillraceError({
    code: 'DATA_WRONG_SPLITS',
    message: `The splits cannot be made: ${details.reason}.`,
    cure: 'Give whole numbers of at least 1 by name, such as `split: { train: 4, eval: 1 }`; names have letters, digits, "_", "." and "-".',
    details,
  });
}

export function wrongSplitKey(details: { column: string; reason: string }): MillraceError<'DATA_WRONG_SPLIT_KEY'> {
  return new MillraceError({
    code: 'DATA_WRONG_SPLIT_KEY',
    message: `Rows cannot be split by column "${details.column}": ${details.reason}.`,
    cure: 'Split by an integer, string, boolean or timestamp column that is never missing, or leave `splitBy` out to split by the whole record.',
    details,
  });
}

export function wrongKnownColumn(details: { column: string; type: string }): MillraceError<'DATA_WRONG_KNOWN_COLUMN'> {
  return new MillraceError({
    code: 'DATA_WRONG_KNOWN_COLUMN',
    message: `The column "${details.column}" is of type ${details.type}, so it cannot say when an outcome was known.`,
    cure: 'Name a timestamp column, or an integer column of microseconds since 1970, in `known.column`.',
    details,
  });
}

export function emptyWindow(): MillraceError<'DATA_EMPTY_WINDOW'> {
  return new MillraceError({
    code: 'DATA_EMPTY_WINDOW',
    message: 'A training window was asked for without any examples to learn from.',
    cure: 'Give at least one examples artifact as `train`.',
  });
}
