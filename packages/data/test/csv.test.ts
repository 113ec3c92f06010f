import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv, type CsvOptions } from '../src/index.ts';
import { useWorkbench } from './workbench.ts';

const bench = useWorkbench();

const readCsv = (text: string | Uint8Array, options: CsvOptions = {}) =>
  bench.read(csv(bench.file('table.csv', text), options));

describe('types of CSV columns', () => {
  it.each([
    ['whole numbers', ['1', '-2', '0', '9007199254740991'], 'integer', [1, -2, 0, 9007199254740991]],
    ['numbers', ['1', '-2.5', '1e3', '.5', '+5'], 'float', [1, -2.5, 1000, 0.5, 5]],
    ['numbers with NaN', ['1', 'NaN', '-inf'], 'float', [1, Number.NaN, -Infinity]],
    ['ids with leading zeros', ['007', '12'], 'string', ['007', '12']],
    ['numbers with leading zeros', ['007.5', '12'], 'string', ['007.5', '12']],
    ['ids beyond 2^53', ['9007199254740992', '1'], 'string', ['9007199254740992', '1']],
    ['ids beyond 64 bits', ['123456789012345678901234567890', '1'], 'string', ['123456789012345678901234567890', '1']],
    ['numbers with underscores', ['1_000', '2'], 'string', ['1_000', '2']],
    ['numbers with spaces', [' 1', '2'], 'string', [' 1', '2']],
    ['truth values', ['true', 'False', 'TRUE'], 'boolean', [true, false, true]],
    ['ones and zeros', ['1', '0'], 'integer', [1, 0]],
    ['days', ['1970-01-02', '1969-12-31'], 'timestamp', [86_400_000_000, -86_400_000_000]],
    [
      'times with and without offset',
      ['1970-01-01 00:00:01', '1970-01-01T02:00:00.5+02:00', '1970-01-01T00:00:00Z'],
      'timestamp',
      [1_000_000, 500_000, 0],
    ],
    ['days that are none', ['2001-02-30', '2001-02-28'], 'string', ['2001-02-30', '2001-02-28']],
    ['days and other text', ['2001-02-28', 'soon'], 'string', ['2001-02-28', 'soon']],
    ['a late text after many numbers', [...new Array<string>(30_000).fill('1'), 'x'], 'string', undefined],
  ])('reads %s', async (_, cells, type, values) => {
    const { columns, rows } = await readCsv(`id,cell\n${cells.map((cell, row) => `${row},${cell}`).join('\n')}\n`);
    expect(columns).toEqual(['id:integer', `cell:${type}`]);
    if (values !== undefined) expect(rows.map(({ cell }) => cell)).toEqual(values);
  });

  it('takes empty cells for missing, in any column, and a column without values for text', async () => {
    expect(await readCsv('a,b,c,d\n1,,x,\n,2.5,,\n')).toEqual({
      columns: ['a:integer', 'b:float', 'c:string', 'd:string'],
      rows: [
        { a: 1, b: null, c: 'x', d: null },
        { a: null, b: 2.5, c: null, d: null },
      ],
    });
  });

  it('takes declared null values for missing, exactly as written', async () => {
    const text = 'a,b\n1,NA\nNA,na\n';
    expect((await readCsv(text, { nullValues: ['NA'] })).rows).toEqual([
      { a: 1, b: null },
      { a: null, b: 'na' },
    ]);
    expect((await readCsv(text)).columns).toEqual(['a:string', 'b:string']);
  });

  it('lets declared types win', async () => {
    expect(
      await readCsv('id,n,t,ok\n1,2,1970-01-01T01:00:00+01:00,1\n', {
        types: { id: 'string', n: 'float', t: 'timestamp', ok: 'boolean' },
      }),
    ).toEqual({
      columns: ['id:string', 'n:float', 't:timestamp', 'ok:boolean'],
      rows: [{ id: '1', n: 2, t: 0, ok: true }],
    });
  });

  it('reads chosen columns in the chosen order, and is not troubled by the others', async () => {
    const options: CsvOptions = { columns: ['c', 'a'], types: { b: 'integer' } };
    expect(await readCsv('a,b,c\n1,not a number,x\n', options)).toEqual({
      columns: ['c:string', 'a:integer'],
      rows: [{ c: 'x', a: 1 }],
    });
  });
});

