import { describe, expect, it } from 'vitest';
import { toRows } from '@millrace/core';
import { openDataset, openEngine, shuffleDataset } from '../src/index.ts';
import { useWorkbench } from './workbench.ts';

const bench = useWorkbench();
const rows = Array.from({ length: 10_000 }, (_, id) => ({ id, word: `w${id % 7}`, half: id / 2 }));
const open = () => openDataset(rows, { engine: bench.engine });

describe('a dataset', () => {
  it('reads in batches, in order', async () => {
    const dataset = await open();
    const sizes: number[] = [];
    let next = 0;
    for await (const batch of dataset.batches({ batchRows: 3000 })) {
      sizes.push(batch.rowCount);
      for (const { id } of toRows(batch)) expect(id).toBe(next++);
    }
    expect(next).toBe(10_000);
    expect(sizes.length).toBeGreaterThan(1);
    expect(await dataset.countRows()).toBe(10_000);
  });

  it('reads chosen columns, and at most so many rows', async () => {
    const dataset = await open();
    expect(toRows(await dataset.read({ columns: ['half', 'id'], limit: 2 }))).toEqual([
      { half: 0, id: 0 },
      { half: 0.5, id: 1 },
    ]);
    await expect(dataset.read({ columns: ['halv'] })).rejects.toMatchObject({
      code: 'CORE_UNKNOWN_COLUMN',
      cure: 'Did you mean "half"? Known: "half", "id", "word".',
    });
    expect((await dataset.read({ columns: ['id'], limit: 0 })).rowCount).toBe(0);
    await expect(dataset.read({ limit: -1 })).rejects.toMatchObject({ code: 'CORE_INVALID_OPTION' });
    await expect(dataset.read({ columns: [] })).rejects.toMatchObject({ code: 'CORE_INVALID_OPTION' });
  });

  it('passes through as a dataset, on its own engine', async () => {
    const dataset = await open();
    const again = await openDataset(dataset);
    expect([again.engine, again.relation]).toEqual([bench.engine, dataset.relation]);
    await again[Symbol.asyncDispose]();
    expect(await dataset.countRows()).toBe(10_000);
  });
});

describe('shuffleDataset', () => {
  const idsOf = async (seed: number, limit?: number): Promise<unknown[]> =>
    toRows(await shuffleDataset(await open(), { seed }).read({ limit })).map(({ id }) => id);

  it('keeps every row, in an order that only the seed decides', async () => {
    const first = await idsOf(7);
    expect([...first].sort((a, b) => (a as number) - (b as number))).toEqual(rows.map(({ id }) => id));
    expect(await idsOf(7)).toEqual(first);
    expect(await idsOf(8)).not.toEqual(first);
    const engine = await openEngine({ threads: 1 });
    const alone = shuffleDataset(await openDataset(rows, { engine }), { seed: 7 });
    expect(toRows(await alone.read()).map(({ id }) => id)).toEqual(first);
    await engine[Symbol.asyncDispose]();
  });

  it('mixes well: neighbours and places are not related', async () => {
    const ids = (await idsOf(0)) as number[];
    const meanStep = ids.slice(1).reduce((sum, id, index) => sum + Math.abs(id - ids[index]!), 0) / 9999;
    // The expected distance of two random rows is a third of their number.
    expect(Math.abs(meanStep - 10_000 / 3)).toBeLessThan(150);
  });

  it('draws a sample with limit', async () => {
    const sample = await idsOf(3, 100);
    expect(sample).toEqual((await idsOf(3)).slice(0, 100));
    expect(new Set(sample).size).toBe(100);
  });

  it('keeps the columns', async () => {
    const dataset = await open();
    expect(shuffleDataset(dataset).columns).toEqual(dataset.columns);
    expect(Object.keys((await shuffleDataset(dataset).read({ limit: 1 })).columns)).toEqual(['id', 'word', 'half']);
  });
});
