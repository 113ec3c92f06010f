import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

export interface CsvQuoting {
  readonly delimiter: string;
  readonly quote: string;
}

export interface RecordEnd {
  /** The line of the file on which the record ends, counted from 1 as an editor does. */
  readonly line: number;
  readonly end: '\n' | '\r' | '\r\n';
}

/**
 * The line on which record number `record` begins, counted from 1 with the header and blank lines. They differ when
 * cells before it hold line breaks: DuckDB counts records and calls them lines. undefined when the file cannot be read.
 */
export async function findLineOfRecord(file: string, record: number, quoting: CsvQuoting): Promise<number | undefined> {
  if (record <= 1) return record;
  let count = 1;
  const end = await findRecordEnd(file, quoting, () => ++count === record);
  return end === undefined ? undefined : end.line + 1;
}

/** The first record that ends otherwise than the first one. */
export async function findOddLineEnd(
  file: string,
  quoting: CsvQuoting,
): Promise<(RecordEnd & { readonly expected: string }) | undefined> {
  let expected: string | undefined;
  const odd = await findRecordEnd(file, quoting, ({ end }) => end !== (expected ??= end));
  return odd === undefined || expected === undefined ? undefined : { ...odd, expected };
}

/** The first end of a record that is wanted. Line breaks inside quoted cells end none, and count as lines. */
async function findRecordEnd(
  file: string,
  quoting: CsvQuoting,
  isWanted: (end: RecordEnd) => boolean,
): Promise<RecordEnd | undefined> {
  const scan = createScanner(quoting, isWanted);
  const stored = createReadStream(file, { highWaterMark: 1 << 20 });
  const chunks = file.endsWith('.gz') ? stored.pipe(createGunzip()) : stored;
  try {
    for await (const chunk of chunks) {
      const found = scan(chunk as Uint8Array);
      if (found !== undefined) return found;
    }
  } catch {
    // What failed to be read is told by whoever came here with its error.
  } finally {
    stored.destroy();
  }
  return scan(Uint8Array.of(0));
}

const [lineFeed, carriageReturn] = [10, 13];

function createScanner(
  { delimiter, quote }: CsvQuoting,
  isWanted: (end: RecordEnd) => boolean,
): (bytes: Uint8Array) => RecordEnd | undefined {
  const quoteByte = Buffer.from(quote)[0] ?? -1;
  const delimiterByte = Buffer.from(delimiter).at(-1) ?? -1;
  let line = 1;
  let isQuoted = false;
  let justClosed = false;
  let previous = lineFeed;
  return (bytes) => {
    for (const byte of bytes) {
      // A carriage return is judged when the next byte is known: the two may be one line break.
      if (previous === carriageReturn) {
        const record: RecordEnd = { line: line++, end: byte === lineFeed ? '\r\n' : '\r' };
        previous = lineFeed;
        if (!isQuoted && isWanted(record)) return record;
        if (byte === lineFeed) continue;
      }
      if (byte === lineFeed) {
        const record: RecordEnd = { line: line++, end: '\n' };
        if (!isQuoted && isWanted(record)) return record;
      }
      if (byte === quoteByte) {
        const startsCell = previous === lineFeed || previous === delimiterByte || justClosed;
        if (isQuoted || startsCell) isQuoted = !isQuoted;
        justClosed = !isQuoted;
      } else justClosed = false;
      previous = byte;
    }
    return undefined;
  };
}