describe('forms of CSV', () => {
  it('reads quotes, line breaks in cells, CRLF, BOM and a last line without end', async () => {
    const rows = [
      { a: 1, b: 'x, "y"\r\nz' },
      { a: 2, b: 'é' },
    ];
    expect((await readCsv('\uFEFFa,b\r\n1,"x, ""y""\r\nz"\r\n2,é')).rows).toEqual(rows);
  });

  it('reads other delimiters and quotes, tab files and compressed ones', async () => {
    const rows = [{ a: 1, b: 'x;y' }];
    expect((await readCsv(`a;b\n1;'x;y'\n`, { delimiter: ';', quote: `'` })).rows).toEqual(rows);
    expect((await bench.read(bench.file('t.tsv', 'a\tb\n1\tx;y\n'))).rows).toEqual(rows);
    expect((await bench.read(bench.file('t.csv.gz', gzipSync('a,b\n1,x;y\n')))).rows).toEqual(rows);
  });

  it('reads files without a header', async () => {
    expect((await readCsv('1,x\n2,y\n', { header: false })).rows).toEqual([
      { column0: 1, column1: 'x' },
      { column0: 2, column1: 'y' },
    ]);
  });

  it('reads files of one layout together, in order of their names, with types that fit all of them', async () => {
    bench.file('many/2.csv', 'a,b\n3,z\n');
    bench.file('many/1.csv', 'a,b\n1.5,x\n');
    bench.file('many/3.csv', 'a,b\n');
    expect(await bench.read(`${bench.directory}/many/*.csv`)).toEqual({
      columns: ['a:float', 'b:string'],
      rows: [
        { a: 1.5, b: 'x' },
        { a: 3, b: 'z' },
      ],
    });
  });

  it('gives back any texts that were written as RFC 4180 says', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', '0', "'", ';', '\\') });
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), async (pairs) => {
        const text = `a,b\n${pairs.map((pair) => pair.map(quote).join(',')).join('\n')}\n`;
        const { rows } = await readCsv(text, { types: { a: 'string', b: 'string' } });
        expect(rows).toEqual(pairs.map(([a, b]) => ({ a: a === '' ? null : a, b: b === '' ? null : b })));
      }),
      { numRuns: 40 },
    );
  });

  it('infers the same types for very many columns as for a few', async () => {
    const kinds = ['1,2,', '1.5,2,NaN', 'true,False,', '2001-02-03,,', '2001-02-03T04:05Z,,', '007,1,', 'x,1,', ',,'];
    const cells = kinds.map((kind) => kind.split(','));
    const write = (count: number): string => {
      const picked = Array.from({ length: count }, (_, column) => cells[column % cells.length]!);
      const header = picked.map((_, column) => `c${column}`).join(',');
      return `${header}\n${[0, 1, 2].map((row) => picked.map((values) => values[row]).join(',')).join('\n')}\n`;
    };
    const few = await readCsv(write(8));
    const many = await readCsv(write(1608));
    expect(many.columns).toEqual(
      Array.from({ length: 1608 }, (_, at) => few.columns[at % 8]!.replace(/^c\d+/, `c${at}`)),
    );
    expect(Object.values(many.rows[1]!).slice(1600)).toEqual(Object.values(few.rows[1]!));
  });
});

