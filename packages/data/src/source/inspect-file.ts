import { emptySource, fileCorrupt, notUtf8 } from '../errors.ts';
import { readStart } from './read-start.ts';
import { verifyText } from './verify-text.ts';
import type { FileSource } from './source.ts';

/** Looks whether a file is of its format: by its first bytes, and text to its end. */
export async function inspectFile(file: string, format: FileSource['format']): Promise<void> {
  const start = await readStart(file, 4096);
  if (start.length === 0) throw emptySource({ file, reason: 'the file is empty' });
  const found = formats.find(({ isFormat }) => isFormat(start));
  if (format === 'parquet') {
    if (found?.name === 'a Parquet file') return;
    const kind = found?.name ?? (isText(start) ? 'text' : 'something else');
    throw fileCorrupt({ file, reason: `it does not begin like Parquet but like ${kind}`, cure: cureFor(kind) });
  }
  if (file.endsWith('.gz')) {
    if (found?.name !== 'a gzip file')
      throw fileCorrupt({
        file,
        reason: 'it is not gzip, as its ending says',
        cure: 'Take ".gz" off its name, or compress it.',
      });
    return verifyText(file);
  }
  if (found !== undefined)
    throw fileCorrupt({ file, reason: `it is ${found.name} and not text`, cure: cureFor(found.name) });
  const encoding = encodingOf(start);
  if (encoding !== undefined) throw notUtf8({ file, line: 1, encoding });
  await verifyText(file);
}

interface FileFormat {
  readonly name: string;
  readonly isFormat: (start: Buffer) => boolean;
}

const startsWith =
  (...bytes: readonly number[]) =>
  (start: Buffer): boolean =>
    bytes.every((byte, index) => start[index] === byte);

/** By the bytes that files of a format begin with. */
const formats: readonly FileFormat[] = [
  { name: 'a Parquet file', isFormat: startsWith(0x50, 0x41, 0x52, 0x31) },
  { name: 'a gzip file', isFormat: startsWith(0x1f, 0x8b) },
  { name: 'a zip file', isFormat: startsWith(0x50, 0x4b, 0x03, 0x04) },
  { name: 'a zstd file', isFormat: startsWith(0x28, 0xb5, 0x2f, 0xfd) },
  { name: 'an xz file', isFormat: startsWith(0xfd, 0x37, 0x7a, 0x58) },
  { name: 'a SQLite database', isFormat: (start) => start.toString('latin1').startsWith('SQLite format 3\0') },
];

function cureFor(name: string): string {
  switch (name) {
    case 'a Parquet file':
      return 'Read it with `parquet(path)`.';
    case 'a gzip file':
      return 'Give it a name that ends in ".gz", or unpack it with `gunzip`. Parquet files are compressed inside.';
    case 'text':
      return 'Read it with `csv(path)` or `jsonLines(path)`, or export it as Parquet.';
    case 'something else':
      return 'Copy or export it again: it may have been damaged on the way.';
    default:
      return 'Unpack or export it first: text in UTF-8, gzip of such text, and Parquet can be read.';
  }
}

function isText(start: Buffer): boolean {
  return start.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));
}

/** A byte order mark, or the zero bytes that every second character of Western text has in UTF-16. */
function encodingOf(start: Buffer): string | undefined {
  if (startsWith(0xff, 0xfe)(start)) return 'UTF-16LE';
  if (startsWith(0xfe, 0xff)(start)) return 'UTF-16BE';
  const zeros = (first: number): number => start.filter((byte, index) => index % 2 === first && byte === 0).length;
  const half = start.length / 2;
  if (start.length < 4) return undefined;
  if (zeros(1) > half * 0.7 && zeros(0) < half * 0.1) return 'UTF-16LE';
  return zeros(0) > half * 0.7 && zeros(1) < half * 0.1 ? 'UTF-16BE' : undefined;
}
