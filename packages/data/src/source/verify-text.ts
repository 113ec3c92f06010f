import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isMillraceError } from '@millrace/core';
import { fileCorrupt, fileNotReadable, notUtf8 } from '../errors.ts';

/**
 * Reads a text file from end to end: DuckDB takes a compressed file that was cut off for a shorter one, and a character
 * that is no UTF-8, in a column that nobody asked for, ends the engine.
 */
export async function verifyText(file: string): Promise<void> {
  const check = async (chunks: AsyncIterable<unknown>): Promise<void> =>
    checkUtf8(file, chunks as AsyncIterable<Buffer>);
  const stored = createReadStream(file, { highWaterMark: 1 << 20 });
  try {
    if (file.endsWith('.gz')) await pipeline(stored, createGunzip({ chunkSize: 1 << 20 }), check);
    else await pipeline(stored, check);
  } catch (cause) {
    if (isMillraceError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (!file.endsWith('.gz')) throw fileNotReadable({ file, reason }, cause);
    throw fileCorrupt({ file, reason: `it cannot be unpacked to its end: ${reason}` }, cause);
  }
}

const lineFeed = 10;

async function checkUtf8(file: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  let line = 1;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.length - incompleteBytes(bytes);
    line += checkPart(file, bytes.subarray(0, end), line);
    rest = bytes.subarray(end);
  }
  checkPart(file, rest, line);
}

/** Gives the number of line breaks in a part. */
function checkPart(file: string, bytes: Buffer, line: number): number {
  const isSound = isUtf8(bytes);
  let count = 0;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(lineFeed, start);
    if (!isSound && !isUtf8(bytes.subarray(start, end < 0 ? bytes.length : end)))
      throw notUtf8({ file, line: line + count });
    if (end < 0) return count;
    count++;
    start = end + 1;
  }
}

/** How many bytes at the end begin a character that goes on. */
function incompleteBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