describe('faults of CSV', () => {
  const fault = async (text: string | Uint8Array, options: CsvOptions = {}) => {
    try {
      await readCsv(text, options);
    } catch (error) {
      return error as { code: string; message: string; cure: string; details: Record<string, unknown> };
    }
    throw new Error('read without a fault');
  };

  it('names file, line and text of a ragged row', async () => {
    for (const [row, count] of [
      ['2', 1],
      ['2,y,z', 3],
    ] as const) {
      const { code, message, details } = await fault(`a,b\n1,x\n${row}\n3,z\n`);
      expect(code).toBe('DATA_CSV_MALFORMED');
      expect(details).toMatchObject({ line: 3, text: row });
      expect(message).toContain(`table.csv, line 3: A row of ${count} where the header has 2 columns.`);
    }
  });

  it('names file, line, column and value that is not of the declared type', async () => {
    expect(await fault('a,b\n1,x\n2.5,y\n', { types: { a: 'integer' } })).toMatchObject({
      code: 'DATA_VALUE_NOT_OF_TYPE',
      details: { row: 2, column: 'a', value: '2.5', type: 'integer' },
    });
    expect(await fault('a,b\n1,x\ntwo,y\n', { types: { a: 'float' } })).toMatchObject({
      code: 'DATA_VALUE_NOT_OF_TYPE',
      details: { line: 3, column: 'a', value: 'two', type: 'float' },
    });
    expect(await fault('a\nsoon\n', { types: { a: 'timestamp' } })).toMatchObject({
      code: 'DATA_VALUE_NOT_OF_TYPE',
      details: { row: 1, column: 'a', value: 'soon', type: 'timestamp' },
    });
  });

  it('suggests the delimiter that splits the lines', async () => {
    const { code, cure } = await fault('a;b\n1;2\n');
    expect([code, cure]).toEqual(['DATA_CSV_DELIMITER', expect.stringContaining('delimiter: ";"')]);
    expect((await readCsv('name\nDoe; Jane; Dr\nRoe\n')).columns).toEqual(['name:string']);
  });

  it.each([
    ['', 'DATA_EMPTY_SOURCE'],
    ['a,b\n', 'DATA_EMPTY_SOURCE'],
    ['a,b,a\n1,2,3\n', 'DATA_DUPLICATE_COLUMN'],
    ['a,\n1,2\n', 'DATA_CSV_MALFORMED'],
    ['a,b\n1,"x\n2,y\n', 'DATA_CSV_MALFORMED'],
    ['a,b\n1,"x"y\n', 'DATA_CSV_MALFORMED'],
    ['"a,b\n1,x\n', 'DATA_CSV_MALFORMED'],
  ])('refuses %j', async (text, code) => {
    expect((await fault(text)).code).toBe(code);
  });

  it('refuses text that is not UTF-8', async () => {
    expect(await fault(Buffer.from('a,b\n1,caf\xe9\n', 'latin1'))).toMatchObject({
      code: 'DATA_NOT_UTF8',
      details: { line: 2 },
    });
    expect((await fault(Buffer.from('\uFEFFa,b\n1,x\n', 'utf16le'))).code).toBe('DATA_NOT_UTF8');
  });

  it('refuses a declared or chosen column that is not there, naming the nearest', async () => {
    for (const options of [{ types: { orign: 'string' } }, { columns: ['orign'] }] as const) {
      const { code, cure } = await fault('origin,b\n1,x\n', options);
      expect([code, cure]).toEqual(['CORE_UNKNOWN_COLUMN', expect.stringContaining('Did you mean "origin"?')]);
    }
  });

  it('refuses files of different layout, naming file and column', async () => {
    bench.file('layouts/1.csv', 'a,b\n1,x\n');
    bench.file('layouts/2.csv', 'a,c\n1,x\n');
    await expect(bench.read(`${bench.directory}/layouts/*.csv`)).rejects.toMatchObject({
      code: 'DATA_COLUMNS_DIFFER',
      details: { file: `${bench.directory}/layouts/2.csv`, difference: '"b" is missing' },
    });
  });

  it('refuses a folder, and a file that is not compressed as its ending says', async () => {
    bench.file('folder.csv/inside.txt', '');
    await expect(bench.read(csv(`${bench.directory}/folder.csv`))).rejects.toMatchObject({
      code: 'DATA_FILE_NOT_READABLE',
    });
    await expect(bench.read(bench.file('plain.csv.gz', 'a,b\n1,2\n'))).rejects.toMatchObject({
      code: 'DATA_FILE_CORRUPT',
    });
  });
});
