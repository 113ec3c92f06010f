import { hasCode } from '@millrace/core';
import { expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';

const churn = {
  country: ['DE', 'DE', 'FR', 'FR', 'FR', 'DE', 'FR', 'DE'],
  y: [1, 0, 1, 0, 0, 1, 0, 0],
  p: [0.9, 0.4, 0.35, 0.1, 0.6, 0.8, 0.2, 0.3],
};

it('measures predictions in memory, by slice', async () => {
  const { evaluation } = await evaluate(churn, {
    label: 'y',
    prediction: 'p',
    slices: [{}, { keys: ['country'] }],
    minSliceRows: 1,
  });
  expect(evaluation.task).toBe('binary');
  expect(evaluation.slices.map(({ name, rowCount }) => [name, rowCount])).toEqual([
    ['all rows', 8],
    ['country = DE', 4],
    ['country = FR', 4],
  ]);
  const [all, germany, france] = evaluation.slices;
  // By hand: of 3 x 5 pairs, only (0.35, 0.4) and (0.35, 0.6) are in the wrong order.
  expect(all!.metrics['rocAuc']!.value).toBeCloseTo(13 / 15, 12);
  expect(germany!.metrics['rocAuc']!.value).toBe(1);
  expect(france!.metrics['rocAuc']!.value).toBeCloseTo(2 / 3, 12);
  expect(all!.metrics['accuracy']!.value).toBe(6 / 8);
});

it('names the nearest column when one is unknown', async () => {
  const error: unknown = await evaluate(churn, { label: 'Y', prediction: 'p' }).catch((caught: unknown) => caught);
  expect(hasCode(error, 'CORE_UNKNOWN_COLUMN') && error.cure).toContain('Did you mean "y"?');
});

it('does not bless a model that nothing was asked of', async () => {
  const { blessing } = await evaluate(churn, { label: 'y', prediction: 'p' });
  expect(blessing.blessed).toBe(false);
  expect(blessing.reasons.map(({ code }) => code)).toEqual(['no-thresholds']);
});
