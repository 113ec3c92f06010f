import { toColumnBatch, toRows, type Engine } from '@millrace/core';
import { openEngine } from '@millrace/data';
import {
  defineFeatures,
  fitFeatures,
  flag,
  integer,
  number,
  text,
  timestamp,
  vocabulary,
  minuteOfDay,
  asNumber,
} from '@millrace/features';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyTransform } from './apply-transform.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 2, memoryLimitMb: 256 });
});
afterAll(() => engine[Symbol.asyncDispose]());

const graph = fitFeatures(defineFeatures({ x: number('x'), s: vocabulary(text('s')) }), { s: ['b', 'a', 'b'] });
const rows = [
  { x: 1, s: 'a' },
  { x: null, s: 'c' },
];

describe('applyTransform', () => {
  it('computes when it is read, all or some of it', async () => {
    await using transformed = await applyTransform(rows, graph, { engine });
    expect(transformed.columns).toEqual([
      { name: 'x', type: 'float' },
      { name: 's', type: 'integer' },
    ]);
    expect(await transformed.countRows()).toBe(2);
    expect(toRows(await transformed.read())).toEqual([
      { x: 1, s: 1 },
      { x: null, s: 2 },
    ]);
    expect(toRows(await transformed.read({ columns: ['s'], limit: 1 }))).toEqual([{ s: 1 }]);
    expect(() => transformed.read({ columns: ['t'] })).toThrow('There is no column "t" in the transformed rows.');
  });

  it('computes only the outputs that are asked for, from the columns that they need', async () => {
    await using transformed = await applyTransform([{ s: 'b' }], graph, { engine, outputs: ['s'] });
    expect(toRows(await transformed.read())).toEqual([{ s: 0 }]);
    await expect(applyTransform(rows, graph, { engine, outputs: ['t'] })).rejects.toThrow(
      'The graph has no output "t".',
    );
  });

  it('opens an engine of its own when none is given', async () => {
    await using transformed = await applyTransform(rows, graph);
    expect(await transformed.countRows()).toBe(2);
  });

  it('leaves nothing behind in the engine', async () => {
    const countTypes = async () =>
      toRows(await engine.query(`select type_name from duckdb_types() where not internal`));
    const transformed = await applyTransform(rows, graph, { engine });
    expect(await countTypes()).toHaveLength(1);
    await transformed[Symbol.asyncDispose]();
    expect(await countTypes()).toEqual([]);
    await expect(applyTransform([{ x: 'one', s: 'a' }], graph, { engine })).rejects.toThrow();
    expect(await countTypes()).toEqual([]);
    expect(toRows(await engine.query('select table_name from duckdb_tables()'))).toEqual([]);
  });

  it('keeps the order of many rows, with a vocabulary larger than the table too', async () => {
    const words = Array.from({ length: 5000 }, (_, i) => `word ${i}`);
    const large = fitFeatures(defineFeatures({ id: number('id'), w: vocabulary(text('w')) }), { w: words });
    const ids = Float64Array.from({ length: 300_000 }, (_, i) => i);
    const batch = toColumnBatch({ id: ids, w: Array.from(ids, (id) => `word ${(id * 7919) % 6000}`) });
    for (const rowCount of [300_000, 100]) {
      const id = ids.subarray(0, rowCount);
      const w = batch.columns['w']!;
      const some = toColumnBatch({ id, w: (w.type === 'string' ? w.values : []).slice(0, rowCount) });
      await using transformed = await applyTransform(some, large, { engine });
      const { columns } = await transformed.read();
      const [first, second] = [columns['id']!, columns['w']!];
      expect(first.type === 'float' && Array.from(first.values)).toEqual(Array.from(id));
      const codeOf = new Map(large.vocabularies['w']!.map((word, code) => [word, code]));
      const expected = Array.from(id, (i) => codeOf.get(`word ${(i * 7919) % 6000}`) ?? 5000);
      expect(second.type === 'integer' && Array.from(second.values)).toEqual(expected);
    }
  });

  it.each([
    [defineFeatures({ x: number('y') }), [{ x: 1 }], 'There is no column "y" in the rows to be transformed.'],
    [defineFeatures({ x: number('x') }), [{ x: 'a' }], 'holds string values, and the features read it as float.'],
    [defineFeatures({ x: integer('x') }), [{ x: 0.5 }], 'holds float values, and the features read it as integer.'],
    [
      defineFeatures({ x: asNumber(flag('x')) }),
      [{ x: 1 }],
      'holds integer values, and the features read it as boolean.',
    ],
    [
      defineFeatures({ x: minuteOfDay(timestamp('x')) }),
      [{ x: '2001-01-01' }],
      'holds string values, and the features',
    ],
  ])('refuses columns that the features cannot read (%#)', async (features, table, message) => {
    await expect(applyTransform(table, fitFeatures(features, []), { engine })).rejects.toThrow(message);
  });
});
