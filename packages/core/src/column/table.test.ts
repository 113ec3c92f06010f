import { expect, it } from 'vitest';
import { hasCode } from '../millrace-error.ts';
import { concatBatches, getColumn, toRows } from './batches.ts';
import { toColumnBatch } from './table.ts';

const rows = [
  { origin: 'ABQ', delay: 3, ratio: 0.5, late: true, at: new Date(1000), tags: ['a', 'b'] },
  { origin: null, delay: null, ratio: 1, late: false, tags: [] },
];

it('reads rows as typed columns; what is absent is missing', () => {
  const batch = toColumnBatch(rows);
  expect(Object.fromEntries(Object.entries(batch.columns).map(([name, column]) => [name, column.type]))).toEqual({
    origin: 'string',
    delay: 'integer',
    ratio: 'float',
    late: 'boolean',
    at: 'timestamp',
    tags: 'list',
  });
  expect(toRows(batch)).toEqual([
    { origin: 'ABQ', delay: 3, ratio: 0.5, late: true, at: 1_000_000, tags: ['a', 'b'] },
    { origin: null, delay: null, ratio: 1, late: false, at: null, tags: [] },
  ]);
});

it('reads columns, arquero, Arrow, danfo and polars shapes alike', () => {
  const expected = [
    { x: 1, y: 'a' },
    { x: 2, y: 'b' },
  ];
  const columns: Record<string, unknown[]> = { x: [1, 2], y: ['a', 'b'] };
  const arquero = { columnNames: () => ['x', 'y'], array: (name: string) => columns[name]! };
  const arrow = { schema: { fields: [{ name: 'x' }, { name: 'y' }] }, getChild: (name: string) => columns[name]! };
  const danfo = { columns: ['x', 'y'], ctypes: {}, x: { values: columns['x'] }, y: { values: columns['y'] } };
  const polars = { columns: ['x', 'y'], getColumn: (name: string) => ({ toArray: () => columns[name]! }) };
  for (const table of [columns, arquero, arrow, danfo, polars])
    expect(toRows(toColumnBatch(table as never))).toEqual(expected);
});

it('keeps typed arrays without copying', () => {
  const x = new Float64Array([1, Number.NaN]);
  const column = toColumnBatch({ x }).columns['x']!;
  expect(column.type === 'float' && column.values).toBe(x);
});

it.each([
  [
    'a mixed column',
    [{ x: 1 }, { x: 'one' }],
    'CORE_MIXED_COLUMN',
    'Column "x" holds number values, but row 1 holds "one".',
  ],
  [
    'an integer beyond 2^53',
    [{ x: 9007199254740993n }],
    'CORE_MIXED_COLUMN',
    'row 0 holds 9007199254740993 (beyond 2^53)',
  ],
  [
    'columns of different lengths',
    { x: [1], y: [1, 2] },
    'CORE_COLUMN_LENGTHS_DIFFER',
    'Column "y" has 2 rows where the first column has 1.',
  ],
  ['a string', 'rows.csv', 'CORE_NOT_A_TABLE', 'Cannot read a table from a string.'],
  ['null', null, 'CORE_NOT_A_TABLE', 'Cannot read a table from null.'],
  ['an array of numbers', [1, 2], 'CORE_NOT_A_TABLE', 'an array whose element 0 is not a row object'],
])('refuses %s', (_, input, code, message) => {
  let error: unknown;
  try {
    toColumnBatch(input as never);
  } catch (caught) {
    error = caught;
  }
  expect(hasCode(error, code)).toBe(true);
  expect((error as Error).message).toContain(message);
});

it('puts batches below one another, lists and missing values included', () => {
  const batch = toColumnBatch(rows);
  expect(toRows(concatBatches([batch, batch]))).toEqual([...toRows(batch), ...toRows(batch)]);
  expect(concatBatches([])).toEqual({ rowCount: 0, columns: {} });
});

it('names the nearest column when one is unknown', () => {
  expect(() => getColumn(toColumnBatch(rows), 'dealy', 'the flights')).toThrow(
    'There is no column "dealy" in the flights.',
  );
});

it('leaves the prototype of all objects alone', () => {
  const rows = JSON.parse('[{"a":1,"__proto__":2}]') as never;
  const columns = JSON.parse('{"a":[1],"__proto__":[2]}') as never;
  for (const input of [rows, columns])
    expect(() => toColumnBatch(input)).toThrow(expect.objectContaining({ code: 'CORE_NOT_A_TABLE' }));
  expect(({} as Record<string, unknown>)['0']).toBeUndefined();
});

it('names column and row of what has no type', () => {
  for (const [value, words] of [
    [new Date('soon'), 'an invalid Date'],
    [{ deep: 1 }, '{"deep":1}'],
    [() => 1, 'a function'],
  ] as const)
    expect(() => toColumnBatch([{ x: null }, { x: value }])).toThrow(
      expect.objectContaining({ code: 'CORE_MIXED_COLUMN', message: expect.stringContaining(`row 1 holds ${words}`) }),
    );
});
