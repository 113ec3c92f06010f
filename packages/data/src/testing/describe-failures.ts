import assert from 'node:assert/strict';
import { toRows, type Engine } from '@millrace/core';
import type { EngineTest } from './describe-engine.ts';
import { everyType } from './every-type.ts';

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    const { code, cure, message } = error as { code?: unknown; cure?: unknown; message: string };
    assert.equal(typeof cure, 'string', message);
    return String(code);
  }
  return 'no error';
}

async function drain(engine: Engine, sql: string): Promise<void> {
  for await (const batch of engine.stream(sql)) void batch;
}

export function describeFailures(test: EngineTest): void {
  test('explains what is wrong with a statement, and where', async (engine) => {
    const { relation } = await engine.registerTable(everyType);
    const sql = `select sum(smal) as total from ${relation}`;
    await assert.rejects(engine.query(sql), (error: Error & { code: string; details: { sql: string } }) => {
      assert.equal(error.code, 'DATA_SQL_FAILED');
      assert.match(error.message, /smal/);
      assert.equal(error.details.sql, sql);
      return true;
    });
    assert.equal(await codeOf(engine.execute('no statement at all')), 'DATA_SQL_FAILED');
    assert.equal(await codeOf(engine.describe('no_such_relation')), 'DATA_SQL_FAILED');
    assert.equal(await codeOf(drain(engine, 'select * from no_such_relation')), 'DATA_SQL_FAILED');
  });

  test('refuses numbers that would lose digits, columns of one name, and types that it cannot hold', async (engine) => {
    assert.equal(await codeOf(engine.query('select cast(9007199254740993 as bigint) as id')), 'DATA_INTEGER_TOO_LARGE');
    assert.equal(await codeOf(engine.query('select 1 as a, 2 as a')), 'DATA_DUPLICATE_COLUMN');
    assert.equal(await codeOf(engine.query(`select interval '1' day as span`)), 'DATA_TYPE_NOT_READABLE');
  });

  test('stops a stream when the signal says so', async (engine) => {
    const controller = new AbortController();
    const read = async (): Promise<number> => {
      let rowCount = 0;
      const sql = 'select range as i, md5(cast(range as varchar)) as word from range(50000000)';
      for await (const batch of engine.stream(sql, { signal: controller.signal, batchRows: 10_000 })) {
        rowCount += batch.rowCount;
        if (rowCount >= 20_000) controller.abort();
      }
      return rowCount;
    };
    await assert.rejects(read(), { name: 'AbortError' });
    assert.deepEqual(toRows(await engine.query('select 1 as one')), [{ one: 1 }]);
  });

  test('takes null for whatever was in a missing row', async (engine) => {
    const sql =
      'select case when id > 0 then null else id end as id from (select cast(9007199254740993 as bigint) as id)';
    assert.deepEqual(toRows(await engine.query(sql)), [{ id: null }]);
  });

  test('stops when the signal says so, and works on', async (engine) => {
    const endless = 'select sum(a.range * b.range) as total from range(10000000) a, range(10000000) b';
    for (const run of [
      (signal: AbortSignal) => engine.query(endless, { signal }),
      (signal: AbortSignal) => engine.execute(`create table endless as ${endless}`, { signal }),
    ]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 50);
      await assert.rejects(run(controller.signal), { name: 'AbortError' });
    }
    await assert.rejects(engine.query('select 1 as one', { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.deepEqual(toRows(await engine.query('select 1 as one')), [{ one: 1 }]);
  });

  test('says what a value in a late row makes impossible, in a query and in a stream', async (engine) => {
    const sql = `select cast(case when i = 250000 then 'x' else '1' end as bigint) as n from range(300000) t(i)`;
    assert.equal(await codeOf(engine.query(sql)), 'DATA_SQL_FAILED');
    assert.equal(await codeOf(drain(engine, sql)), 'DATA_SQL_FAILED');
    assert.deepEqual(toRows(await engine.query('select 1 as one')), [{ one: 1 }]);
  });

  test('ends what is running when it is disposed', async (engine) => {
    const endless = 'select sum(a.range * b.range) as total from range(10000000) a, range(10000000) b';
    const running = codeOf(engine.query(endless));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await engine[Symbol.asyncDispose]();
    assert.equal(await running, 'DATA_ENGINE_CLOSED');
  });

  test('can be disposed twice, and says that it is closed', async (engine) => {
    await engine[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
    assert.equal(await codeOf(engine.query('select 1 as one')), 'DATA_ENGINE_CLOSED');
  });
}
