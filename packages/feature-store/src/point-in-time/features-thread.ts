// Entry of a thread that computes views, and gives their columns away view after view.
import { parentPort, workerData } from 'node:worker_threads';
import { canonicalJson, type Column } from '@millrace/core';
import { computeFeatures } from './compute-features.ts';
import type { ThreadTask } from './compute-in-threads.ts';
import { prepareEvents } from './prepare-view.ts';

for (const { views, asking, features, rowCount, series, keyCodes } of workerData as readonly ThreadTask[]) {
  const table = {
    rowCount,
    valuesOf: (value: unknown) => series.get(canonicalJson(value))!.values,
    textsOf: (value: unknown) => series.get(canonicalJson(value))!.texts,
    codesOf: (keys: unknown) => keyCodes.get(canonicalJson(keys))!,
  };
  prepareEvents(views, table, ({ name }) => features.includes(name)).forEach((events, index) => {
    const { columns } = computeFeatures(events, asking[index]!);
    events.release();
    parentPort!.postMessage(columns, Object.values(columns).flatMap(listMemory));
  });
}

/** What moves instead of being copied. Columns may share their validity, which is small. */
function listMemory(column: Column): ArrayBuffer[] {
  return column.type !== 'list' && ArrayBuffer.isView(column.values) ? [column.values.buffer as ArrayBuffer] : [];
}
