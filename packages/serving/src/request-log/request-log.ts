import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { createRandom, type FeatureRow } from '@millrace/core';
import { invalidOption, requestLogUnwritable } from '../errors.ts';

export interface RequestLogOptions {
  /** Holds `requests-<number>.jsonl` files. It is made when it is not there; files of earlier servers are left alone. */
  readonly directory: string;
  /** Share of the requests that are logged, chosen at random with a fixed seed. From 0 to 1. @defaultValue 1 */
  readonly samplingRatio?: number | undefined;
  /** A file that has grown beyond this is closed and the next one begun. @defaultValue 67108864 */
  readonly maxFileBytes?: number | undefined;
}

/** One line of the log: a request that was answered with predictions. */
export interface RequestLogEntry {
  /** Milliseconds since 1970 when the request was answered. */
  readonly time: number;
  readonly requestId: string;
  readonly model: string;
  readonly version: number;
  /** Rows as they were sent, with all their fields. */
  readonly instances: readonly FeatureRow[];
  /** As in the answer: a number a row, or the probabilities of the classes. */
  readonly predictions: readonly (number | readonly number[])[];
  readonly durationMs: number;
}

export interface RequestLog {
  readonly counts: { readonly written: number; readonly dropped: number };
  /** Takes an entry if the sample wants it. Returns at once. */
  add(entry: RequestLogEntry): void;
  /** Resolves when everything that was added is on disk. */
  close(): Promise<void>;
}

const flushAfterMs = 200;
const flushAtBytes = 1 << 18;
/** What may wait in memory while the disk is busy. */
const maxWaitingBytes = 1 << 26;

/**
 * A request log that is written behind the answers: entries wait in memory, in order, until the disk has taken the ones
 * before them. When the disk fails or cannot keep up, entries are dropped and counted; answers never wait.
 * Throws `SERVING_REQUEST_LOG_UNWRITABLE` when the directory cannot be written at the start, `SERVING_INVALID_OPTION`.
 */
export async function openRequestLog(
  { directory, samplingRatio = 1, maxFileBytes = 1 << 26 }: RequestLogOptions,
  onError: (error: unknown) => void,
): Promise<RequestLog> {
  if (!(samplingRatio >= 0 && samplingRatio <= 1))
    throw invalidOption({ option: 'requestLog.samplingRatio', value: samplingRatio, expected: 'a number from 0 to 1' });
  if (!(maxFileBytes >= 1))
    throw invalidOption({
      option: 'requestLog.maxFileBytes',
      value: maxFileBytes,
      expected: 'a number of bytes from 1',
    });
  const random = createRandom(0);
  const files = await openFiles(path.resolve(directory), maxFileBytes);
  let waiting: string[] = [];
  let waitingBytes = 0;
  let written = 0;
  let dropped = 0;
  let isFailing = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeWaiting().finally(() => {
      writing = undefined;
    });
    return writing;
  };
  const writeWaiting = async (): Promise<void> => {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      waitingBytes = 0;
      try {
        await files.append(lines.join(''));
        written += lines.length;
        isFailing = false;
      } catch (cause) {
        dropped += lines.length;
        // Told once, not five times a second for as long as the disk is full; the counts tell the rest.
        if (!isFailing) onError(requestLogUnwritable({ directory, cause }));
        isFailing = true;
      }
    }
  };

  return {
    get counts() {
      return { written, dropped };
    },
    add(entry) {
      if (samplingRatio < 1 && random.next() >= samplingRatio) return;
      const line = writeLine(entry);
      if (line === undefined || waitingBytes + line.length > maxWaitingBytes) {
        dropped += 1;
        return;
      }
      waiting.push(line);
      waitingBytes += line.length;
      if (waitingBytes >= flushAtBytes) void flush();
      else timer ??= setTimeout(() => void flush(), flushAfterMs).unref();
    },
    async close() {
      await flush();
      // What came in while the last write was on its way.
      await flush();
      await files.close();
    },
  };
}

/** The entry as a line; undefined when a field that nobody read is nested deeper than can be written. */
function writeLine(entry: RequestLogEntry): string | undefined {
  try {
    return `${JSON.stringify(entry)}\n`;
  } catch {
    return undefined;
  }
}

interface LogFiles {
  append(text: string): Promise<void>;
  close(): Promise<void>;
}

async function openFiles(directory: string, maxFileBytes: number): Promise<LogFiles> {
  let number: number;
  let file: FileHandle;
  let sizeBytes = 0;
  const openNext = async (): Promise<FileHandle> => {
    for (;;) {
      number += 1;
      const name = `requests-${String(number).padStart(6, '0')}.jsonl`;
      try {
        // Another server may log into the same directory: each file has one writer.
        return await open(path.join(directory, name), 'ax');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  };
  try {
    await mkdir(directory, { recursive: true });
    const numbers = (await readdir(directory)).map((name) => Number(/^requests-(\d+)\.jsonl$/.exec(name)?.[1] ?? 0));
    number = Math.max(0, ...numbers);
    file = await openNext();
  } catch (cause) {
    throw requestLogUnwritable({ directory, cause });
  }
  return {
    async append(text) {
      if (sizeBytes > maxFileBytes) {
        const next = await openNext();
        await closeFile(file);
        file = next;
        sizeBytes = 0;
      }
      const bytes = Buffer.from(text);
      try {
        await file.appendFile(bytes);
        sizeBytes += bytes.length;
      } catch (error) {
        // A line that was torn is taken back; where not even that can be done, the next one goes into a new file.
        await file.truncate(sizeBytes).catch(() => (sizeBytes = Infinity));
        throw error;
      }
    },
    close: () => closeFile(file),
  };
}

async function closeFile(file: FileHandle): Promise<void> {
  await file.sync();
  await file.close();
}
