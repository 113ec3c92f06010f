import {
  checkArgument,
  checkOptions,
  concatBatches,
  optionForms,
  type ColumnBatch,
  type OptionNames,
  type ScalarColumnType,
} from '@millrace/core';
import { readEntries, type LogEntry } from './log-entries.ts';
import { createBatchBuilder, createShapeFinder, type LogShape } from './request-columns.ts';

export interface ReadRequestLogOptions {
  /**
   * Types of fields, by name: what JSON cannot say (a timestamp sent as text) or what the model was trained on. A value that cannot
   * be of its type is missing. @defaultValue by the values
   */
  readonly types?: Readonly<Record<string, ScalarColumnType>> | undefined;
  /** Names of the classes whose probabilities were logged, in order. @defaultValue `0`, `1`, ... */
  readonly classes?: readonly string[] | undefined;
  /** Only requests answered from here on; milliseconds since 1970. @defaultValue all */
  readonly from?: number | undefined;
  /** Only requests answered before. @defaultValue all */
  readonly to?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The forms of the options, for callers that no compiler stops. */
export const readRequestLogForms: OptionNames<ReadRequestLogOptions> = {
  types: optionForms.object,
  classes: optionForms.texts,
  from: optionForms.number,
  to: optionForms.number,
  signal: optionForms.signal,
};

/** Rows of a request log: a batch as any other, and how many lines of the log were no entries. */
export interface RequestRows extends ColumnBatch {
  readonly malformedLines: number;
}

/**
 * Reads a request log as columns: `request_time`, `request_id`, `request_model`, `request_version`, the fields of the instances,
 * `prediction`, and `probability_<class>` where there are more than two classes. One row an instance. All rows are in memory;
 * `convertRequestLog` writes Parquet instead. Throws `MONITOR_NO_REQUEST_LOG`, `MONITOR_RESERVED_COLUMN`.
 */
export async function readRequestLog(directory: string, options: ReadRequestLogOptions = {}): Promise<RequestRows> {
  checkArgument(directory, optionForms.text, { caller: 'readRequestLog', argument: 'directory' });
  checkOptions<ReadRequestLogOptions>(options, 'readRequestLog', readRequestLogForms);
  const { shape, malformedLines } = await findShape(directory, options);
  const batches: ColumnBatch[] = [];
  for await (const batch of readBatches(directory, shape, options)) batches.push(batch);
  return { ...concatBatches(batches), malformedLines };
}

const batchRows = 65_536;

/** First reading of a log: which columns it needs, and who answered. */
export async function findShape(
  directory: string,
  { types = {}, from, to, signal }: ReadRequestLogOptions,
): Promise<{
  readonly shape: LogShape;
  readonly malformedLines: number;
  readonly models: readonly string[];
}> {
  const finder = createShapeFinder(types);
  const models = new Set<string>();
  let malformedLines = 0;
  const onMalformedLine = (): void => {
    malformedLines++;
  };
  for await (const entry of readEntries(directory, { signal, onMalformedLine })) {
    if (!isWithin(entry, from, to)) continue;
    finder.note(entry);
    models.add(`${entry.model}@${entry.version}`);
  }
  return { shape: finder.finish(), malformedLines, models: [...models].sort() };
}

/** Second reading of a log: its rows in batches, at least one. Lines that came since the first reading may bring no new columns. */
export async function* readBatches(
  directory: string,
  shape: LogShape,
  { classes, from, to, signal }: ReadRequestLogOptions,
): AsyncGenerator<ColumnBatch> {
  const builder = createBatchBuilder(shape, classes);
  let isFirst = true;
  for await (const entry of readEntries(directory, { signal, onMalformedLine: () => undefined })) {
    if (!isWithin(entry, from, to)) continue;
    builder.add(entry);
    if (builder.rowCount() < batchRows) continue;
    isFirst = false;
    yield builder.take();
  }
  if (isFirst || builder.rowCount() > 0) yield builder.take();
}

function isWithin({ time }: LogEntry, from = -Infinity, to = Infinity): boolean {
  return time >= from && time < to;
}
