import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fingerprintSource, inMemory, jsonLines, openDataset, parquet } from '../src/index.ts';
import { useWorkbench } from './workbench.ts';

const bench = useWorkbench();

describe('JSON lines', () => {
  const file = (...lines: readonly string[]) => bench.file('rows.jsonl', lines.map((line) => `${line}\n`).join(''));

  it('reads objects with their types; absent properties and null are missing', async () => {
    const path = file(
      '{"id":"007","n":1,"x":1.5,"ok":true,"at":"1970-01-02","words":["a","b"]}',
      '{"n":null,"x":2,"id":"8","words":[]}',
      '{"late":"only here"}',
    );
    expect(await bench.read(path)).toEqual({
      columns: ['id:string', 'n:integer', 'x:float', 'ok:boolean', 'at:timestamp', 'words:stringlist', 'late:string'],
      rows: [
        { id: '007', n: 1, x: 1.5, ok: true, at: 86_400_000_000, words: ['a', 'b'], late: null },
        { id: '8', n: null, x: 2, ok: null, at: null, words: [], late: null },
        { id: null, n: null, x: null, ok: null, at: null, words: null, late: 'only here' },
      ],
    });
  });

  it('keeps texts as they stand, also those that look like something else', async () => {
    const path = file('{"uuid":"550E8400-E29B-41D4-A716-446655440000","time":"12:00:00"}');
    expect((await bench.read(path)).rows).toEqual([{ uuid: '550E8400-E29B-41D4-A716-446655440000', time: '12:00:00' }]);
  });

  it('lets declared types win, and keeps all digits of numbers that are declared as text', async () => {
    const path = file('{"id":123456789012345678901,"at":"1970-01-01T02:00:00+02:00","n":"7","deep":{"a":1}}');
    const types = { id: 'string', at: 'timestamp', n: 'integer', deep: 'string' } as const;
    expect((await bench.read(jsonLines(path, { types }))).rows).toEqual([
      { id: '123456789012345678901', at: 0, n: 7, deep: '{"a":1}' },
    ]);
    await expect(bench.read(path)).rejects.toMatchObject({
      code: 'DATA_TYPE_NOT_READABLE',
      details: { column: 'deep' },
    });
    expect((await bench.read(jsonLines(path, { types, columns: ['n'] }))).rows).toEqual([{ n: 7 }]);
  });

  it('reads compressed files, and several together by name', async () => {
    bench.file('many/1.jsonl', '{"a":1,"b":"x"}\n');
    bench.file('many/2.jsonl.gz', gzipSync('{"b":"y","a":2.5}\n'));
    expect((await bench.read(jsonLines(`${bench.directory}/many/*`))).rows).toEqual([
      { a: 1, b: 'x' },
      { a: 2.5, b: 'y' },
    ]);
  });

  it('names file and line of what is not JSON', async () => {
    const path = file('{"id":1}', '{"id":2', '{"id":3}');
    await expect(bench.read(path)).rejects.toMatchObject({ code: 'DATA_JSON_MALFORMED', details: { file: path } });
    await expect(bench.read(file('{"a":1,"a":2}'))).rejects.toMatchObject({
      code: 'DATA_JSON_MALFORMED',
      details: { line: 1 },
    });
    await expect(bench.read(file('[1, 2]'))).rejects.toMatchObject({ code: 'DATA_JSON_MALFORMED' });
  });

  it('names file, row, column and value that is not of the declared type', async () => {
    const path = file('{"at":"1970-01-01"}', '{"at":"soon"}');
    await expect(bench.read(jsonLines(path, { types: { at: 'timestamp' } }))).rejects.toMatchObject({
      code: 'DATA_VALUE_NOT_OF_TYPE',
      details: { file: path, row: 2, column: 'at', value: 'soon', type: 'timestamp' },
    });
    await expect(bench.read(jsonLines(path, { types: { att: 'timestamp' } }))).rejects.toMatchObject({
      code: 'CORE_UNKNOWN_COLUMN',
    });
  });

  it('refuses a file without any object', async () => {
    await expect(bench.read(file())).rejects.toMatchObject({ code: 'DATA_EMPTY_SOURCE' });
  });
});

