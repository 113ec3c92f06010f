import { describe, expect, it } from 'vitest';
import { csv, listSpans } from '../src/index.ts';
import { useWorkbench } from './workbench.ts';

const bench = useWorkbench();
const at = (name: string): string => `${bench.directory}/${name}`;
const put = (...names: readonly string[]): void => {
  for (const name of names) bench.file(name, `file\n${name}\n`);
};
const filesOf = async (pattern: string, options = {}): Promise<unknown[]> =>
  (await bench.read(csv(at(pattern)), options)).rows.map(({ file }) => file);

describe('listSpans', () => {
  it('reads numbered spans in numeric order', async () => {
    put('n/span-2/a.csv', 'n/span-10/b.csv', 'n/span-10/a.csv', 'n/span-x/a.csv');
    expect(await listSpans(at('n/span-{SPAN}/*.csv'))).toEqual([
      { span: 2, files: [at('n/span-2/a.csv')] },
      { span: 10, files: [at('n/span-10/a.csv'), at('n/span-10/b.csv')] },
    ]);
  });

  it('heeds the width of a span', async () => {
    put('w/data001.csv', 'w/data0002.csv', 'w/data03.csv');
    expect((await listSpans(at('w/data{SPAN:3}.csv'))).map(({ span }) => span)).toEqual([1]);
    expect((await listSpans(at('w/data{SPAN}.csv'))).map(({ span }) => span)).toEqual([1, 2, 3]);
  });

  it('reads dates, with anything between their parts, as days since 1970', async () => {
    put('d/1970-01-02.csv', 'd/2001-05-28.csv', 'd/sub/19691231.csv');
    expect(await listSpans(at('d/{YYYY}-{MM}-{DD}.csv'))).toEqual([
      { span: 1, date: '1970-01-02', files: [at('d/1970-01-02.csv')] },
      { span: 11470, date: '2001-05-28', files: [at('d/2001-05-28.csv')] },
    ]);
    expect((await listSpans(at('d/sub/{YYYY}{MM}{DD}.csv')))[0]!.span).toBe(-1);
  });

  it('lists every version of a span', async () => {
    put('v/1/v2/a.csv', 'v/1/v10/a.csv', 'v/2/v1/a.csv');
    expect((await listSpans(at('v/{SPAN}/v{VERSION}/*'))).map(({ span, version }) => [span, version])).toEqual([
      [1, 2],
      [1, 10],
      [2, 1],
    ]);
  });

  it.each([
    ['{SPAN}/{YYYY}{MM}{DD}', 'it has {SPAN} and a date as well'],
    ['{YYYY}-{MM}', 'it has {YYYY} and {MM} without the rest of the date'],
    ['v{VERSION}', 'it has {VERSION} without a span or a date'],
    ['{SPAN}/{SPAN}', 'it has {SPAN} twice'],
    ['{SPAN:0}', '{SPAN:0} has a width that is not a whole number of digits'],
    ['{YYYY:4}{MM}{DD}', '{YYYY:4} has a width that is not a whole number of digits'],
    ['{SPANS}', '{SPANS} is not a placeholder'],
    ['', 'it names no file'],
  ])('refuses the pattern %j', async (pattern, reason) => {
    await expect(listSpans(pattern)).rejects.toMatchObject({
      code: 'DATA_WRONG_PATTERN',
      details: { pattern, reason },
    });
  });

  it('refuses a pattern without spans, a day that is none, and a folder without matches', async () => {
    await expect(listSpans(at('d/*.csv'))).rejects.toMatchObject({ code: 'DATA_WRONG_SPAN' });
    put('wrong/2001-02-30.csv');
    await expect(listSpans(at('wrong/{YYYY}-{MM}-{DD}.csv'))).rejects.toMatchObject({
      code: 'DATA_NOT_A_SPAN',
      details: { file: at('wrong/2001-02-30.csv') },
    });
    await expect(listSpans(at('d/{SPAN}.parquet'))).rejects.toMatchObject({
      code: 'DATA_FILE_NOT_FOUND',
      cure: expect.stringContaining('1970-01-02.csv') as unknown,
    });
  });
});

describe('spans of a source', () => {
  put('s/1/v1.csv', 's/1/v2.csv', 's/2/v1.csv', 's/5/v1.csv', 's/5/v3.csv');
  const pattern = 's/{SPAN}/v{VERSION}.csv';

  it.each([
    [{}, ['s/5/v3.csv']],
    [{ span: 'latest' }, ['s/5/v3.csv']],
    [{ span: 1 }, ['s/1/v2.csv']],
    [{ span: 1, version: 1 }, ['s/1/v1.csv']],
    [{ span: { from: 2 } }, ['s/2/v1.csv', 's/5/v3.csv']],
    [{ span: { from: 1, to: 2 } }, ['s/1/v2.csv', 's/2/v1.csv']],
    [{ span: { last: 2 } }, ['s/2/v1.csv', 's/5/v3.csv']],
    [{ span: { last: 9 } }, ['s/1/v2.csv', 's/2/v1.csv', 's/5/v3.csv']],
  ])('reads %j', async (options, files) => {
    expect(await filesOf(pattern, options)).toEqual(files);
  });

  it('reads dated spans by their day', async () => {
    put('day/2001-05-21.csv', 'day/2001-05-28.csv', 'day/2001-06-04.csv');
    const dated = 'day/{YYYY}-{MM}-{DD}.csv';
    expect(await filesOf(dated, { span: '2001-05-21' })).toEqual(['day/2001-05-21.csv']);
    expect(await filesOf(dated, { span: 11470 })).toEqual(['day/2001-05-28.csv']);
    expect(await filesOf(dated, { span: { from: '2001-05-22', to: '2001-06-30' } })).toEqual([
      'day/2001-05-28.csv',
      'day/2001-06-04.csv',
    ]);
    await expect(filesOf(dated, { span: '2001-05-22' })).rejects.toMatchObject({
      code: 'DATA_UNKNOWN_SPAN',
      cure: 'Found: 2001-06-04, 2001-05-28, 2001-05-21.',
    });
  });

  it.each([
    [{ span: 3 }, 'DATA_UNKNOWN_SPAN'],
    [{ span: 2, version: 7 }, 'DATA_UNKNOWN_SPAN'],
    [{ span: { from: 6 } }, 'DATA_UNKNOWN_SPAN'],
    [{ span: { from: 2, to: 1 } }, 'DATA_WRONG_SPAN'],
    [{ span: { last: 0 } }, 'DATA_WRONG_SPAN'],
    [{ span: 1.5 }, 'DATA_WRONG_SPAN'],
    [{ span: 'yesterday' }, 'DATA_WRONG_SPAN'],
  ])('refuses %j', async (options, code) => {
    await expect(filesOf(pattern, options)).rejects.toMatchObject({ code });
  });

  it('refuses a span or a version of a pattern that has none', async () => {
    await expect(filesOf('s/1/v1.csv', { span: 1 })).rejects.toMatchObject({ code: 'DATA_WRONG_SPAN' });
    await expect(filesOf('s/1/v{SPAN}.csv', { version: 1 })).rejects.toMatchObject({ code: 'DATA_UNKNOWN_SPAN' });
    await expect(filesOf('s/1/v1.csv', { version: 1 })).rejects.toMatchObject({ code: 'DATA_UNKNOWN_SPAN' });
  });
});
