import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasCode, toRows } from '@millrace/core';
import { expectTable } from '@millrace/core/testing';
import { openDataset } from '@millrace/data';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { convertRequestLog } from './convert-request-log.ts';
import { readRequestLog } from './read-request-log.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'millrace-log-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const line = (entry: object): string =>
  `${JSON.stringify({ time: 0, requestId: 'a', model: 'm', version: 1, durationMs: 0, ...entry })}\n`;
const write = (name: string, text: string): Promise<void> => writeFile(path.join(directory, name), text);
const codeOf = async (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => undefined,
    (error: unknown) =>
      hasCode(error, 'MONITOR_NO_REQUEST_LOG') || hasCode(error, 'MONITOR_RESERVED_COLUMN')
        ? error.code
        : String(error),
  );

describe('a request log as columns', () => {
  it('has a row for each instance, files in the order of their names', async () => {
    await write('requests-000002.jsonl', line({ time: 5, requestId: 'c', instances: [{ km: 3 }], predictions: [0.3] }));
    await write(
      'requests-000001.jsonl',
      line({ time: 2, instances: [{ km: 1.5, origin: 'ABQ' }, { origin: null }], predictions: [0.1, null] }),
    );
    await write('notes.txt', 'not a log');
    const rows = await readRequestLog(directory);
    expectTable(rows, {
      request_time: [new Date(2), new Date(2), new Date(5)],
      request_id: ['a', 'a', 'c'],
      request_model: ['m', 'm', 'm'],
      request_version: [1, 1, 1],
      km: [1.5, null, 3],
      origin: ['ABQ', null, null],
      prediction: [0.1, null, 0.3],
    });
    expect(rows.malformedLines).toBe(0);
  });

  it('passes over what is no whole entry, and counts it', async () => {
    const whole = line({ instances: [{ x: 1 }], predictions: [1] });
    await write(
      'requests-000001.jsonl',
      `${whole}not json\n${line({ instances: [{ x: 1 }, { x: 2 }], predictions: [1] })}null\n[]\n\n${line({ instances: ['x'], predictions: [1] })}${whole}${whole.slice(0, 30)}`,
    );
    const rows = await readRequestLog(directory);
    expect(rows.rowCount).toBe(2);
    expect(rows.malformedLines).toBe(6);
  });

  it('keeps a line separator inside text, and a last line without an end', async () => {
    await write('requests-000001.jsonl', line({ instances: [{ note: 'a\u2028b' }], predictions: [1] }).trimEnd());
    const rows = await readRequestLog(directory);
    expect(toRows(rows)[0]).toMatchObject({ note: 'a\u2028b' });
    expect(rows.malformedLines).toBe(0);
  });

  it('takes the probabilities of classes apart', async () => {
    await write(
      'requests-000001.jsonl',
      line({
        instances: [{ x: 1 }, { x: 2 }],
        predictions: [
          [0.2, 0.7, 0.1],
          [0.5, 0.1, 0.4],
        ],
      }),
    );
    const rows = await readRequestLog(directory, { classes: ['cat', 'dog', 'owl'] });
    expect(toRows(rows).map((row) => [row['prediction'], row['probability_cat'], row['probability_owl']])).toEqual([
      ['dog', 0.2, 0.1],
      ['cat', 0.5, 0.4],
    ]);
  });

  it('gives fields the types that it is told; what cannot be of one is missing', async () => {
    const instances = [
      { at: '2001-06-18T07:30:00.000125Z', id: 7, flag: 1, km: 'NaN' },
      { at: '2001-06-18 07:30', id: 'x', flag: true, km: 2 },
      { at: '2001-06-18T09:30:00+02:00', id: null, flag: 'yes', km: '2' },
      { at: 'yesterday', id: 8.5, flag: false, km: 1 },
    ];
    await write('requests-000001.jsonl', line({ instances, predictions: [1, 1, 1, 1] }));
    const types = { at: 'timestamp', id: 'integer', flag: 'boolean', km: 'float' } as const;
    const micros = Date.UTC(2001, 5, 18, 7, 30) * 1000;
    const rows = toRows(await readRequestLog(directory, { types }));
    expect(rows.map(({ at, id, flag, km }) => ({ at, id, flag, km }))).toEqual([
      { at: micros + 125, id: 7, flag: true, km: Number.NaN },
      { at: micros, id: null, flag: true, km: 2 },
      { at: micros, id: null, flag: null, km: null },
      { at: null, id: null, flag: false, km: 1 },
    ]);
  });

  it('holds mixtures and objects as text, lists as lists', async () => {
    const instances = [
      { mixed: 1, object: { a: 1 }, list: [1, 2], nested: [[1]], empty: null },
      { mixed: 'one', object: null, list: [], nested: [[2]], empty: null },
    ];
    await write('requests-000001.jsonl', line({ instances, predictions: [1, 1] }));
    const rows = toRows(await readRequestLog(directory));
    expect(rows[0]).toMatchObject({ mixed: '1', object: '{"a":1}', list: [1, 2], nested: '[[1]]', empty: null });
    expect(rows[1]).toMatchObject({ mixed: 'one', object: null, list: [], nested: '[[2]]' });
  });

  it('keeps to a time', async () => {
    const entries = [1, 2, 3].map((time) => line({ time, instances: [{ x: time }], predictions: [1] }));
    await write('requests-000001.jsonl', entries.join(''));
    const rows = await readRequestLog(directory, { from: 2, to: 3 });
    expect(toRows(rows).map(({ x }) => x)).toEqual([2]);
  });

  it('is refused where there is none, and where names collide', async () => {
    expect(await codeOf(readRequestLog(directory))).toBe('MONITOR_NO_REQUEST_LOG');
    expect(await codeOf(readRequestLog(path.join(directory, 'absent')))).toBe('MONITOR_NO_REQUEST_LOG');
    await write('requests-000001.jsonl', line({ instances: [{ prediction: 1 }], predictions: [1] }));
    expect(await codeOf(readRequestLog(directory))).toBe('MONITOR_RESERVED_COLUMN');
  });
});

