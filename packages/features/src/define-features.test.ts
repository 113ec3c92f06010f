import { describe, expect, it } from 'vitest';
import { checkFeatures, defineFeatures } from './define-features.ts';
import { add, clip, log1p } from './expression/arithmetic.ts';
import { bucketize, cross, hashBuckets, oneHot, vocabulary } from './expression/categories.ts';
import type { OutputExpression } from './expression/expression.ts';
import { constant, flag, integer, number, text, timestamp } from './expression/leaves.ts';
import { and, greaterThan, ifMissing, isIn } from './expression/logic.ts';
import { addTime } from './expression/moments.ts';
import { quantile, scale, zScore } from './expression/scaling.ts';

/** What JavaScript may pass. */
const untyped = (value: unknown): never => value as never;
/** A vocabulary whose settings were written by hand. */
const fromJson = (settings: object): unknown => {
  const declared = vocabulary(text('s'));
  return { ...declared, settings: { ...declared.settings, ...settings } };
};

function errorOf(expression: unknown): { code?: string; message?: string; cure?: string } {
  try {
    defineFeatures({ wrong: expression as OutputExpression });
  } catch (error) {
    return error as { code: string; message: string; cure: string };
  }
  return {};
}

describe('defineFeatures', () => {
  it('is plain data in the order of the names', () => {
    const features = defineFeatures({ late: greaterThan(number('delay'), 15), distance: zScore(number('distance')) });
    expect(features.features.map(({ name }) => name)).toEqual(['late', 'distance']);
    expect(checkFeatures(JSON.parse(JSON.stringify(features)))).toEqual(features);
  });

  it.each([
    ['a text in a logarithm', log1p(untyped(text('origin'))), 'log1p[0]: text stands where numeric'],
    [
      'a deep operand',
      zScore(add(1, log1p(untyped(flag('b'))))),
      'zScore[0].add[1].log1p[0]: boolean stands where numeric',
    ],
    ['a string where a number is due', add(number('x'), untyped('1')), 'add[1]: text stands where numeric'],
    ['two types', greaterThan(timestamp('u'), untyped(3)), 'greaterThan[1]: numeric stands where timestamp'],
    [
      'texts in an order',
      greaterThan(untyped(text('a')), untyped(text('b'))),
      '[0]: text stands where numeric or timestamp',
    ],
    ['a number beside a flag', and(flag('b'), untyped(number('x'))), 'and[1]: numeric stands where boolean'],
    ['another type for missing', ifMissing(number('x'), untyped('none')), 'ifMissing[1]: text stands where numeric'],
    ['a number crossed', cross([untyped(number('x'))], 10), 'cross[0]: numeric stands where text or categorical'],
    [
      'one-hot below the top',
      add(1, untyped(oneHot(bucketize(number('x'), [])))),
      'add[1]: indicators stands where numeric',
    ],
    ['a text at the top', text('origin'), 'the top: text stands where numeric, boolean, categorical or one-hot'],
    ['a moment at the top', addTime(timestamp('u'), 1), 'the top: timestamp stands where numeric'],
  ])('refuses %s and says where', (_, expression, message) => {
    const error = errorOf(expression);
    expect(error.code).toBe('FEATURES_WRONG_OPERAND');
    expect(error.message).toContain(message);
    expect(error.message).toContain('Feature "wrong"');
  });

  it.each([
    ['NaN', add(number('x'), Number.NaN), '"value" is NaN'],
    ['boundaries out of order', bucketize(number('x'), [1, 1]), '"boundaries" is [1,1]'],
    ['no buckets', hashBuckets(text('s'), 0), '"buckets" is 0'],
    ['half a bucket', hashBuckets(text('s'), 1.5), '"buckets" is 1.5'],
    ['more buckets than stay exact', hashBuckets(text('s'), 2 ** 24 + 1), '"buckets" is 16777217'],
    ['an empty column name', number(''), '"name" is ""'],
    ['a fraction above 1', quantile(number('x'), 1.5), '"fraction" is 1.5'],
    ['a divisor of zero', scale(number('x'), { offset: 1, divisor: 0 }), '"divisor" is 0'],
    ['limits that cross', clip(number('x'), { minimum: 3, maximum: 2 }), '"minimum" is 3'],
    ['negative buckets for unknown texts', fromJson({ oovBuckets: -1 }), '"oovBuckets" is -1'],
    ['a number among texts', isIn(text('s'), untyped(['a', 1])), '"values" is ["a",1]'],
    ['a unit that is none', addTime(timestamp('u'), 1, untyped('weeks')), '"unit" is "weeks"'],
  ])('refuses the setting %s', (_, expression, message) => {
    const error = errorOf(expression);
    expect(error.code).toBe('FEATURES_WRONG_SETTING');
    expect(error.message).toContain(message);
    expect(error.cure).toMatch(/^Give /);
  });

  it.each([
    ['undefined', undefined, 'undefined is not an expression'],
    ['a number', 5, 'at the top: 5 is not an expression'],
    ['a missing operand', log1p(untyped(undefined)), 'at log1p[0]: undefined is not an expression'],
    ['an unknown operator', { ...number('x'), op: 'log2p' }, 'there is no operator "log2p". Did you mean "log1p"?'],
    ['an operand too many', { ...log1p(1), inputs: [number('x'), number('x')] }, 'it has 2 operands and takes 1'],
    ['a cross of nothing', cross([], 5), 'it has 0 operands and takes one or more'],
    ['a wrong type tag', { ...number('x'), type: 'boolean' }, 'it says that it is boolean, and it is numeric'],
  ])('refuses %s', (_, expression, message) => {
    const error = errorOf(expression);
    expect(error.code).toBe('FEATURES_INVALID_EXPRESSION');
    expect(error.message).toContain(message);
  });

  it('refuses a wrong option where it is given', () => {
    expect(() => vocabulary(text('s'), { oovBuckets: -1 })).toThrow('The option `oovBuckets` of `vocabulary` is -1.');
  });

  it('refuses names that cannot be columns, and an empty set', () => {
    expect(() => defineFeatures({ '': number('x') })).toThrow('cannot be the name of a feature');
    expect(() => defineFeatures({})).toThrow('The feature set holds no feature.');
    const { features } = defineFeatures({ x: number('x') });
    expect(() => checkFeatures({ specVersion: 1, features: [...features, ...features] })).toThrow(
      'another of that name',
    );
    expect(() => checkFeatures(null)).toThrow('The feature set holds no feature.');
  });

  it('refuses a column that is read as two types', () => {
    expect(() => defineFeatures({ a: number('x'), b: vocabulary(text('x')) })).toThrow(
      'Column "x" is read as float in one place and as string in another.',
    );
    expect(() => defineFeatures({ a: number('x'), b: integer('x') })).not.toThrow();
  });

  it('takes literals as operands', () => {
    expect(add(number('x'), 2).inputs[1]).toEqual(constant(2));
  });
});