describe('Parquet', () => {
  it('reads days, zoned times and decimals as timestamps and floats', async () => {
    const path = await bench.parquetFile(
      'types.parquet',
      `select date '1970-01-02' as day, timestamptz '1970-01-01 02:00:00+02' as zoned, 1.25::decimal(9,2) as price,
         12345678901234567890::hugeint as wide, 7::smallint as n, 'x' as text`,
    );
    expect(await bench.read(path)).toEqual({
      columns: ['day:timestamp', 'zoned:timestamp', 'price:float', 'wide:float', 'n:integer', 'text:string'],
      rows: [{ day: 86_400_000_000, zoned: 0, price: 1.25, wide: 12345678901234567000, n: 7, text: 'x' }],
    });
  });

  it('casts to declared types, and refuses a cast that would lose something', async () => {
    const path = await bench.parquetFile(
      'casts.parquet',
      `select i::bigint + 9007199254740992 as id, i + 0.5 as half, i::double as n, '1970-01-0' || (i + 1) as day from range(3) t(i)`,
    );
    const types = { id: 'string', n: 'integer', day: 'timestamp' } as const;
    const { rows } = await bench.read(parquet(path, { types, columns: ['id', 'n', 'day'] }));
    expect(rows[2]).toEqual({ id: '9007199254740994', n: 2, day: 172_800_000_000 });
    await expect(bench.read(path)).rejects.toMatchObject({ code: 'DATA_INTEGER_TOO_LARGE', details: { column: 'id' } });
    await expect(bench.read(parquet(path, { types: { half: 'integer' } }))).rejects.toMatchObject({
      code: 'DATA_VALUE_NOT_OF_TYPE',
      details: { file: path, row: 1, column: 'half', value: '0.5' },
    });
  });

  it('says that a file was cut off, is too small, or is damaged inside', async () => {
    const whole = readFileSync(
      await bench.parquetFile('whole.parquet', 'select i, md5(i::varchar) as word from range(20000) t(i)'),
    );
    const half = bench.file('half.parquet', whole.subarray(0, whole.length / 2));
    const holed = Buffer.from(whole).fill(0, 1000, whole.length - 2000);
    for (const path of [half, bench.file('tiny.parquet', 'PAR1'), bench.file('holed.parquet', holed)]) {
      await expect(bench.read(path)).rejects.toMatchObject({ code: 'DATA_FILE_CORRUPT', details: { file: path } });
    }
    await expect(bench.read(parquet(bench.file('a.csv', 'a,b\n1,2\n')))).rejects.toMatchObject({
      code: 'DATA_FILE_CORRUPT',
    });
  });

  it('reads files of one layout together, and refuses others, naming file and column', async () => {
    await bench.parquetFile('parts/b.parquet', `select 2::integer as id, 'y' as text`);
    await bench.parquetFile('parts/a.parquet', `select 1::bigint as id, 'x' as text`);
    const glob = `${bench.directory}/parts/*.parquet`;
    expect((await bench.read(glob)).rows).toEqual([
      { id: 1, text: 'x' },
      { id: 2, text: 'y' },
    ]);
    const other = await bench.parquetFile('parts/c.parquet', `select 'three' as id, 'z' as text`);
    await expect(bench.read(glob)).rejects.toMatchObject({
      code: 'DATA_COLUMNS_DIFFER',
      details: { file: other, difference: '"id" is VARCHAR and not BIGINT' },
    });
    expect((await bench.read(parquet(glob, { columns: ['text'] }))).rows.length).toBe(3);
  });
});

