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

  test('can be disposed twice, and says that it is closed', async (engine) => {
    await engine[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
    assert.equal(await codeOf(engine.query('select 1 as one')), 'DATA_ENGINE_CLOSED');
  });
}
