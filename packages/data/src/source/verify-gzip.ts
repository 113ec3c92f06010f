import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { fileCorrupt } from '../errors.ts';

/** Unpacks a whole file to nowhere: DuckDB takes one that was cut off, or whose checksum is wrong, for a shorter one. */
export async function verifyGzip(file: string): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(file), createGunzip({ chunkSize: 1 << 20 }), nowhere);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw fileCorrupt({ file, reason: `it cannot be unpacked to its end: ${reason}` }, cause);
  }
}
