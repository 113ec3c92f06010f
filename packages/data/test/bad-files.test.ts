import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv, jsonLines, openEngine, parquet, type CsvOptions } from '../src/index.ts';
import { useWorkbench } from './workbench.ts';

// What a user is told about bad files stands in tools/mistakes; here is what lies behind it.
const bench = useWorkbench();

describe('lines of CSV', () => {
  const lineOf = async (text: string, options: CsvOptions = {}, name = 'lines.csv') => {
    const content = name.endsWith('.gz') ? gzipSync(text) : text;
    const error: unknown = await bench.read(csv(bench.file(name, content), options)).catch((thrown: unknown) => thrown);
    return (error as { details?: { line?: number } }).details?.line;
  };

  it('are those of an editor, whatever line breaks cells hold', async () => {
    const cell = fc.oneof(
      fc
        .string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', 'é'), maxLength: 6 })
        .map((text) => `"${text.replaceAll('"', '""')}"`),
      fc.constantFrom('x', '', 'y z'),
    );
    const row = fc.oneof(
      fc.tuple(cell, cell).map((cells) => cells.join(',')),
      fc.constant(''),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), async (rows, end) => {
        const before = ['a,b', ...rows].map((text) => `${text}${end}`).join('');
        const expected = before.split('\n').length;
        expect(await lineOf(`${before}one,two,three${end}x,y${end}`)).toBe(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('are right in compressed files, with other quotes, and with bare carriage returns', async () => {
    expect(await lineOf('a,b\n1,"x\ny"\n2\n', {}, 'lines.csv.gz')).toBe(4);
    expect(await lineOf(`a;b\n1;'x\n\ny'\n2\n`, { quote: "'", delimiter: ';' })).toBe(5);
    expect(await lineOf('a,b\r1,"x\ry"\r2\r')).toBe(4);
    expect(await lineOf('a,b\n1,5" wide\n2\n')).toBe(3);
  });
});

describe('names of columns', () => {
  it('that end like renamed ones are kept', async () => {
    const json = bench.file('kept.jsonl', '{"a":1,"a_1":2,"C0":3}\n');
    expect((await bench.read(json)).rows).toEqual([{ a: 1, a_1: 2, C0: 3 }]);
    const stored = await bench.parquetFile(
      'kept.parquet',
      `select 1 as a, 2 as a_1, {'a_1': 3, 'b': {'a': 1}} as s, 4 as s_1`,
    );
    expect((await bench.read(parquet(stored, { columns: ['a', 'a_1', 's_1'] }))).rows).toEqual([
      { a: 1, a_1: 2, s_1: 4 },
    ]);
  });

  it('may be many in JSON, of one type', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `k${index}`);
    const path = bench.file('wide.jsonl', `${JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])))}\n`);
    expect((await bench.read(path)).columns).toEqual(names.map((name) => `${name}:integer`));
  });

  it('of answers may not be the one that no object can have', async () => {
    await expect(bench.engine.query('select 1 as "__proto__"')).rejects.toMatchObject({
      code: 'DATA_WRONG_COLUMN_NAME',
    });
  });
});

describe('compressed files', () => {
  it('may have several members, as `cat a.gz b.gz` makes', async () => {
    const both = Buffer.concat([gzipSync('a,b\n1,x\n'), gzipSync('2,y\n')]);
    expect((await bench.read(bench.file('both.csv.gz', both))).rows.length).toBe(2);
  });

  it('are refused when a single bit of the checksum is wrong', async () => {
    const bytes = gzipSync('{"a":1}\n');
    bytes[bytes.length - 8]! ^= 1;
    await expect(bench.read(bench.file('sum.jsonl.gz', bytes))).rejects.toMatchObject({ code: 'DATA_FILE_CORRUPT' });
  });
});

describe('lines of JSON', () => {
  it.each([
    ['{"a":1}\n\n{"a":tru}\n', 3, '{"a":tru}'],
    ['\n\n{"a":1}\n{"a":1,"a":2}\n', 4, '{"a":1,"a":2}'],
    ['{"a":1}\n[1]\n', 2, '[1]'],
  ])('%j', async (content, line, text) => {
    await expect(bench.read(jsonLines(bench.file('lines.jsonl', content)))).rejects.toMatchObject({
      code: 'DATA_JSON_MALFORMED',
      details: { line, text },
    });
  });
});

describe('sources from outside the compiler', () => {
  it.each([
    [{ delimiter: '' }],
    [{ delimiter: '\n' }],
    [{ delimiter: ',,,,,' }],
    [{ quote: 'ab' }],
    [{ delimiter: '|', quote: '|' }],
    [{ header: 'yes' }],
    [{ nullValues: 'NA' }],
    [{ columns: [] }],
    [{ columns: 'a' }],
    [{ types: ['float'] }],
  ])('refuses %j', async (options) => {
    const source = csv(bench.file('plain.csv', 'a,b\n1,2\n'), options as never);
    await expect(bench.read(source)).rejects.toMatchObject({
      code: 'DATA_WRONG_SOURCE',
      message: expect.stringMatching(/`\w+` (is .*, not |and `quote` are the same)/) as unknown,
    });
  });

  it('reads without quotes', async () => {
    const path = bench.file('unquoted.csv', 'a,b\n1,"x\n');
    expect((await bench.read(csv(path, { quote: '' }))).rows).toEqual([{ a: 1, b: '"x' }]);
  });
});

describe('an engine', () => {
  it('outlives characters that are no UTF-8, in columns that nobody asked for', async () => {
    const rows = 'a,b\n'.concat('1,x\n'.repeat(3000));
    const file = bench.file('late.csv', Buffer.from(`${rows}2,caf\xe9\n`, 'latin1'));
    for (const source of [csv(file, { columns: ['a'] }), csv(file, { types: { a: 'string', b: 'string' } })])
      await expect(bench.read(source)).rejects.toMatchObject({ code: 'DATA_NOT_UTF8', details: { line: 3002 } });
    expect((await bench.engine.query('select 1 as one')).rowCount).toBe(1);
  });

  it('says that it failed inside, then and at each later question', async () => {
    const file = bench.file('late.csv', Buffer.from(`a,b\n${'1,x\n'.repeat(10)}2,caf\xe9\n`, 'latin1'));
    const columns = `columns = {'a': 'VARCHAR', 'b': 'VARCHAR'}, auto_detect = false, header = true`;
    await using engine = await openEngine();
    for (const sql of [`select b from read_csv(['${file}'], ${columns})`, 'select 1 as one'])
      await expect(engine.query(sql)).rejects.toMatchObject({
        code: 'DATA_ENGINE_FAILED',
        message: expect.not.stringContaining('Stack Trace') as unknown,
      });
  });

  it('reads characters that lie across the pieces in which a file is checked', async () => {
    for (const shift of [0, 1, 2, 3]) {
      const content = `a\n${'x'.repeat((1 << 20) - 6 + shift)}🚚é€\n`;
      const { rows } = await bench.read(bench.file('across.csv', content));
      expect(rows[0]!['a']).toBe(content.slice(2, -1));
    }
  });
});
