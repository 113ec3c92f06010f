import { hasCode, toColumnBatch, toRows, type TableInput } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { compileColumns } from '../compile-columns.ts';
import { defineFeatures, type FeatureSet } from '../define-features.ts';
import { add, log1p } from '../expression/arithmetic.ts';
import { bucketize, oneHot, quantileBuckets, vocabulary } from '../expression/categories.ts';
import { number, text } from '../expression/leaves.ts';
import { ifMissing } from '../expression/logic.ts';
import { mean, minMax, quantile, zScore } from '../expression/scaling.ts';
import { describeOutputs } from '../graph/describe-outputs.ts';
import { fitFeatures } from './fit-features.ts';
import { startFit } from './start-fit.ts';

function transform(features: FeatureSet, table: TableInput, rows: TableInput = table): Record<string, unknown>[] {
  return toRows(compileColumns(fitFeatures(features, table))(toColumnBatch(rows)));
}
const column = (features: FeatureSet, table: TableInput, rows?: TableInput): unknown[] =>
  transform(features, table, rows).map((row) => Object.values(row)[0]);

describe('analyzers', () => {
  it('scale by the mean and population deviation of the finite values', () => {
    // Of 2, 4, 4, 4, 5, 5, 7, 9 the mean is 5 and the deviation 2.
    const x = [2, 4, 4, 4, 5, 5, 7, 9, null, Number.NaN, Number.POSITIVE_INFINITY];
    const scaled = column(defineFeatures({ z: zScore(number('x')) }), { x });
    expect(scaled).toEqual([-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2, Number.NaN, Number.NaN, Number.POSITIVE_INFINITY]);
  });

  it('scale to 0 and 1 by the finite range, and beyond it on other rows', () => {
    const features = defineFeatures({ m: minMax(number('x')) });
    expect(column(features, { x: [-2, 2, 0, Number.NEGATIVE_INFINITY] }, { x: [-2, 2, 0, 6, -4] })).toEqual([
      0, 1, 0.5, 2, -0.5,
    ]);
  });

  it('divide equal values by 1', () => {
    expect(
      transform(defineFeatures({ z: zScore(number('x')), m: minMax(number('x')) }), { x: [0.1, 0.1, 0.1] }),
    ).toEqual(Array.from({ length: 3 }, () => ({ z: 0, m: 0 })));
  });

  it('order a vocabulary by frequency, then by code points', () => {
    const s = ['b', 'a', '', '😀', '\uff01', 'b', 'b', 'c', 'c', null, ''];
    const graph = fitFeatures(defineFeatures({ v: vocabulary(text('s')) }), { s });
    expect(graph.vocabularies).toEqual({ v: ['b', '', 'c', 'a', '\uff01', '😀'] });
    // Six entries, one code for unknown texts, one for missing.
    expect(describeOutputs(graph)).toEqual([{ name: 'v', kind: 'categorical', categories: 8 }]);
    expect(column(defineFeatures({ v: vocabulary(text('s')) }), { s }, { s: ['😀', 'B', '', null] })).toEqual([
      5, 6, 1, 7,
    ]);
  });

  it('cut a vocabulary by size and by count, and hash what is outside', () => {
    const s = ['b', 'b', 'b', 'a', 'a', 'c', 'd'];
    const entries = (options: Parameters<typeof vocabulary>[1]) =>
      fitFeatures(defineFeatures({ v: vocabulary(text('s'), options) }), { s }).vocabularies['v'];
    expect(entries({ size: 3 })).toEqual(['b', 'a', 'c']);
    expect(entries({ minCount: 2 })).toEqual(['b', 'a']);
    const hashed = defineFeatures({ v: vocabulary(text('s'), { size: 1, oovBuckets: 10 }) });
    // MD5 of "a" begins 0cc175b9c0f1b6a.
    expect(column(hashed, { s }, { s: ['a', null] })).toEqual([1 + Number(0x0cc175b9c0f1b6an % 10n), 11]);
    const none = defineFeatures({ v: vocabulary(text('s'), { size: 1, oovBuckets: 0 }) });
    expect(column(none, { s }, { s: ['b', 'a', null] })).toEqual([0, 1, 1]);
  });

  it('part values into equal shares at values that occur', () => {
    const features = defineFeatures({ q: quantileBuckets(number('x'), 4) });
    const graph = fitFeatures(features, { x: [1, 2, 3, 4, 5, 6, 7, 8] });
    expect(graph.document.nodes.at(-1)?.settings).toEqual({ boundaries: [2, 4, 6] });
    expect(column(features, { x: [1, 2, 3, 4, 5, 6, 7, 8] })).toEqual([0, 1, 1, 2, 2, 3, 3, 3]);
    expect(fitFeatures(features, { x: [5, 5, 5, 5, 9] }).document.nodes.at(-1)?.settings).toEqual({ boundaries: [5] });
  });

  it('give constants, also below other analyzers', () => {
    const x = [1, null, 3];
    expect(column(defineFeatures({ f: ifMissing(number('x'), mean(number('x'))) }), { x })).toEqual([1, 2, 3]);
    expect(column(defineFeatures({ f: add(quantile(number('x'), 0.5), 0) }), { x })).toEqual([1, 1, 1]);
    const nested = defineFeatures({ f: zScore(ifMissing(number('x'), mean(number('x')))), g: minMax(number('x')) });
    const first = startFit(nested);
    expect(first.requests.map(({ kind }) => kind)).toEqual(['moments', 'range']);
    expect(column(nested, { x })).toEqual(
      [-Math.sqrt(1.5), 0, Math.sqrt(1.5)].map((value) => expect.closeTo(value, 11)),
    );
  });

  it('ask once for what several features need', () => {
    const x = number('x');
    const round = startFit(
      defineFeatures({ a: zScore(x), b: add(zScore(x), mean(x)), c: minMax(x), d: minMax(log1p(x)) }),
    );
    expect(round.requests.map(({ kind, feature, path }) => ({ kind, feature, path }))).toEqual([
      { kind: 'moments', feature: 'a', path: 'zScore' },
      { kind: 'range', feature: 'c', path: 'minMax' },
      { kind: 'range', feature: 'd', path: 'minMax' },
    ]);
  });

  it.each([
    ['zScore', zScore(number('x'))],
    ['minMax', minMax(number('x'))],
    ['quantile', quantile(number('x'), 0.5)],
    ['quantileBuckets', quantileBuckets(number('x'), 3)],
    ['vocabulary', vocabulary(text('s'), { minCount: 2 })],
  ])('refuse to analyse nothing: %s', (op, expression) => {
    const table = { x: new Float64Array([Number.NaN, Number.POSITIVE_INFINITY]), s: ['a', 'b'] };
    let error: unknown;
    try {
      fitFeatures(defineFeatures({ f: expression }), table);
    } catch (caught) {
      error = caught;
    }
    expect(hasCode(error, 'FEATURES_NOTHING_TO_ANALYZE')).toBe(true);
    expect((error as Error).message).toBe(`Feature "f", at ${op}: ${op} found no value to analyse.`);
  });

  it('refuse values whose squares leave the range of doubles', () => {
    expect(() => fitFeatures(defineFeatures({ f: zScore(number('x')) }), { x: [1e200, -1e200] })).toThrow(
      'the values lie so far apart that zScore leaves the range of doubles',
    );
  });
});

