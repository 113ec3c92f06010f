import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

export interface FoundLine {
  /** Counted from 1, blank lines too. */
  readonly line: number;
  readonly text: string;
}

/**
 * The line that holds the object with this number, counted from 1 without blank lines, which DuckDB does not count.
 * undefined when the file cannot be read.
 */
export async function findLineOfObject(file: string, number: number): Promise<FoundLine | undefined> {
  const stored = createReadStream(file);
  const lines = createInterface({ input: file.endsWith('.gz') ? stored.pipe(createGunzip()) : stored });
  let line = 0;
  let count = 0;
  try {
    for await (const text of lines) {
      line++;
      if (text.trim() !== '' && ++count === number) return { line, text };
    }
  } catch {
    // What failed to be read is told by whoever came here with its error.
  } finally {
    lines.close();
    stored.destroy();
  }
  return undefined;
}
