import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import {
  csvDelimiter,
  csvMalformed,
  duplicateColumn,
  emptySource,
  fileCorrupt,
  fileNotReadable,
  notUtf8,
} from '../errors.ts';

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

const headBytes = 1 << 20;

/** Reads the column names of a CSV file, and refuses what no reader can make sense of. */
export async function readCsvHead(file: string, dialect: CsvDialect): Promise<CsvHead> {
  const text = await readStart(file);
  const first = parseRecord(text, 0, dialect);
  if (first === undefined) throw emptySource({ file, reason: 'the file is empty' });
  if (first.isOpen) throw csvMalformed({ file, line: 1, text: text.slice(0, 80), reason: 'A quote is not closed.' });
  const second = parseRecord(text, first.end, dialect);
  checkDelimiter(file, text, { first: first.cells, second: second?.cells, dialect });
  if (!dialect.header) return { columns: first.cells.map((_, index) => `column${index}`), hasRows: true };
  first.cells.forEach((column, index) => {
    if (column === '')
      throw csvMalformed({
        file,
        line: 1,
        text: text.slice(0, first.end).trim(),
        reason: `Column ${index + 1} has no name.`,
      });
    if (first.cells.indexOf(column) !== index) throw duplicateColumn({ column, place: `the header of ${file}` });
  });
  return { columns: first.cells, hasRows: second !== undefined };
}

async function readStart(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    const handle = await open(file, 'r');
    try {
      const buffer = Buffer.alloc(headBytes);
      const { bytesRead } = await handle.read(buffer, 0, headBytes, 0);
      bytes = buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw fileNotReadable({ file, reason: cause instanceof Error ? cause.message : String(cause) }, cause);
  }
  if (file.endsWith('.gz')) {
    try {
      // The start of a compressed file is cut in the middle of a block.
      bytes = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
    } catch (cause) {
      throw fileCorrupt({ file, reason: 'it is not gzip' }, cause);
    }
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw notUtf8({ file, line: 1 });
  const text = bytes.toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

interface CsvRecord {
  readonly cells: readonly string[];
  readonly end: number;
  readonly isOpen: boolean;
}

/** One record as of RFC 4180: quotes around cells, doubled quotes inside. Blank lines are passed over. */
function parseRecord(
  text: string,
  start: number,
  { delimiter, quote }: Pick<CsvDialect, 'delimiter' | 'quote'>,
): CsvRecord | undefined {
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
      throw csvDelimiter({ file, header: first[0] ?? '', delimiter: dialect.delimiter, suggested });
  }
}
