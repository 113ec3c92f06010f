import { isUtf8 } from 'node:buffer';
import { constants, gunzipSync } from 'node:zlib';
import { csvDelimiter, csvMalformed, emptySource, notUtf8 } from '../errors.ts';
import { checkColumnNames } from './check-column-names.ts';
import { readStart } from './read-start.ts';

export interface CsvDialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly header: boolean;
}

export interface CsvHead {
  readonly columns: readonly string[];
  /** False when nothing follows the header. */
  readonly hasRows: boolean;
}

const firstBytes = 1 << 20;
const mostBytes = 1 << 26;

/** Reads the column names of a CSV file, and refuses what no reader can make sense of. */
export async function readCsvHead(file: string, dialect: CsvDialect): Promise<CsvHead> {
  const bytes = await readLongRecord(file, dialect);
  const first = parseRecord(bytes, 0, dialect);
  if (first === undefined) throw emptySource({ file, reason: 'the file is empty' });
  if (first.isOpen) throw csvMalformed({ file, line: 1, text: bytes.slice(0, 80), reason: 'A quote is not closed.' });
  const second = parseRecord(bytes, first.end, dialect);
  checkDelimiter(file, bytes, { first: first.cells, second: second?.cells, dialect });
  if (!dialect.header) return { columns: first.cells.map((_, index) => `column${index}`), hasRows: true };
  const columns = first.cells.map((cell) => {
    const name = Buffer.from(cell, 'latin1');
    if (!isUtf8(name)) throw notUtf8({ file, line: 1 });
    return name.toString('utf8');
  });
  columns.forEach((column, index) => {
    const text = bytes.slice(0, first.end).trim().slice(0, 200);
    if (column === '') throw csvMalformed({ file, line: 1, text, reason: `Column ${index + 1} has no name.` });
  });
  checkColumnNames(columns, `the header of ${file}`);
  return { columns, hasRows: second !== undefined };
}

/** The start of a file with its first record, each byte a character: so nothing is lost where it is no UTF-8. */
async function readLongRecord(file: string, dialect: CsvDialect): Promise<string> {
  for (let byteCount = firstBytes; ; byteCount = mostBytes) {
    let bytes = await readStart(file, byteCount);
    const isWhole = bytes.length < byteCount;
    // The start of a compressed file is cut in the middle of a block.
    if (file.endsWith('.gz')) bytes = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
    const text = bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '');
    const first = parseRecord(text, 0, dialect);
    if (isWhole || byteCount === mostBytes || (first !== undefined && first.end < text.length)) return text;
  }
}

interface CsvRecord {
  readonly cells: readonly string[];
  readonly end: number;
  readonly isOpen: boolean;
}

/** One record as of RFC 4180: quotes around cells, doubled quotes inside. Blank lines are passed over. In bytes. */
function parseRecord(
  text: string,
  start: number,
  dialect: Pick<CsvDialect, 'delimiter' | 'quote'>,
): CsvRecord | undefined {
  const delimiter = Buffer.from(dialect.delimiter).toString('latin1');
  const quote = Buffer.from(dialect.quote).toString('latin1');
  let at = start;
  while (text[at] === '\n' || text[at] === '\r') at++;
  if (at >= text.length) return undefined;
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (; at < text.length; at++) {
    const character = text[at]!;
    if (isQuoted) {
      if (character !== quote) cell += character;
      else if (text[at + 1] === quote) cell += text[at++];
      else isQuoted = false;
    } else if (character === quote && cell === '') isQuoted = true;
    else if (text.startsWith(delimiter, at)) {
      cells.push(cell);
      cell = '';
      at += delimiter.length - 1;
    } else if (character === '\n' || character === '\r') break;
    else cell += character;
  }
  cells.push(cell);
  return { cells, end: at, isOpen: isQuoted };
}

interface FirstRecords {
  readonly first: readonly string[];
  readonly second: readonly string[] | undefined;
  readonly dialect: CsvDialect;
}

/** One column, while another character splits the first two lines evenly: the delimiter is wrong. */
function checkDelimiter(file: string, text: string, { first, second, dialect }: FirstRecords): void {
  if (first.length > 1) return;
  for (const suggested of [',', ';', '\t', '|']) {
    if (suggested === dialect.delimiter) continue;
    const other = parseRecord(text, 0, { delimiter: suggested, quote: dialect.quote });
    if (other === undefined || other.cells.length < 2) continue;
    const next =
      second === undefined ? other : parseRecord(text, other.end, { delimiter: suggested, quote: dialect.quote });
    if (next?.cells.length === other.cells.length)
      throw csvDelimiter({ file, header: (first[0] ?? '').slice(0, 200), delimiter: dialect.delimiter, suggested });
  }
}
