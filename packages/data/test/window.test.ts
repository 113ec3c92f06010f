import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkParameters, type Artifact } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { createTestContext } from '@millrace/core/testing';
import { TrainingWindow, assembleWindow, csv, generateExamples, type AssembleWindowOptions } from '../src/index.ts';
import { useWorkbench } from './workbench.ts';

const bench = useWorkbench();
const directory = path.join(bench.directory, 'artifacts');
const hour = 3_600_000_000;

/** Three flights of a day, known 1, 2 and 3 hours after its start; the last not yet at all. */
async function day(span: number, split = { all: 1 } as Record<string, number>): Promise<Artifact<'examples'>> {
  const start = span * 24;
  const rows = [1, 2, 3].map((known) => `${start + known},${new Date((start + known) * 3_600_000).toISOString()}`);
  bench.file(`days/day-${span}.csv`, `flight,known\n${rows.join('\n')}\n${start + 4},\n`);
  const source = csv(`${bench.directory}/days/day-{SPAN}.csv`, { types: { known: 'timestamp' } });
  return generateExamples(source, { directory, engine: bench.engine, span, split });
}

const assemble = (
  train: readonly Artifact<'examples'>[],
  evaluation: readonly Artifact<'examples'>[] = [],
  options: Partial<AssembleWindowOptions> = {},
) => assembleWindow({ train, eval: evaluation }, { directory, engine: bench.engine, ...options });

const flights = async (examples: Artifact<'examples'>, split: string): Promise<unknown[]> =>
  (await bench.read(examples, { split })).rows.map(({ flight }) => flight);

describe('assembleWindow', () => {
  it('puts spans together in the given order', async () => {
    const window = await assemble([await day(2), await day(1)], [await day(3)]);
    expect(await flights(window, 'train')).toEqual([49, 50, 51, 52, 25, 26, 27, 28]);
    expect(await flights(window, 'eval')).toEqual([73, 74, 75, 76]);
    expect(window.properties).toEqual({
      span: 3,
      rowCount: 12,
      trainRowCount: 8,
      evalRowCount: 4,
      droppedRowCount: 0,
    });
    expect((await readPayload(window)).span).toBe(3);
  });

  it('keeps the rows of train whose outcome was known by the cut, and counts the others', async () => {
    const known = { column: 'known', atMost: (2 * 24 + 2) * hour };
    const window = await assemble([await day(1), await day(2)], [await day(3)], { known });
    expect(await flights(window, 'train')).toEqual([25, 26, 27, 49, 50]);
    expect(await flights(window, 'eval')).toEqual([73, 74, 75, 76]);
    expect(window.properties).toMatchObject({ rowCount: 9, trainRowCount: 5, droppedRowCount: 3 });
  });

  it('takes integers for microseconds', async () => {
    const window = await assemble([await day(1)], [], { known: { column: 'flight', atMost: 26 } });
    expect(await flights(window, 'train')).toEqual([25, 26]);
    expect(await flights(window, 'eval')).toEqual([]);
  });

  it('joins all splits of each artifact', async () => {
    const split = await day(1, { train: 1, eval: 1 });
    const window = await assemble([split]);
    expect(new Set(await flights(window, 'train'))).toEqual(new Set([25, 26, 27, 28]));
  });

  it('copies large files of which it keeps all rows, and writes what lies between them together', async () => {
    const days = await Promise.all(
      [70_000, 10, 20, 70_001].map(async (rowCount, day) => {
        const rows = `select ${day} as day, range as position from range(${rowCount})`;
        const file = await bench.parquetFile(`large/${day}.parquet`, rows);
        return generateExamples(file, { directory, engine: bench.engine, split: { all: 1 } });
      }),
    );
    const window = await assemble(days, [days[3]!], { known: { column: 'position', atMost: 69_999 } });
    const { splits } = await readPayload(window);
    const files = ['train-00000.parquet', 'train-00001.parquet'];
    expect(splits).toEqual({
      train: { files, rowCount: 140_030 },
      eval: { files: ['eval.parquet'], rowCount: 70_001 },
    });
    const bytesOf = (artifact: Artifact<'examples'>, file: string) => readFile(path.join(artifact.path, file));
    expect(await bytesOf(window, files[0]!)).toEqual(await bytesOf(days[0]!, 'all.parquet'));
    expect(await bytesOf(window, 'eval.parquet')).toEqual(await bytesOf(days[3]!, 'all.parquet'));
    const { rows } = await bench.read(window, { split: 'train' });
    expect(rows).toEqual(
      [70_000, 10, 20, 70_000].flatMap((rowCount, day) =>
        Array.from({ length: rowCount }, (_, position) => ({ day, position })),
      ),
    );
    expect(window.properties).toMatchObject({ droppedRowCount: 1 });
  });

  it('refuses columns that differ, naming column and artifact', async () => {
    const other = await generateExamples([{ flight: 'x', known: 1 }], {
      directory,
      engine: bench.engine,
      split: { all: 1 },
    });
    await expect(assemble([await day(1)], [other])).rejects.toMatchObject({
      code: 'DATA_COLUMNS_DIFFER',
      details: { file: other.path, difference: 'column "flight" is string and not integer' },
    });
    const more = await generateExamples([{ flight: 1, known: new Date(0), more: 1 }], {
      directory,
      engine: bench.engine,
      split: { all: 1 },
    });
    await expect(assemble([await day(1), more])).rejects.toMatchObject({
      details: { difference: 'column "more" is more' },
    });
  });

  it('refuses a window without rows to learn from, and a cut by a column that tells no time', async () => {
    await expect(assemble([])).rejects.toMatchObject({ code: 'DATA_EMPTY_WINDOW' });
    await expect(assemble([], [await day(1)])).rejects.toMatchObject({ code: 'DATA_EMPTY_WINDOW' });
    const named = await generateExamples([{ name: 'x' }], { directory, engine: bench.engine, split: { all: 1 } });
    const known = { column: 'name', atMost: 0 };
    await expect(assemble([named], [], { known })).rejects.toMatchObject({ code: 'DATA_WRONG_KNOWN_COLUMN' });
    await expect(assemble([named], [], { known: { ...known, column: 'nam' } })).rejects.toMatchObject({
      code: 'CORE_UNKNOWN_COLUMN',
    });
  });
});

describe('TrainingWindow', () => {
  it('publishes the same window as the function', async () => {
    const context = await createTestContext({ engine: bench.engine });
    const parameters = { known: { column: 'known', atMost: 25 * hour } };
    checkParameters(TrainingWindow, parameters);
    const inputs = { train: [await day(1)], eval: [await day(2)] };
    const { examples } = await TrainingWindow.run({ ...context, inputs, parameters });
    expect(examples.digest).toBe((await assemble(inputs.train, inputs.eval, parameters)).digest);
    expect(examples.properties).toMatchObject({ trainRowCount: 1, evalRowCount: 4, droppedRowCount: 3 });
    await context[Symbol.asyncDispose]();
  });
});