describe('tables in memory', () => {
  const rows = [
    { id: 1, name: 'a', at: new Date(1), tags: ['x'], ok: true, x: 0.5 },
    { id: 2, name: null, at: null, tags: null, ok: null, x: null },
  ];
  const columns = ['id:integer', 'name:string', 'at:timestamp', 'tags:stringlist', 'ok:boolean', 'x:float'];
  const expected = { columns, rows: [{ ...rows[0], at: 1000 }, rows[1]] };

  it('reads rows and columns', async () => {
    expect(await bench.read(rows)).toEqual(expected);
    const byColumn = Object.fromEntries(
      Object.keys(rows[0]!).map((name) => [name, rows.map((row) => row[name as 'id'])]),
    );
    expect(await bench.read(byColumn)).toEqual(expected);
    expect((await bench.read({ id: Int32Array.of(1, 2) })).rows).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('reads the data frames of danfojs, arquero, Arrow and polars by their shape', async () => {
    const cells: Record<string, unknown[]> = { id: [1, 2], name: ['a', null] };
    const names = Object.keys(cells);
    const danfo = { columns: names, ctypes: {}, id: { values: cells['id'] }, name: { values: cells['name'] } };
    const arquero = { columnNames: () => names, array: (name: string) => cells[name]! };
    const arrow = { schema: { fields: names.map((name) => ({ name })) }, getChild: (name: string) => cells[name]! };
    const polars = { columns: names, getColumn: (name: string) => ({ toArray: () => cells[name]! }) };
    for (const frame of [danfo, arquero, arrow, polars]) {
      expect(await bench.read(frame)).toEqual({
        columns: ['id:integer', 'name:string'],
        rows: [
          { id: 1, name: 'a' },
          { id: 2, name: null },
        ],
      });
    }
  });

  it('travels as a source that survives JSON', async () => {
    const source = inMemory(rows);
    expect(JSON.parse(JSON.stringify(source))).toEqual(source);
    expect(await bench.read(source)).toEqual(expected);
  });
});

describe('sources from outside the compiler', () => {
  it.each([
    [{ format: 'cvs', path: 'x.csv' }, 'Did you mean "csv"?'],
    [{ format: 'csv', path: 'x.csv', delimeter: ';' }, 'Did you mean "delimiter"?'],
    [{ format: 'parquet', path: '' }, 'Did you mean "path"?'],
    [{ format: 'csv', path: 'x.csv', types: { a: 'int' } }, 'Known: "'],
  ])('refuses %j', async (source, cure) => {
    for (const use of [(input: never) => bench.read(input), fingerprintSource])
      await expect(use(source as never)).rejects.toMatchObject({
        code: 'DATA_WRONG_SOURCE',
        cure: expect.stringContaining(cure) as unknown,
      });
  });
});

describe('paths', () => {
  it('tells what lies beside a file that is not there', async () => {
    bench.file('beside/flights.parquet', '');
    await expect(bench.read(`${bench.directory}/beside/flihgts.parquet`)).rejects.toMatchObject({
      code: 'DATA_FILE_NOT_FOUND',
      cure: expect.stringContaining('Did you mean "flights.parquet"?') as unknown,
    });
    await expect(bench.read(`${bench.directory}/nowhere/*.csv`)).rejects.toMatchObject({ code: 'DATA_FILE_NOT_FOUND' });
    await expect(bench.read(`${bench.directory}/nowhere`)).rejects.toMatchObject({ code: 'DATA_UNKNOWN_FORMAT' });
    await expect(bench.read(`${bench.directory}/beside`)).rejects.toMatchObject({
      code: 'DATA_FILE_NOT_READABLE',
      cure: expect.stringContaining(
        `such as "${bench.directory}/beside/*.parquet". It holds flights.parquet`,
      ) as unknown,
    });
  });

  it('reads folders of any depth, and not what is hidden', async () => {
    for (const name of ['a.csv', 'x/b.csv', 'x/y/c.csv', '.hidden/d.csv', 'x/.e.csv'])
      bench.file(`deep/${name}`, `name\n${name}\n`);
    const { rows } = await bench.read(`${bench.directory}/deep/**/*.csv`);
    expect(rows.map(({ name }) => name)).toEqual(['a.csv', 'x/b.csv', 'x/y/c.csv']);
    expect((await bench.read(`${bench.directory}/deep/x/?.csv`)).rows).toEqual([{ name: 'x/b.csv' }]);
  });

  it('reads names with quotes and brackets', async () => {
    const path = bench.file(`it's [odd] (1).csv`, 'a,b\n1,2\n');
    expect((await bench.read(path)).rows).toEqual([{ a: 1, b: 2 }]);
  });
});

describe('openDataset', () => {
  it('opens an engine of its own, and closes it with the dataset', async () => {
    const dataset = await openDataset([{ a: 1 }]);
    expect(await dataset.countRows()).toBe(1);
    await dataset[Symbol.asyncDispose]();
    await expect(dataset.countRows()).rejects.toMatchObject({ code: 'DATA_ENGINE_CLOSED' });
  });

  it('leaves a given engine open and drops its table', async () => {
    const dataset = await openDataset([{ a: 1 }], { engine: bench.engine });
    await dataset[Symbol.asyncDispose]();
    expect((await bench.engine.query('select 1 as one')).rowCount).toBe(1);
    await expect(bench.engine.query(`select * from ${dataset.relation}`)).rejects.toMatchObject({
      code: 'DATA_SQL_FAILED',
    });
  });

  it('refuses a split of data that has none', async () => {
    await expect(bench.read([{ a: 1 }], { split: 'train' })).rejects.toMatchObject({ code: 'DATA_SPLIT_NOT_EXPECTED' });
  });
});
