import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getColumn, toRows, type Engine } from '@millrace/core';
import { openEngine, withEngine } from '../src/engine/open-engine.ts';
import { describeEngine } from '../src/testing/describe-engine.ts';

describeEngine('DuckDB', () => openEngine(), { describe, it });
describeEngine('DuckDB on one thread', () => openEngine({ threads: 1 }), { describe, it });

describe('the types of DuckDB', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine();
  });
  afterAll(() => engine[Symbol.asyncDispose]());
  const read = async (sql: string) => toRows(await engine.query(sql));

  it('reads whole numbers of every width', async () => {
    const types = ['tinyint', 'smallint', 'integer', 'bigint', 'utinyint', 'usmallint', 'uinteger', 'ubigint'];
    expect(await read(`select ${types.map((type) => `'100'::${type} as ${type}`).join(', ')}`)).toEqual([
      Object.fromEntries(types.map((type) => [type, 100])),
    ]);
  });

  it('reads 128-bit numbers as the nearest float, small negative ones exactly', async () => {
    expect(
      await read(
        `select -1::hugeint as one, 9007199254740991::hugeint as safe, -9007199254740991::hugeint as negative,
           18446744073709551616::hugeint as big, '-170141183460469231731687303715884105728'::hugeint as least,
           '340282366920938463463374607431768211455'::uhugeint as most`,
      ),
    ).toEqual([
      {
        one: -1,
        safe: 9007199254740991,
        negative: -9007199254740991,
        big: 2 ** 64,
        least: -(2 ** 127),
        most: 2 ** 128,
      },
    ]);
  });

  it('reads decimals of every width', async () => {
    expect(
      await read(
        `select 1.5::decimal(4,1) as a, -12345.67::decimal(9,2) as b, 123456789012.345::decimal(18,3) as c,
           -12345678901234567890::decimal(38,0) as d, 7::decimal(10,0) as e`,
      ),
    ).toEqual([{ a: 1.5, b: -12345.67, c: 123456789012.345, d: Number('-12345678901234567890'), e: 7 }]);
  });

  it('reads days and times of every unit as microseconds', async () => {
    const second = Date.UTC(1969, 11, 31, 23, 59, 59) * 1000;
    expect(
      await read(
        `select date '1969-12-31' as day, '1969-12-31 23:59:59'::timestamp_s as s, '1969-12-31 23:59:59.5'::timestamp_ms as ms,
           '1969-12-31 23:59:59.000001'::timestamp as us, '1969-12-31 23:59:59.000001999'::timestamp_ns as ns,
           '1970-01-01 01:59:59+02'::timestamptz as zoned, 'infinity'::timestamp as never, '-infinity'::date as always`,
      ),
    ).toEqual([
      {
        day: Date.UTC(1969, 11, 31) * 1000,
        s: second,
        ms: second + 500_000,
        us: second + 1,
        ns: second + 1,
        zoned: second,
        never: Infinity,
        always: -Infinity,
      },
    ]);
  });

  it('reads enumerations as text, and refuses structs, maps and lists of lists', async () => {
    expect(await read(`select 'b'::enum('a', 'b') as letter`)).toEqual([{ letter: 'b' }]);
    for (const value of [`{'a': 1}`, `map {'a': 1}`, '[[1]]', `'ab'::blob`, `time '12:00:00'`, '[1, 2]::integer[2]'])
      await expect(engine.query(`select ${value} as thing`)).rejects.toMatchObject({
        code: 'DATA_TYPE_NOT_READABLE',
        details: { column: 'thing' },
      });
  });

  it('reads lists that a filter left scattered', async () => {
    const sql = `select i, case when i % 5 = 0 then null else range(i % 4) end as items,
      case when i % 3 = 0 then [] else ['text number ' || i, null] end as texts from range(10000) t(i) where i % 7 < 3 order by i desc`;
    const rows = await read(sql);
    expect(rows.length).toBe(4287);
    for (const row of rows) {
      const i = row['i'] as number;
      const items = i % 5 === 0 ? null : Array.from({ length: i % 4 }, (_, item) => item);
      expect(row).toEqual({ i, items, texts: i % 3 === 0 ? [] : [`text number ${i}`, null] });
    }
  });

  it('names the value and the row that make a whole number impossible', async () => {
    await expect(engine.query('select 18446744073709551615::ubigint as id')).rejects.toMatchObject({
      code: 'DATA_INTEGER_TOO_LARGE',
      details: { column: 'id', value: '18446744073709551615' },
    });
    await expect(
      engine.registerTable({
        rowCount: 2,
        columns: { id: { type: 'integer', values: Float64Array.of(1, 1.5), validity: undefined } },
      }),
    ).rejects.toMatchObject({ code: 'DATA_INTEGER_NOT_WHOLE', details: { column: 'id', row: 1, value: '1.5' } });
  });

  it('gives back any texts', async () => {
    const texts = fc.array(fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 3 }))), {
      minLength: 1,
      maxLength: 50,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (values) => {
        const table = await engine.registerTable({
          rowCount: values.length,
          columns: { text: { type: 'string', values } },
        });
        expect(getColumn(await engine.query(`select * from ${table.relation}`), 'text')).toEqual({
          type: 'string',
          values,
        });
        await table[Symbol.asyncDispose]();
      }),
      { numRuns: 50 },
    );
  });

  it('gives back any numbers and missing values', async () => {
    const cell = fc.record({
      float: fc.option(fc.double()),
      integer: fc.option(fc.maxSafeInteger()),
      boolean: fc.option(fc.boolean()),
    });
    const column = (type: 'float' | 'integer' | 'boolean', cells: readonly (number | boolean | null)[]) => ({
      type,
      values: Float64Array.from(cells, Number),
      validity: Uint8Array.from(cells, (value) => (value === null ? 0 : 1)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 100 }), async (rows) => {
        const table = await engine.registerTable({
          rowCount: rows.length,
          columns: {
            float: column(
              'float',
              rows.map(({ float }) => float),
            ),
            integer: column(
              'integer',
              rows.map(({ integer }) => integer),
            ),
            boolean: column(
              'boolean',
              rows.map(({ boolean }) => boolean),
            ),
          },
        });
        // JSON numbers have no -0 for integers.
        const expected = rows.map((row) => ({ ...row, integer: row.integer === null ? null : row.integer + 0 }));
        expect(toRows(await engine.query(`select * from ${table.relation}`))).toEqual(expected);
        await table[Symbol.asyncDispose]();
      }),
      { numRuns: 50 },
    );
  });
});

