import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { noRequestLog } from '../errors.ts';

/** One line of the log: a request that was answered with predictions. */
export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly requestId: string;
  readonly model: string;
  readonly version: number;
  readonly instances: readonly Readonly<Record<string, unknown>>[];
  readonly predictions: readonly unknown[];
}

export interface LogEntriesOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of each line that is no entry. */
  readonly onMalformedLine: () => void;
}

/** The files of a request log, oldest first. Throws `MONITOR_NO_REQUEST_LOG`. */
async function listLogFiles(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch((cause: unknown) => {
    throw noRequestLog({ directory, cause });
  });
  const files = names.filter((name) => name.endsWith('.jsonl')).sort();
  if (files.length === 0) throw noRequestLog({ directory });
  return files.map((name) => path.join(directory, name));
}

/**
 * The entries of a log, file by file. Lines that are not whole entries (cut off by a crash, or still being written) are
 * passed over and told of.
 */
export async function* readEntries(
  directory: string,
  { signal, onMalformedLine }: LogEntriesOptions,
): AsyncGenerator<LogEntry> {
  for (const file of await listLogFiles(directory)) {
    for await (const line of readLines(file, signal)) {
      if (line.trim() === '') continue;
      const entry = parseEntry(line);
      if (entry === undefined) onMalformedLine();
      else yield entry;
    }
  }
}

// Not node:readline: it also breaks at U+2028, which JSON leaves unescaped inside strings.
async function* readLines(file: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  let rest = '';
  const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20, ...(signal && { signal }) });
  for await (const chunk of stream) {
    const lines = (rest + (chunk as string)).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  yield rest;
}

function parseEntry(line: string): LogEntry | undefined {
  let entry: Partial<LogEntry> | null;
  try {
    entry = JSON.parse(line) as Partial<LogEntry> | null;
  } catch {
    return undefined;
  }
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { time, requestId, model, version, instances, predictions } = entry;
  const isWhole =
    typeof time === 'number' &&
    typeof requestId === 'string' &&
    typeof model === 'string' &&
    typeof version === 'number' &&
    Array.isArray(instances) &&
    Array.isArray(predictions) &&
    instances.length === predictions.length &&
    instances.every((instance) => typeof instance === 'object' && instance !== null && !Array.isArray(instance));
  return isWhole ? (entry as LogEntry) : undefined;
}
