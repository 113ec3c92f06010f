import { createRandom, type ColumnBatch, type Dataset } from '@millrace/core';
import { openEngine } from '@millrace/data';
import {
  compileColumns,
  defineFeatures,
  fitFeatures,
  hashBuckets,
  instant,
  number,
  text,
  timeBetween,
  timestamp,
  type FittedGraph,
} from '@millrace/features';
import { edgeTable, randomFeatures } from '@millrace/features/testing';
import { applyTransform, fitTransform } from '@millrace/transform';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const seeds = fc.record({ seed: fc.nat(), depth: fc.integer({ min: 1, max: 5 }) });
const codes = /^FEATURES_(NOTHING_TO_ANALYZE|SPREAD_NOT_FINITE)$/;

const epoch = instant('1970-01-01');

let engine: Awaited<ReturnType<typeof openEngine>>;
beforeAll(async () => {
  engine = await openEngine({ threads: 2, memoryLimitMb: 512 });
});
afterAll(() => engine[Symbol.asyncDispose]());

/** Columns as numbers with NaN where missing; the sign of a zero is not a difference. */
function valuesOf(batch: ColumnBatch): Record<string, readonly number[]> {
  return Object.fromEntries(
    Object.entries(batch.columns).map(([name, column]) => [
      name,
      column.type === 'string' || column.type === 'list'
        ? []
        : Array.from(column.values, (value, row) => (column.validity?.[row] === 0 ? Number.NaN : value + 0)),
    ]),
  );
}

/** Logarithms, sines and cosines come from different libraries; everything else must agree to the last bit. */
function expectEqual(actual: ColumnBatch, expected: ColumnBatch): void {
  const found = valuesOf(actual);
  for (const [name, values] of Object.entries(valuesOf(expected))) {
    if (!name.startsWith('curve_')) {
      expect({ [name]: found[name] }).toEqual({ [name]: values });
      continue;
    }
    values.forEach((value, row) => {
      const difference = Math.abs(found[name]![row]! - value);
      const isEqual = Object.is(found[name]![row]! + 0, value) || difference <= 1e-12 * Math.abs(value);
      expect(isEqual, `${name}, row ${row}: ${found[name]![row]} where ${value} is expected`).toBe(true);
    });
  }
}

describe('SQL and columns', () => {
  it('evaluate every operator alike on random features and difficult rows', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async ({ seed, depth }) => {
        const random = createRandom(seed);
        const batch = edgeTable(random, 80);
        let graph: FittedGraph;
        try {
          graph = fitFeatures(randomFeatures(random, { depth, analyzers: seed % 2 === 0 }), batch);
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(codes);
          return;
        }
        await using transformed = await applyTransform(batch, graph, { engine });
        expectEqual(await transformed.read(), compileColumns(graph)(batch));
      }),
      { numRuns: 100 },
    );
  });

  it('read every type that an engine has alike', async () => {
    const values = {
      f: '0.1::float',
      d: '12345.678::decimal(18, 3)',
      h: '18446744073709551615::hugeint',
      i: '4000000000::uinteger',
      date: `date '1960-02-29'`,
      zone: `timestamptz '2001-01-01 00:30:00+02'`,
      nano: `timestamp_ns '1969-12-31 23:59:59.999999'`,
      second: `timestamp_s '1999-12-31 23:59:59'`,
      word: `'b'::enum('a', 'b')`,
    };
    const select = Object.entries(values).map(([name, value]) => `${value} as ${name}`);
    await engine.execute(`create or replace view typed as select ${select.join(', ')}`);
    const batch = await engine.query('select * from typed');
    const moments = ['date', 'zone', 'nano', 'second'].map(
      (name) => [name, timeBetween(epoch, timestamp(name))] as const,
    );
    const numbers = ['f', 'd', 'h', 'i'].map((name) => [name, number(name)] as const);
    const features = Object.fromEntries([...numbers, ...moments, ['word', hashBuckets(text('word'), 1000)] as const]);
    const graph = fitFeatures(defineFeatures(features), []);
    const source = {
      specVersion: 1,
      engine,
      relation: 'typed',
      columns: await engine.describe('typed'),
    } as unknown as Dataset;
    await using transformed = await applyTransform(source, graph, { engine });
    expect(valuesOf(await transformed.read())).toEqual(valuesOf(compileColumns(graph)(batch)));
  });

  it('fit the same graph, means and deviations to 12 digits', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async ({ seed, depth }) => {
        const random = createRandom(seed);
        const batch = edgeTable(random, 80);
        const features = randomFeatures(random, { depth: Math.min(depth, 3) });
        const [inMemory, inSql] = await Promise.all([
          outcome(() => fitFeatures(features, batch)),
          outcome(() => fitTransform(batch, features, { engine })),
        ]);
        expect(roundNumbers(inSql)).toEqual(roundNumbers(inMemory));
      }),
      { numRuns: 60 },
    );
  });
});

async function outcome(fit: () => FittedGraph | Promise<FittedGraph>): Promise<unknown> {
  try {
    return await fit();
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

function roundNumbers(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (typeof item === 'number' ? Number(item.toPrecision(10)) : item)),
  );
}
