import { toColumnBatch, type Engine } from '@millrace/core';
import { openEngine } from '@millrace/data';
import {
  defineFeatures,
  fitFeatures,
  ifMissing,
  mean,
  minMax,
  number,
  quantile,
  quantileBuckets,
  text,
  vocabulary,
  zScore,
} from '@millrace/features';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitTransform } from './fit-transform.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 2, memoryLimitMb: 512 });
});
afterAll(() => engine[Symbol.asyncDispose]());

/** The engine, and the statements that it was asked. */
function listen(): { readonly engine: Engine; readonly statements: string[] } {
  const statements: string[] = [];
  const query: Engine['query'] = (sql, options) => {
    statements.push(sql);
    return engine.query(sql, options);
  };
  return { engine: { ...engine, query }, statements };
}

const settingsOf = (graph: { document: { nodes: readonly { op: string; settings: unknown }[] } }, op: string) =>
  graph.document.nodes.filter((node) => node.op === op).map(({ settings }) => settings);

describe('fitTransform', () => {
  it('finds mean and deviation of values far from zero', async () => {
    // The numbers 1 to 9 have the variance 60/9; a sum of squares around zero would lose it beside 1e9.
    const x = Array.from({ length: 9 }, (_, i) => 1e9 + i + 1);
    const graph = await fitTransform({ x }, defineFeatures({ z: zScore(number('x')) }), { engine });
    expect(settingsOf(graph, 'scale')).toEqual([
      { offset: 1e9 + 5, divisor: expect.closeTo(Math.sqrt(60 / 9), 10) as number },
    ]);
  });

  it('is not led astray by first rows that lie far from the others', async () => {
    const x = [...new Array<number>(1000).fill(1e12), ...Array.from({ length: 1e6 }, (_, i) => i % 2)];
    // Exact: 1000 values of 1e12 among 1,001,000.
    const expected = (1000 * 1e12 + 500_000) / 1_001_000;
    const graph = await fitTransform({ x }, defineFeatures({ m: mean(number('x')) }), { engine });
    const [{ value }] = settingsOf(graph, 'constant') as [{ value: number }];
    expect(Math.abs(value / expected - 1)).toBeLessThan(1e-11);
    const y = [...new Array<number>(1000).fill(1e7), ...Array.from({ length: 1e5 }, (_, i) => 3 + (i % 2))];
    const far = toColumnBatch({ x: y });
    const inSql = await fitTransform(far, defineFeatures({ z: zScore(number('x')) }), { engine });
    expect(inSql).toEqual(fitFeatures(defineFeatures({ z: zScore(number('x')) }), far));
  });

  it('gives the same graph on any number of threads', async () => {
    const values = Float64Array.from({ length: 400_000 }, (_, i) => Math.sin(i * i) * 10 ** (i % 7));
    const features = defineFeatures({ z: zScore(number('x')), m: mean(number('x')) });
    const graphs = [];
    for (const threads of [1, 2, 2, 3]) {
      await using other = await openEngine({ threads, memoryLimitMb: 256 });
      graphs.push(JSON.stringify(await fitTransform({ x: values }, features, { engine: other })));
    }
    expect(new Set(graphs).size).toBe(1);
  });

  it('asks one query for all means, one for all ranges, one for each vocabulary and column of quantiles', async () => {
    const heard = listen();
    const columns = ['a', 'b', 'c', 'd'];
    const features = defineFeatures({
      ...Object.fromEntries(columns.map((name) => [`z_${name}`, zScore(number(name))])),
      ...Object.fromEntries(columns.map((name) => [`m_${name}`, minMax(number(name))])),
      q: quantileBuckets(number('a'), 4),
      v: vocabulary(text('s')),
    });
    const table = { a: [1, 2], b: [1, 2], c: [1, 2], d: [1, 2], s: ['x', 'y'] };
    await fitTransform(table, features, { engine: heard.engine });
    // Middles of the first rows, moments, ranges, quantiles, vocabulary.
    expect(heard.statements).toHaveLength(5);
  });

  it('goes further rounds for analyzers over analyzers', async () => {
    const x = [1, null, 3, Number.NaN];
    const features = defineFeatures({
      z: zScore(ifMissing(number('x'), mean(number('x')))),
      q: quantile(number('x'), 0.9),
    });
    const table = { x: new Float64Array(x.map((value) => value ?? Number.NaN)) };
    const graph = await fitTransform(table, features, { engine });
    expect(graph).toEqual(fitFeatures(features, table));
    // 1, 2, 3, 2: variance 1/2.
    expect(settingsOf(graph, 'scale')).toEqual([{ offset: 2, divisor: 0.707106781187 }]);
  });

  it('reads quantiles and vocabularies as features does in memory', async () => {
    const x = Array.from({ length: 997 }, (_, i) => (i * 31) % 101);
    const s = Array.from({ length: 997 }, (_, i) => ['b', 'a', '😀', '\uff01', 'é', 'e\u0301', '', null][(i * i) % 8]);
    const features = defineFeatures({ q: quantileBuckets(number('x'), 10), v: vocabulary(text('s'), { minCount: 3 }) });
    expect(await fitTransform({ x, s }, features, { engine })).toEqual(fitFeatures(features, { x, s }));
  });

  it('says which feature found nothing, and which column is wrong', async () => {
    const features = defineFeatures({ z: zScore(number('x')) });
    await expect(fitTransform({ x: [null, null], y: [1, 1] }, features, { engine })).rejects.toThrow('Column "x"');
    const empty = { x: new Float64Array([Number.NaN]) };
    await expect(fitTransform(empty, features, { engine })).rejects.toThrow(
      'Feature "z", at zScore: zScore found no value to analyse.',
    );
    await expect(fitTransform({ y: [1] }, features, { engine })).rejects.toThrow(
      'There is no column "x" in the analysed rows.',
    );
    const plain = defineFeatures({ x: number('x') });
    await expect(fitTransform({ x: ['a'] }, plain, { engine })).rejects.toThrow('holds string values');
  });
});
