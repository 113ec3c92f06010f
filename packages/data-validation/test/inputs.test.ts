import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createRandom,
  type ColumnBatch,
  type Engine,
  type NumberStatistics,
  type StringStatistics,
} from '@millrace/core';
import { openDataset, openEngine } from '@millrace/data';
import { computeStatistics } from '@millrace/data-validation';

const rowCount = 260_000;

/** Numbers that are nearly all distinct, numbers of few values, and many texts; with 300 rows that repeat others. */
function makeTable(): ColumnBatch {
  const random = createRandom(11);
  const float = new Float64Array(rowCount);
  const validity = new Uint8Array(rowCount).fill(1);
  const integer = new Int32Array(rowCount);
  const text: string[] = [];
  for (let row = 0; row < rowCount; row++) {
    const source = row >= rowCount - 300 ? random.nextInteger(1000) : undefined;
    float[row] = source === undefined ? (row % 5000 === 0 ? NaN : random.nextNormal() * 1000) : float[source]!;
    validity[row] = source === undefined ? Number(row % 1000 !== 7) : validity[source]!;
    integer[row] = source === undefined ? random.nextInteger(500) - 250 : integer[source]!;
    text.push(source === undefined ? `ä${random.nextInteger(50_000)}` : text[source]!);
  }
  return {
    rowCount,
    columns: {
      float: { type: 'float', values: float, validity },
      integer: { type: 'integer', values: integer, validity: undefined },
      text: { type: 'string', values: text },
    },
  };
}

