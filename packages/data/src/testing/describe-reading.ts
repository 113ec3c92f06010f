import assert from 'node:assert/strict';
import { concatBatches, getColumn, toRows, type ColumnBatch, type Engine } from '@millrace/core';
import type { EngineTest } from './describe-engine.ts';
import { countingRows, everyType } from './every-type.ts';

const rowCount = 300_000;

async function collect(batches: AsyncIterable<ColumnBatch>): Promise<ColumnBatch[]> {
  const all: ColumnBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

/** The engine shows its own name for a table in memory. */
async function register(engine: Engine, batch = countingRows(rowCount)): Promise<string> {
  return (await engine.registerTable(batch)).relation;
}

export function describeReading(test: EngineTest): void {
  test('reads rows in the order of the relation', async (engine) => {
    const { columns } = await engine.query(`select * from ${await register(engine)} where row >= 1000`);
    const rows = getColumn({ rowCount, columns }, 'row');
    assert.equal(rows.type === 'integer' && rows.values.every((row, index) => row === index + 1000), true);
  });

  test('streams what a query gives, in batches, in order', async (engine) => {
    const sql = `select row, text, number from ${await register(engine)} where row % 3 <> 1`;
    const batches = await collect(engine.stream(sql, { batchRows: 10_000 }));
    assert.equal(batches.length > 5, true);
    const whole = await engine.query(sql);
    const streamed = concatBatches(batches);
    assert.equal(streamed.rowCount, 200_000);
    assert.deepEqual(streamed, whole);
  });

  test('streams an empty answer as one batch that tells the columns', async (engine) => {
    const relation = await register(engine, everyType);
    const batches = await collect(engine.stream(`select small, string from ${relation} where small > 100000`));
    assert.deepEqual(
      batches.map((batch) => [batch.rowCount, Object.keys(batch.columns)]),
      [[0, ['small', 'string']]],
    );
  });

  test('answers other questions while a stream is being read, and after one was left early', async (engine) => {
    const relation = await register(engine);
    let seen = 0;
    for await (const batch of engine.stream(`select row from ${relation}`, { batchRows: 2048 })) {
      seen += batch.rowCount;
      assert.deepEqual(toRows(await engine.query(`select max(row) as last from ${relation}`)), [{ last: 299_999 }]);
      const [inner] = await collect(engine.stream(`select count(*) as n from ${relation}`));
      assert.deepEqual(toRows(inner!), [{ n: rowCount }]);
      if (seen > 5000) break;
    }
    assert.deepEqual(toRows(await engine.query(`select min(row) as first from ${relation}`)), [{ first: 0 }]);
  });

  test('answers many questions at once', async (engine) => {
    const relation = await register(engine);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, part) =>
        engine.query(`select count(*) as n from ${relation} where row % 8 = ${part}`),
      ),
    );
    assert.deepEqual(answers.flatMap(toRows), new Array(8).fill({ n: 37_500 }));
  });

  test('shows what a statement made to all later ones', async (engine) => {
    const relation = await register(engine);
    await engine.execute(`create temp view evens as select row from ${relation} where row % 2 = 0`);
    await engine.execute('create or replace temporary table few as select row from evens where row < 10');
    const answers = await Promise.all([
      engine.query('select count(*) as n from evens'),
      engine.query('select count(*) as n from few'),
    ]);
    assert.deepEqual(answers.flatMap(toRows), [{ n: 150_000 }, { n: 5 }]);
  });

  test('gives every registered table its own name, and drops it when it is disposed', async (engine) => {
    const [first, second] = [await engine.registerTable(everyType), await engine.registerTable(countingRows(3))];
    assert.notEqual(first.relation, second.relation);
    await first[Symbol.asyncDispose]();
    await assert.rejects(engine.query(`select * from ${first.relation}`));
    assert.equal((await engine.query(`select * from ${second.relation}`)).rowCount, 3);
  });
}
