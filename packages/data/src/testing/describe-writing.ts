import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getColumn, toRows, type Engine } from '@millrace/core';
import type { EngineTest } from './describe-engine.ts';
import { countingRows, everyRow, everySpec, everyType } from './every-type.ts';

export function describeWriting(test: EngineTest): void {
  const inDirectory = (promise: string, body: (engine: Engine, directory: string) => Promise<void>): void => {
    test(promise, async (engine) => {
      const directory = await mkdtemp(path.join(tmpdir(), 'millrace-engine-'));
      try {
        await body(engine, directory);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    });
  };

  inDirectory('writes Parquet that reads back as it was', async (engine, directory) => {
    const table = await engine.registerTable(everyType);
    const file = path.join(directory, `it's a file.parquet`);
    assert.equal(await engine.writeParquet(`select * from ${table.relation}`, file), 4);
    const relation = engine.parquetRelation([file]);
    assert.deepEqual(await engine.describe(relation), everySpec);
    assert.deepEqual(toRows(await engine.query(`select * from ${relation}`)), everyRow);
  });

  inDirectory('writes rows in the order of the query', async (engine, directory) => {
    const table = await engine.registerTable(countingRows(300_000));
    const file = path.join(directory, 'down.parquet');
    await engine.writeParquet(`select * from ${table.relation} order by row desc`, file);
    const rows = getColumn(await engine.query(`select row from ${engine.parquetRelation([file])}`), 'row');
    assert.equal(rows.type === 'integer' && rows.values.every((row, index) => row === 299_999 - index), true);
  });

  inDirectory(
    'reads several files in the given order, and numbers of different width together',
    async (engine, directory) => {
      const files = [path.join(directory, 'b.parquet'), path.join(directory, 'a.parquet')];
      const narrow = { type: 'integer', values: Int16Array.of(1, 2), validity: undefined } as const;
      const wide = { type: 'integer', values: Float64Array.of(5_000_000_000, 3), validity: undefined } as const;
      for (const [index, id] of [narrow, wide].entries()) {
        const table = await engine.registerTable({ rowCount: 2, columns: { id } });
        await engine.writeParquet(`select * from ${table.relation}`, files[index]!);
      }
      const batch = await engine.query(`select id from ${engine.parquetRelation(files)}`);
      assert.deepEqual(toRows(batch), [{ id: 1 }, { id: 2 }, { id: 5_000_000_000 }, { id: 3 }]);
    },
  );

  inDirectory('writes the same bytes for the same rows', async (engine, directory) => {
    const table = await engine.registerTable(countingRows(300_000));
    const queries = [
      `select * from ${table.relation}`,
      `select * from ${table.relation} where row % 5 < 3`,
      `select * from ${table.relation} order by number nulls last, row`,
    ];
    for (const sql of queries) {
      const seen = new Set<string>();
      for (let round = 0; round < 4; round++) {
        const file = path.join(directory, 'same.parquet');
        await engine.writeParquet(sql, file);
        seen.add((await readFile(file)).toString('base64'));
      }
      assert.equal(seen.size, 1, sql);
    }
  });

  inDirectory('writes the same bytes for the same rows, whatever query they come from', async (engine, directory) => {
    const { relation } = await engine.registerTable(countingRows(320_000));
    const first = path.join(directory, 'first.parquet');
    const kept = `select * from ${relation} where row % 5 <> 3`;
    await engine.writeParquet(kept, first);
    const queries = [
      `${kept} order by row`,
      `${kept} and row < 150000 union all ${kept} and row >= 150000`,
      `select * from ${engine.parquetRelation([first])}`,
    ];
    const expected = (await readFile(first)).toString('base64');
    for (const sql of queries) {
      const file = path.join(directory, 'other.parquet');
      await engine.writeParquet(sql, file);
      assert.equal((await readFile(file)).toString('base64') === expected, true, sql);
    }
  });

  inDirectory('writes a file without rows, which still tells its columns', async (engine, directory) => {
    const table = await engine.registerTable(everyType);
    const file = path.join(directory, 'empty.parquet');
    assert.equal(await engine.writeParquet(`select * from ${table.relation} where small > 100000`, file), 0);
    assert.deepEqual(await engine.describe(engine.parquetRelation([file])), everySpec);
  });

  inDirectory('leaves no file behind when the query fails', async (engine, directory) => {
    await assert.rejects(engine.writeParquet('select * from no_such_table', path.join(directory, 'x.parquet')));
    assert.deepEqual(await readdir(directory), []);
  });
}