describe('a converted request log', () => {
  it.each([
    { how: 'read once', rows: 70_000, files: 2 },
    { how: 'read twice', rows: 140_000, files: 2 },
  ])('holds the same rows in Parquet, with its document ($how)', async ({ rows, files }) => {
    const instances = Array.from({ length: rows }, (_, x) => ({ x }));
    await write(
      'requests-000001.jsonl',
      line({ model: 'churn', version: 3, instances, predictions: instances.map(({ x }) => x / 1e5) }),
    );
    await write(
      'requests-000002.jsonl',
      line({ model: 'churn', version: 4, instances: [{ x: -1 }], predictions: [1] }),
    );
    const into = await mkdtemp(path.join(directory, 'parquet-'));
    const { payload, rowCount } = await convertRequestLog(directory, { into });
    expect(rowCount).toBe(rows + 1);
    expect(payload).toMatchObject({ model: 'churn@3, churn@4', splits: { requests: { rowCount: rows + 1 } } });
    expect((await readdir(into)).sort()).toEqual([
      'inference-result.json',
      ...Array.from({ length: files }, (_, index) => `requests-0000${index}.parquet`),
    ]);
    await using dataset = await openDataset(path.join(into, '*.parquet'));
    const stored = await dataset.read();
    const { malformedLines, ...read } = await readRequestLog(directory);
    expect(malformedLines).toBe(0);
    expect(toRows(stored)).toEqual(toRows(read));
  });

  it('may be empty', async () => {
    await write('requests-000001.jsonl', '');
    const into = await mkdtemp(path.join(directory, 'parquet-'));
    const { payload } = await convertRequestLog(directory, { into });
    expect(payload.splits['requests']).toEqual({ files: ['requests-00000.parquet'], rowCount: 0 });
    expect(payload.columns.map(({ name }) => name)).toContain('prediction');
  });
});