describe('fitFeatures', () => {
  it('computes what features share once', () => {
    const shared = log1p(number('x'));
    const { document } = fitFeatures(defineFeatures({ a: zScore(shared), b: zScore(log1p(number('x'))) }), {
      x: [1, 2],
    });
    expect(document.nodes.map(({ op }) => op)).toEqual(['column', 'log1p', 'scale']);
    expect(document.outputs.map(({ node }) => node)).toEqual([2, 2]);
  });

  it('spreads a one-hot feature over one output per category', () => {
    const features = defineFeatures({ size: oneHot(bucketize(number('x'), [0, 10])) });
    expect(describeOutputs(fitFeatures(features, [])).map(({ name }) => name)).toEqual([
      'size_0',
      'size_1',
      'size_2',
      'size_3',
    ]);
    expect(transform(features, { x: [-1, 0, 10, null] })).toEqual([
      { size_0: 1, size_1: 0, size_2: 0, size_3: 0 },
      { size_0: 0, size_1: 1, size_2: 0, size_3: 0 },
      { size_0: 0, size_1: 0, size_2: 1, size_3: 0 },
      { size_0: 0, size_1: 0, size_2: 0, size_3: 1 },
    ]);
  });

  it('refuses a name that a one-hot feature takes', () => {
    const features = defineFeatures({ size_0: number('x'), size: oneHot(bucketize(number('x'), [])) });
    expect(() => fitFeatures(features, [])).toThrow('"size_0" cannot be the name of a feature');
  });

  it('names vocabularies after their features, as files that no system confuses', () => {
    const s = ['a'];
    const t = ['a'];
    const u = ['a'];
    const features = defineFeatures({
      'From/To': vocabulary(text('s')),
      from_to: vocabulary(text('t')),
      日: vocabulary(text('u')),
    });
    const graph = fitFeatures(features, { s, t, u });
    expect(Object.values(graph.document.vocabularies).map(({ file }) => file)).toEqual([
      'vocabulary-From_To.txt',
      'vocabulary-from_to_2.txt',
      'vocabulary-feature.txt',
    ]);
  });
});
