import assert from 'node:assert/strict';
import { toRows } from '@millrace/core';
import type { EngineTest } from './describe-engine.ts';
import { everyRow, everySpec, everyType } from './every-type.ts';

export function describeTypes(test: EngineTest): void {
  test('gives back every type as it was given, missing values, NaN and infinities told apart', async (engine) => {
    const table = await engine.registerTable(everyType);
    const batch = await engine.query(`select * from ${table.relation}`);
    assert.deepEqual(Object.keys(batch.columns), Object.keys(everyType.columns));
    assert.deepEqual(toRows(batch), everyRow);
  });

  test('has no validity where nothing is missing', async (engine) => {
    const table = await engine.registerTable(everyType);
    const { columns } = await engine.query(`select integer, small, boolean from ${table.relation} where small < 0`);
    for (const column of Object.values(columns)) assert.equal('validity' in column && column.validity, undefined);
  });

  test('describes names and types of a relation', async (engine) => {
    const table = await engine.registerTable(everyType);
    assert.deepEqual(await engine.describe(table.relation), everySpec);
  });

  test('says the types of an empty answer', async (engine) => {
    const table = await engine.registerTable(everyType);
    const batch = await engine.query(`select * from ${table.relation} where small > 100000`);
    assert.equal(batch.rowCount, 0);
    assert.deepEqual(
      Object.entries(batch.columns).map(([name, { type }]) => [name, type]),
      everySpec.map(({ name, type }) => [name, type]),
    );
  });

  test('counts and sums as exact numbers', async (engine) => {
    const table = await engine.registerTable(everyType);
    const answer = await engine.query(
      `select count(*) as n, sum(small) as total, avg(small) as mean from ${table.relation}`,
    );
    assert.deepEqual(toRows(answer), [{ n: 4, total: -2, mean: -2 / 3 }]);
  });

  test('reads tables without rows and without columns', async (engine) => {
    const table = await engine.registerTable({
      rowCount: 0,
      columns: { id: { type: 'integer', values: new Int32Array(0), validity: undefined } },
    });
    assert.deepEqual(await engine.describe(table.relation), [{ name: 'id', type: 'integer' }]);
    assert.deepEqual(toRows(await engine.query(`select * from ${table.relation}`)), []);
  });
}