describe('openEngine', () => {
  it('refuses options that make no sense', async () => {
    await expect(openEngine({ threads: 0 })).rejects.toMatchObject({ code: 'CORE_INVALID_OPTION' });
    await expect(openEngine({ memoryLimitMb: 0.5 })).rejects.toMatchObject({ code: 'CORE_INVALID_OPTION' });
  });

  it('spills to disk what does not fit into its memory, and cleans up', async () => {
    const temporaryDirectory = path.join(tmpdir(), `millrace-spill-test-${process.pid}`);
    const engine = await openEngine({ threads: 2, memoryLimitMb: 64, temporaryDirectory });
    const sql = `select max(word) as last from (select i, repeat(md5(i::varchar), 4) as word from range(1500000) t(i) order by word, i)`;
    const [row] = toRows(await engine.query(sql));
    expect(row!['last']).toMatch(/^fffff/);
    await engine[Symbol.asyncDispose]();
    await expect(readFile(temporaryDirectory)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says what to do when the memory is not enough', async () => {
    await withEngine(undefined, async (engine) => {
      await engine.execute(`set memory_limit = '20MB'; set max_temp_directory_size = '0KB'`);
      await expect(
        engine.query('select list(i order by i desc) as items from range(5000000) t(i)'),
      ).rejects.toMatchObject({ code: 'DATA_OUT_OF_MEMORY' });
    });
  });
});

describe('writeParquet', () => {
  it('writes row groups of one size, whatever the rows were filtered from', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'millrace-groups-'));
    await withEngine(undefined, async (engine) => {
      const file = path.join(directory, 'rows.parquet');
      const sql = `select i, 'x' as file_row_number from range(700000) t(i) where md5(i::varchar) > '2'`;
      const rowCount = await engine.writeParquet(sql, file);
      const groups = await engine.query(
        `select row_group_num_rows as n from parquet_metadata('${file}') where path_in_schema = 'i' order by row_group_id`,
      );
      const sizes = toRows(groups).map(({ n }) => n as number);
      expect(new Set(sizes.slice(0, -1))).toEqual(new Set([122_880]));
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(rowCount);
      const stored = getColumn(await engine.query(`select i from read_parquet('${file}')`), 'i');
      const values = stored.type === 'integer' ? [...stored.values] : [];
      expect(values).toEqual([...values].sort((a, b) => a - b));
    });
    await rm(directory, { recursive: true });
  });

  it('writes the same bytes on any number of threads', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'millrace-bytes-'));
    const queries = {
      whole: 'select * from rows',
      filtered: `select i, word from rows where i % 7 <> 3`,
      computed: 'select i, value * 2 as twice, upper(word) as word from rows where value > 0.2',
      sorted: 'select * from rows order by word, i',
      limited: 'select * from rows where i % 2 = 0 limit 190000',
      joined:
        'select rows.*, twice from rows join (select i as j, i * 2 as twice from rows where i % 3 = 0) on i = j order by i',
      united: 'select * from rows where i % 2 = 0 union all select * from rows where i % 2 = 1',
    };
    const seen = new Map<string, Set<string>>(Object.keys(queries).map((name) => [name, new Set()]));
    for (const threads of [1, 2, 3, 8, 1]) {
      const engine = await openEngine({ threads });
      await engine.execute(
        `create table rows as select i, (i * 7919 % 1000003) / 1000003 as value, 'word ' || (i * 31 % 977) as word from range(400000) t(i)`,
      );
      for (const [name, sql] of Object.entries(queries)) {
        const file = path.join(directory, `${name}.parquet`);
        await engine.writeParquet(sql, file);
        seen.get(name)!.add(
          createHash('sha256')
            .update(await readFile(file))
            .digest('hex'),
        );
      }
      await engine[Symbol.asyncDispose]();
    }
    await rm(directory, { recursive: true });
    expect(Object.fromEntries([...seen].map(([name, digests]) => [name, digests.size]))).toEqual(
      Object.fromEntries(Object.keys(queries).map((name) => [name, 1])),
    );
  });
});

it('may be disposed while statements begin: each gives its answer or says that the engine is closed', async () => {
  const allowed = new Set(['answered', 'DATA_ENGINE_CLOSED']);
  for (let round = 0; round < 20; round++) {
    const engine = await openEngine({ threads: 1 });
    const asked = Array.from({ length: 4 }, () =>
      engine.query('select 1 as one').then(
        () => 'answered',
        (error: { readonly code?: string }) => error.code ?? 'an error without a code',
      ),
    );
    await engine[Symbol.asyncDispose]();
    for (const answer of await Promise.all(asked)) expect(allowed).toContain(answer);
  }
});
