import { toColumnBatch } from '@millrace/core';
import { expect, it } from 'vitest';
import { compileExpression } from './compile-expression.ts';
import { divide } from './expression/arithmetic.ts';
import { bucketize, oneHot } from './expression/categories.ts';
import { number, text, timestamp } from './expression/leaves.ts';
import { greaterThan, ifMissing } from './expression/logic.ts';
import { addTime } from './expression/moments.ts';
import { zScore } from './expression/scaling.ts';

it('computes when an outcome became known', () => {
  const minutes = divide(number('distance'), 7.5);
  const landed = compileExpression(addTime(addTime(timestamp('date'), 30, 'minutes'), minutes, 'minutes'));
  expect(landed.columns).toEqual([
    { name: 'date', type: 'timestamp' },
    { name: 'distance', type: 'float' },
  ]);
  expect(landed.type).toBe('timestamp');
  const table = toColumnBatch({ date: [new Date(0), new Date(0), null], distance: [75, null, 75] });
  expect(landed.evaluate(table)).toEqual({
    type: 'timestamp',
    values: new Float64Array([40 * 60_000_000, Number.NaN, Number.NaN]),
    validity: new Uint8Array([1, 0, 0]),
  });
});

it('gives columns of every type', () => {
  const table = toColumnBatch({ x: [1, 20], s: ['a', null] });
  expect(compileExpression(ifMissing(text('s'), '-')).evaluate(table)).toEqual({ type: 'string', values: ['a', '-'] });
  expect(compileExpression(greaterThan(number('x'), 15)).evaluate(table)).toMatchObject({
    type: 'boolean',
    validity: undefined,
  });
  expect(compileExpression(bucketize(number('x'), [15])).evaluate(table)).toMatchObject({ type: 'integer' });
});

it('refuses what needs an analysis, and says whose expression it is', () => {
  expect(() => compileExpression(zScore(number('x')), 'availableTime')).toThrow(
    '"availableTime" contains zScore, which needs a pass over the data first.',
  );
  expect(() => compileExpression(oneHot(bucketize(number('x'), [])))).toThrow('contains oneHot');
  expect(() => compileExpression({ op: 'nope' } as never, 'availableTime')).toThrow('Feature "availableTime"');
});