describe('computeStatistics on many rows', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine({ threads: 2 });
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  it('agrees with sorting and counting', async () => {
    const table = makeTable();
    const { float, integer, text } = table.columns as unknown as {
      float: { values: Float64Array; validity: Uint8Array };
      integer: { values: Int32Array };
      text: { values: string[] };
    };
    const statistics = (await computeStatistics(table, { engine })).splits['all']!;
    const [floats, integers, texts] = statistics.columns as [NumberStatistics, NumberStatistics, StringStatistics];

    const present = [...float.values].filter((_, row) => float.validity[row] === 1);
    const sorted = Float64Array.from(present.filter(Number.isFinite)).sort();
    expect(floats.missingCount).toBe(rowCount - present.length);
    expect(floats.nanCount).toBe(present.filter(Number.isNaN).length);
    expect(floats.distinctCount).toBe(new Set(present).size);
    expect(floats.percentiles).toEqual(
      Array.from({ length: 101 }, (_, p) => sorted[Math.max(0, Math.ceil((p * sorted.length) / 100) - 1)]),
    );
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    expect(floats.mean).toBeCloseTo(mean, 8);
    expect(floats.standardDeviation).toBeCloseTo(
      Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length),
      8,
    );
    expect(floats.frequencies.isComplete).toBe(false);
    expect(floats.frequencies.values).toHaveLength(20);

    expect(integers.distinctCount).toBe(new Set(integer.values).size);
    expect(integers.frequencies.counts.reduce((sum, count) => sum + count, 0)).toBe(rowCount);
    const counts = new Map<string, number>();
    for (const value of text.values) counts.set(value, (counts.get(value) ?? 0) + 1);
    expect(texts.distinctCount).toBe(counts.size);
    expect(texts.frequencies.values).toHaveLength(2000);
    expect(texts.frequencies.counts).toEqual(texts.frequencies.values.map((value) => counts.get(value)));
    expect(texts.frequencies.counts[0]).toBe(Math.max(...counts.values()));

    const keys = new Set(
      text.values.map(
        (value, row) => `${value}|${integer.values[row]}|${float.validity[row] === 1 ? float.values[row] : 'missing'}`,
      ),
    );
    expect(statistics.duplicateRowCount).toBe(rowCount - keys.size);
    expect(statistics.duplicateRowCount).toBeGreaterThanOrEqual(300);
  });

  it('counts duplicates where half of the rows are some', async () => {
    const values = Int32Array.from({ length: rowCount }, (_, row) => row % (rowCount / 2));
    const { splits } = await computeStatistics({ values }, { engine });
    expect(splits['all']!.duplicateRowCount).toBe(rowCount / 2);
  });

  it('gives the same statistics on one thread and on two', async () => {
    const single = await openEngine({ threads: 1 });
    const table = makeTable();
    expect(await computeStatistics(table, { engine: single })).toEqual(await computeStatistics(table, { engine }));
    await single[Symbol.asyncDispose]();
  });

  it('stops when told to', async () => {
    const controller = new AbortController();
    const computing = computeStatistics(makeTable(), {
      engine,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(computing).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('computeStatistics on any input', () => {
  it('reads files, globs, opened datasets and tables whose columns are named as parts of them', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'millrace-input-'));
    try {
      await writeFile(path.join(directory, 'a.csv'), 'digest,kind\nx,1\ny,2\n');
      await writeFile(path.join(directory, 'b.csv'), 'digest,kind\nz,3\n');
      const table = { digest: ['x', 'y', 'z'], kind: [1, 2, 3] };
      const expected = await computeStatistics(table);
      expect(expected.splits['all']!.rowCount).toBe(3);
      expect(await computeStatistics(path.join(directory, '*.csv'))).toEqual(expected);
      await using dataset = await openDataset(table);
      expect(await computeStatistics(dataset)).toEqual(expected);
      const { splits } = await computeStatistics(table, { columns: ['kind'] });
      expect(splits['all']!.columns.map(({ name }) => name)).toEqual(['kind']);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('describes very many columns as it does each by itself, and reports how far it is', async () => {
    const names = Array.from({ length: 410 }, (_, index) => `c${index}`);
    const valueOf = (index: number, row: number): unknown =>
      [row * index, row === 1 ? null : `t${index % 3}`, row / 10 + index, row > index % 4][index % 4];
    const rows = [0, 1, 2, 0].map((row) => Object.fromEntries(names.map((name, index) => [name, valueOf(index, row)])));
    const directory = await mkdtemp(path.join(tmpdir(), 'millrace-input-'));
    try {
      const file = path.join(directory, 'wide.jsonl');
      await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      const fractions: number[] = [];
      const wide = await computeStatistics(file, { onProgress: (_, fraction) => fractions.push(fraction) });
      expect(fractions).toEqual(names.map((_, index) => (index + 1) / names.length));
      const { columns, ...counts } = wide.splits['all']!;
      expect(counts).toEqual({ rowCount: 4, duplicateRowCount: 1 });
      expect(columns.map(({ name }) => name)).toEqual(names);
      for (const start of [0, 200, 400]) {
        const few = await computeStatistics(file, { columns: names.slice(start, start + 10) });
        expect(columns.slice(start, start + 10)).toEqual(few.splits['all']!.columns);
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('says which columns, splits and limits it cannot have', async () => {
    const table = { origin: ['x'] };
    await expect(computeStatistics(table, { columns: ['orign'] })).rejects.toMatchObject({
      code: 'CORE_UNKNOWN_COLUMN',
      cure: expect.stringContaining('"origin"') as unknown,
    });
    await expect(computeStatistics(table, { columns: [] })).rejects.toMatchObject({
      code: 'DATA_VALIDATION_NO_COLUMNS',
    });
    await expect(computeStatistics(table, { splits: ['train'] })).rejects.toMatchObject({
      code: 'DATA_VALIDATION_UNKNOWN_SPLIT',
    });
    await expect(computeStatistics(table, { histogramBucketCount: 0 })).rejects.toMatchObject({
      code: 'DATA_VALIDATION_INVALID_OPTION',
    });
    await expect(computeStatistics(table, { valueCountLimit: 5 })).rejects.toMatchObject({
      code: 'DATA_VALIDATION_INVALID_OPTION',
    });
  });
});
