import {
  type Column,
  type ColumnBatch,
  type ColumnSpec,
  type NumericColumn,
  type ScalarColumnType,
  type StringColumn,
} from '@millrace/core';
import { reservedColumn } from '../errors.ts';
import type { LogEntry } from './log-entries.ts';
import { convertValue, createSeenTypes, noteValue, specOf, type SeenTypes } from './value-types.ts';

/** What each row of a log says beside its fields. */
const requestColumns = ['request_time', 'request_id', 'request_model', 'request_version'] as const;

/** Columns of a log: what each request says, the fields of the instances in the order of their first appearance, the predictions. */
export interface LogShape {
  readonly fields: readonly ColumnSpec[];
  /** 1: numbers; else the number of classes. */
  readonly outputs: number;
}

/** Looks at entries and finds the columns that hold them. */
export function createShapeFinder(types: Readonly<Record<string, ScalarColumnType>>): {
  note(entry: LogEntry): void;
  finish(): LogShape;
} {
  const seen = new Map<string, SeenTypes>();
  let outputs = 1;
  return {
    note({ instances, predictions }) {
      for (const instance of instances) {
        for (const name of Object.keys(instance)) {
          let own = seen.get(name);
          if (own === undefined) {
            own = createSeenTypes();
            seen.set(name, own);
          }
          noteValue(own, instance[name]);
        }
      }
      for (const prediction of predictions) {
        if (Array.isArray(prediction)) outputs = Math.max(outputs, prediction.length);
      }
    },
    finish() {
      const fields = [...seen].map(([name, own]): ColumnSpec => {
        if ((requestColumns as readonly string[]).includes(name) || name.startsWith('prediction')) {
          throw reservedColumn({ name });
        }
        return Object.hasOwn(types, name) ? { name, type: types[name]! } : specOf(name, own);
      });
      return { fields, outputs };
    },
  };
}

interface LogRow {
  readonly entry: LogEntry;
  readonly index: number;
}

/** Collects entries and gives them out as columns. */
export function createBatchBuilder(
  shape: LogShape,
  classes: readonly string[] | undefined,
): { add(entry: LogEntry): void; readonly rowCount: () => number; take(): ColumnBatch } {
  let rows: LogRow[] = [];
  return {
    add(entry) {
      entry.instances.forEach((_, index) => rows.push({ entry, index }));
    },
    rowCount: () => rows.length,
    take() {
      const batch = { rowCount: rows.length, columns: buildColumns(rows, shape, classes) };
      rows = [];
      return batch;
    },
  };
}

function buildColumns(
  rows: readonly LogRow[],
  { fields, outputs }: LogShape,
  classes: readonly string[] | undefined,
): Record<string, Column> {
  const read = (field: (row: LogRow) => unknown): unknown[] => rows.map(field);
  const columns: Record<string, Column> = {
    request_time: scalarColumn(
      'timestamp',
      read(({ entry }) => entry.time * 1000),
    ),
    request_id: scalarColumn(
      'string',
      read(({ entry }) => entry.requestId),
    ),
    request_model: scalarColumn(
      'string',
      read(({ entry }) => entry.model),
    ),
    request_version: scalarColumn(
      'integer',
      read(({ entry }) => entry.version),
    ),
  };
  for (const { name, type, itemType } of fields) {
    const values = read(({ entry, index }) => entry.instances[index]![name]);
    columns[name] = type === 'list' ? listColumn(itemType!, values) : scalarColumn(type, values);
  }
  const predictions = rows.map(({ entry, index }) => entry.predictions[index]);
  return { ...columns, ...predictionColumns(predictions, outputs, classes) };
}

/** One number; or the probabilities of the classes, with the most probable one as the prediction. */
function predictionColumns(
  predictions: readonly unknown[],
  outputs: number,
  classes: readonly string[] | undefined,
): Record<string, Column> {
  if (outputs === 1) {
    const values = predictions.map((item) => (Array.isArray(item) ? (item as unknown[])[0] : item));
    return { prediction: scalarColumn('float', values) };
  }
  const names = Array.from({ length: outputs }, (_, c) => classes?.[c] ?? String(c));
  const lists = predictions.map((item) => (Array.isArray(item) ? (item as unknown[]).map(Number) : []));
  const best = lists.map((list) => (list.length === 0 ? null : names[list.indexOf(Math.max(...list))]));
  return {
    prediction: scalarColumn('string', best),
    ...Object.fromEntries(
      names.map((name, c) => [
        `probability_${name}`,
        scalarColumn(
          'float',
          lists.map((list) => list[c] ?? null),
        ),
      ]),
    ),
  };
}

/** Values that cannot be of the type are missing. */
function scalarColumn(type: ScalarColumnType, values: readonly unknown[]): NumericColumn | StringColumn {
  if (type === 'string') return { type, values: values.map((value) => convertValue(value, type) as string | null) };
  const numbers = type === 'boolean' ? new Uint8Array(values.length) : new Float64Array(values.length);
  let validity: Uint8Array | undefined;
  values.forEach((value, row) => {
    const number = convertValue(value, type) ?? null;
    if (number !== null) {
      numbers[row] = number as number;
      return;
    }
    validity ??= new Uint8Array(values.length).fill(1);
    validity[row] = 0;
  });
  return { type, values: numbers, validity };
}

function listColumn(itemType: ScalarColumnType, values: readonly unknown[]): Column {
  const offsets = new Int32Array(values.length + 1);
  const items: unknown[] = [];
  let validity: Uint8Array | undefined;
  values.forEach((value, row) => {
    if (Array.isArray(value)) items.push(...(value as unknown[]));
    else {
      validity ??= new Uint8Array(values.length).fill(1);
      validity[row] = 0;
    }
    offsets[row + 1] = items.length;
  });
  return { type: 'list', offsets, items: scalarColumn(itemType, items), validity };
}
