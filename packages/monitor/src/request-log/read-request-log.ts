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
import { createBatchBuilder, createShapeFinder } from './request-columns.ts';

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
  const log = await openRequestLog(directory, options);
  const batches: ColumnBatch[] = [];
  for await (const batch of log.readBatches()) batches.push(batch);
  return { ...concatBatches(batches), malformedLines: log.malformedLines };
}

const batchRows = 65_536;

/** A log is read once when it has no more rows than this, and twice when it has: then it is never held in memory. */
const mostRowsHeld = 2 * batchRows;

/** A request log whose columns are known. */
export interface OpenedRequestLog {
  readonly malformedLines: number;
  /** Who answered, `churn@3`. */
  readonly models: readonly string[];
  /** The rows, at least one batch. Lines that came since the log was opened bring no new columns. */
  readBatches(): AsyncGenerator<ColumnBatch>;
}

/** Reads a log to find which columns it needs. */
export async function openRequestLog(directory: string, options: ReadRequestLogOptions): Promise<OpenedRequestLog> {
  const { types = {}, classes } = options;
  const finder = createShapeFinder(types);
  const models = new Set<string>();
  let malformedLines = 0;
  let held: LogEntry[] | undefined = [];
  let rowCount = 0;
  for await (const entry of readWanted(directory, options, () => malformedLines++)) {
    finder.note(entry);
    models.add(`${entry.model}@${entry.version}`);
    rowCount += entry.instances.length;
    if (rowCount > mostRowsHeld) held = undefined;
    held?.push(entry);
  }
  const shape = finder.finish();
  return {
    malformedLines,
    models: [...models].sort(),
    async *readBatches() {
      const builder = createBatchBuilder(shape, classes);
      let isFirst = true;
      for await (const entry of held ?? readWanted(directory, options, () => undefined)) {
        builder.add(entry);
        if (builder.rowCount() < batchRows) continue;
        isFirst = false;
        yield builder.take();
      }
      if (isFirst || builder.rowCount() > 0) yield builder.take();
    },
  };
}

async function* readWanted(
  directory: string,
  { from = -Infinity, to = Infinity, signal }: ReadRequestLogOptions,
  onMalformedLine: () => void,
): AsyncGenerator<LogEntry> {
  for await (const entry of readEntries(directory, { signal, onMalformedLine }))
    if (entry.time >= from && entry.time < to) yield entry;
}
