import { cureOfFailure, isMillraceError } from '@millrace/core';
import {
  csvMalformed,
  engineFailed,
  fileCorrupt,
  fileFailed,
  jsonMalformed,
  notUtf8,
  outOfMemory,
  sqlFailed,
  valueNotOfType,
} from '../errors.ts';
import { findLineOfRecord, findOddLineEnd, type CsvQuoting } from './csv-lines.ts';
import { findLineOfObject } from './json-lines.ts';

/** What went wrong, as an error of the platform with its place; the reason of the signal when it was aborted. */
export async function explainFailure(error: unknown, sql: string, signal: AbortSignal | undefined): Promise<unknown> {
  if (signal?.aborted === true) return signal.reason;
  if (isMillraceError(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  return (
    (await explainCsv(text, error)) ??
    (await explainJson(text, error)) ??
    // What the system refuses for the moment is no fault of the file.
    (cureOfFailure(text) === undefined ? explainParquet(text, sql, error) : undefined) ??
    explainSql(text, sql, error)
  );
}

/** `CSV Error on Line: 3`, `Original Line: foo,y`, the reason, advice, and the options with `file = a.csv`. */
async function explainCsv(text: string, cause: unknown): Promise<unknown> {
  const file = /\n {2}file = (.*)\n/.exec(text)?.[1];
  if (file === undefined) return undefined;
  const quoting = { delimiter: optionOf(text, 'delimiter') ?? ',', quote: optionOf(text, 'quote') ?? '"' };
  const [, record, original = '', rest = text] =
    /CSV Error on Line: (\d+)\nOriginal Line: ?(.*?)\n([\s\S]*)/.exec(text) ?? [];
  const line = record === undefined ? undefined : await findLineOfRecord(file, Number(record), quoting);
  const shown = original.length > 200 ? `${original.slice(0, 200)}...` : original;
  const widths = /^Expected Number of Columns: (\d+) Found: (\d+)/m.exec(rest);
  if (widths !== null) {
    const reason = `A row of ${widths[2]} where the header has ${widths[1]} columns.`;
    return csvMalformed({ file, line, text: shown, reason }, cause);
  }
  const conversion = /Error when converting column "(.*?)"\. Could not convert string "([\s\S]*?)" to '(.*?)'/.exec(
    rest,
  );
  if (conversion !== null) {
    const [, column = '', value = '', type = ''] = conversion;
    return valueNotOfType({ file, line, column, value, type: typeNames[type] ?? type }, cause);
  }
  if (/not utf-8 encoded/i.test(rest)) return notUtf8({ file, line }, cause);
  const long = /Maximum line size of (\d+) bytes exceeded\. Actual Size: ?(\d+)/.exec(rest);
  if (long !== null) {
    const reason = `A row of ${long[2]} bytes, where a row may have ${long[1]}.`;
    const cure = 'Look for a quote that is not closed. Keep values of this size in Parquet or JSON lines.';
    return csvMalformed({ file, line, text: shown.slice(0, 80), reason, cure }, cause);
  }
  if (/reached an invalid state/.test(text)) return explainLineEnd(file, quoting, cause);
  const reason = /unterminated quote/.test(rest)
    ? 'A quote is not closed, or text follows a closing quote.'
    : (rest
        .trim()
        .split('\n')[0]
        ?.replace(/^.*? Error: /, '')
        .replace(/\.*$/, '.') ?? 'It is not CSV.');
  return csvMalformed({ file, line, text: shown, reason }, cause);
}

function optionOf(text: string, name: string): string | undefined {
  const value = new RegExp(`\\n {2}${name} = (.*) \\(Set By User\\)\\n`).exec(text)?.[1];
  return value === '(empty)' ? '' : value;
}

async function explainLineEnd(file: string, quoting: CsvQuoting, cause: unknown): Promise<unknown> {
  const odd = await findOddLineEnd(file, quoting);
  if (odd === undefined) return csvMalformed({ file, reason: 'It is not CSV as RFC 4180 says.' }, cause);
  const { line, end, expected } = odd;
  const reason = `The line ends with ${JSON.stringify(end)} where the first one ends with ${JSON.stringify(expected)}.`;
  const cure = 'End all lines alike, for example with `dos2unix`, and quote cells that hold line breaks.';
  return csvMalformed({ file, line, reason, cure }, cause);
}

const typeNames: Readonly<Record<string, string>> = {
  BIGINT: 'integer',
  DOUBLE: 'float',
  BOOLEAN: 'boolean',
};

async function explainJson(text: string, cause: unknown): Promise<unknown> {
  const unpacked = /Input is not a GZIP stream: (.*)/.exec(text)?.[1];
  if (unpacked !== undefined) return fileCorrupt({ file: unpacked, reason: 'it is not gzip' }, cause);
  const found = /JSON(?: transform error)? in file "(.*?)",(?: at byte \d+)? in line (\d+): ([^\n]*)/.exec(text);
  if (found === null) return undefined;
  const [, file = '', number, reason = ''] = found;
  // Lines that are no JSON are counted from 2, objects of another form from 1.
  const place = await findLineOfObject(file, Number(number) - (text.includes('Malformed JSON') ? 1 : 0));
  const short = reason.trim().replace(/\.?(?: Try auto-detecting the JSON format)?\.?$/, '');
  const encoding = short.startsWith('UTF-16 encoding') ? 'UTF-16' : undefined;
  if (encoding !== undefined || /invalid UTF-8/.test(short))
    return notUtf8({ file, line: place?.line, ...(encoding === undefined ? {} : { encoding }) }, cause);
  const shown = place === undefined || place.text.length <= 200 ? place?.text : `${place.text.slice(0, 200)}...`;
  return jsonMalformed(
    { file, line: place?.line, reason: short, ...(shown === undefined ? {} : { text: shown }) },
    cause,
  );
}

function explainParquet(text: string, sql: string, cause: unknown): unknown {
  const cut = /No magic bytes found at end of file '(.*?)'/.exec(text);
  if (cut !== null) return fileCorrupt({ file: cut[1]!, reason: 'its Parquet footer is missing' }, cause);
  const small = /File '(.*?)' too small to be a Parquet file/.exec(text);
  if (small !== null) return fileCorrupt({ file: small[1]!, reason: 'it is too small to be a Parquet file' }, cause);
  const unreadable = /Failed to read file "(.*?)": ([^\n]*)/.exec(text);
  if (unreadable !== null)
    return fileCorrupt({ file: unreadable[1]!, reason: unreadable[2]!.replace(/\.$/, '') }, cause);
  const invalid = /Invalid string encoding found in Parquet file "(.*?)"/.exec(text);
  if (invalid !== null) return fileCorrupt({ file: invalid[1]!, reason: 'it holds text that is not UTF-8' }, cause);
  const [, first, others] = /read_parquet\(\['((?:[^']|'')*)'(,?)/.exec(sql) ?? [];
  const [, kind, fault = ''] = /^(Invalid|Invalid Input|Out of Range|Serialization|IO) Error: (.*)/.exec(text) ?? [];
  // What the readers of encodings throw is "Invalid Error" to DuckDB; its own errors are told apart by their words.
  if (first === undefined || (kind !== 'Invalid' && !parquetFault.test(fault))) return undefined;
  const file = `${first.replaceAll("''", "'")}${others === ',' ? ' (or one read with it)' : ''}`;
  return fileCorrupt({ file, reason: fault.replace(/[.:]*$/, '') }, cause);
}

const parquetFault = /read enough bytes|footer|corrupt|decompress|parquet|dictionary|\b(page|RLE|varint|offset)\b/i;

/** `Binder Error: reason`, blank line, `LINE 1: select x`, and a caret below. */
function explainSql(text: string, sql: string, cause: unknown): unknown {
  const [head = text, tail] = text.split(/\n+LINE \d+: /);
  const reason = head.trim().replace(/\s*\n\s*/g, ' ');
  const ended = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  if (/^Out of Memory Error/i.test(reason)) return outOfMemory({ reason: ended }, cause);
  if (/^(INTERNAL|FATAL) Error/.test(reason))
    return engineFailed(
      { reason: `${reason.split(/ Stack Trace:/)[0]!.replace(/\.?$/, '.')}`, sql: sql.slice(0, 2000) },
      cause,
    );
  if (/^(IO|HTTP|Permission) Error/i.test(reason)) return fileFailed({ reason: ended }, cause);
  return sqlFailed({ sql, reason: ended, place: tail === undefined ? undefined : quotePlace(tail) }, cause);
}

/** The line of the statement around the caret. */
function quotePlace(tail: string): string {
  const [line = '', caretLine = ''] = tail.split('\n');
  // The caret line is indented for "LINE 1: " too, eight characters that the split took off the line.
  const caret = Math.max(0, caretLine.indexOf('^') - 8);
  const start = Math.max(0, caret - 30);
  return line.slice(start, caret + 50).trim();
}
