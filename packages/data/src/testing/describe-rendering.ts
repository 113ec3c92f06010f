import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { toRows, type ColumnBatch } from '@millrace/core';
import { dialectOf } from '../sql/dialect.ts';
import type { EngineTest } from './describe-engine.ts';
import { everySpec, everyType } from './every-type.ts';

const texts = ['2001-01-01T00:00:00+02:00', '12', 'true', 'x', '', null];

/** 2001-05-28 was a Monday; 13:07:09.123456. */
const moment = Date.UTC(2001, 4, 28, 13, 7, 9) * 1000 + 123456;

export function describeRendering(test: EngineTest): void {
  const table: ColumnBatch = {
    rowCount: texts.length,
    columns: {
      text: { type: 'string', values: texts },
      number: {
        type: 'float',
        values: Float64Array.of(1, 2, 4, Number.NaN, -Infinity, 0),
        validity: Uint8Array.of(1, 1, 1, 1, 1, 0),
      },
      moment: { type: 'timestamp', values: new Float64Array(texts.length).fill(moment), validity: undefined },
    },
  };

  test('hashes texts to the first 60 bits of their MD5', async (engine) => {
    const { relation } = await engine.registerTable(table);
    const { hash60 } = { hash60: (text: string) => dialectOf(engine).hash60(text) };
    const rows = toRows(await engine.query(`select ${hash60('text')} % 1000003 as bucket from ${relation}`));
    const expected = texts.map((text) => {
      if (text === null) return null;
      return Number(BigInt(`0x${createHash('md5').update(text).digest('hex').slice(0, 15)}`) % 1000003n);
    });
    assert.deepEqual(
      rows.map(({ bucket }) => bucket),
      expected,
    );
  });

  test('casts text where it can, heeding offsets from UTC', async (engine) => {
    const { relation } = await engine.registerTable(table);
    const dialect = dialectOf(engine);
    const items = (['timestamp', 'integer', 'float', 'boolean'] as const).map(
      (type) => `${dialect.tryCast('text', type)} as "${type}"`,
    );
    const rows = toRows(await engine.query(`select ${items.join(', ')} from ${relation}`));
    assert.equal(rows[0]!['timestamp'], Date.UTC(2000, 11, 31, 22) * 1000);
    assert.deepEqual(rows[1], { timestamp: null, integer: 12, float: 12, boolean: rows[1]!['boolean'] });
    assert.equal(rows[2]!['boolean'], true);
    for (const row of rows.slice(3))
      assert.deepEqual(row, { timestamp: null, integer: null, float: null, boolean: null });
  });

  test('tells finite numbers from others', async (engine) => {
    const { relation } = await engine.registerTable(table);
    const rows = toRows(
      await engine.query(`select ${dialectOf(engine).isFinite('number')} as finite from ${relation}`),
    );
    assert.deepEqual(
      rows.map(({ finite }) => finite),
      [true, true, true, false, false, null],
    );
  });

  test('interpolates exact quantiles', async (engine) => {
    const { relation } = await engine.registerTable(table);
    const dialect = dialectOf(engine);
    const quantiles = dialect.exactQuantiles('number', [0, 0.25, 0.5, 1]);
    const answer = await engine.query(`select ${quantiles} as q from ${relation} where ${dialect.isFinite('number')}`);
    // Of 1, 2, 4: rank 0.5 lies halfway between 1 and 2.
    assert.deepEqual(toRows(answer), [{ q: [1, 1.5, 2, 4] }]);
  });

  test('goes from timestamps to microseconds and back, and takes them apart', async (engine) => {
    const { relation } = await engine.registerTable(table);
    const dialect = dialectOf(engine);
    const us = dialect.microsecondsOf('moment');
    const parts = [
      'year',
      'quarter',
      'month',
      'day',
      'hour',
      'minute',
      'second',
      'isoDayOfWeek',
      'dayOfYear',
      'isoWeek',
    ];
    const items = parts.map((part) => `${dialect.timestampPart(part as 'year', 'moment')} as "${part}"`);
    const answer = await engine.query(
      `select ${us} as us, ${dialect.timestampOf(`${us} - 1`)} as before, ${items.join(', ')} from ${relation} limit 1`,
    );
    assert.deepEqual(toRows(answer), [
      {
        us: moment,
        before: moment - 1,
        year: 2001,
        quarter: 2,
        month: 5,
        day: 28,
        hour: 13,
        minute: 7,
        second: 9,
        isoDayOfWeek: 1,
        dayOfYear: 148,
        isoWeek: 22,
      },
    ]);
  });

  test('measures and unnests lists', async (engine) => {
    const { relation } = await engine.registerTable(everyType);
    const dialect = dialectOf(engine);
    const lengths = await engine.query(`select ${dialect.listLength('words')} as n from ${relation}`);
    assert.deepEqual(
      toRows(lengths).map(({ n }) => n),
      [1, 0, 3, null],
    );
    const items = await engine.query(`select ${dialect.unnest('numbers')} as item from ${relation}`);
    assert.deepEqual(
      toRows(items).map(({ item }) => item),
      [1.5, -2, 3, null],
    );
  });

  test('divides whole numbers toward zero, and floats as IEEE 754 does', async (engine) => {
    const dialect = dialectOf(engine);
    const answer = await engine.query(
      `select ${dialect.wholeQuotient('-7', '2')} as whole, ${dialect.quotient('1', '0')} as up, ${dialect.quotient('7', '2')} as half`,
    );
    assert.deepEqual(toRows(answer), [{ whole: -3, up: Infinity, half: 3.5 }]);
  });

  test('writes records as texts that differ when a value differs', async (engine) => {
    const dialect = dialectOf(engine);
    const pairs = {
      rowCount: 5,
      columns: {
        a: { type: 'string', values: ['1', '', null, '1:', '12'] },
        b: { type: 'string', values: ['2', '12', '12', '2', ''] },
      },
    } as const;
    const specs = [
      { name: 'a', type: 'string' },
      { name: 'b', type: 'string' },
    ] as const;
    const { relation } = await engine.registerTable(pairs);
    const answer = await engine.query(`select ${dialect.recordText(specs)} as record from ${relation}`);
    const records = toRows(answer).map(({ record }) => record);
    assert.equal(records.includes(null), false);
    assert.equal(new Set(records).size, 5);
    const every = await engine.registerTable(everyType);
    const all = await engine.query(`select ${dialect.recordText(everySpec)} as record from ${every.relation}`);
    assert.equal(new Set(toRows(all).map(({ record }) => record)).size, 4);
  });
}
