import { hasCode } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { evaluate, type EvaluateOptions } from '../evaluate.ts';
import type { Threshold } from './threshold.ts';

// 40 rows: the candidate is right on all rows in "a", and on three quarters of those in "b".
const rows = Array.from({ length: 40 }, (_, i) => {
  const y = i % 2;
  const place = i < 20 ? 'a' : 'b';
  const isRight = place === 'a' || i % 4 > 0;
  return { y, place, p: (isRight ? y : 1 - y) === 1 ? 0.9 : 0.1, old: y === 1 ? 0.6 : 0.45 };
});

async function judgeRows(
  thresholds: readonly Threshold[],
  options: Partial<EvaluateOptions> = {},
): Promise<Awaited<ReturnType<typeof evaluate>>['blessing']> {
  const { blessing } = await evaluate(rows, { label: 'y', prediction: 'p', thresholds, minSliceRows: 10, ...options });
  return blessing;
}

describe('a threshold on a value', () => {
  it('passes on the bound and fails beyond it, with the numbers', async () => {
    const { blessed, reasons } = await judgeRows([
      { metric: 'accuracy', min: 0.875 },
      { metric: 'accuracy', max: 0.87 },
    ]);
    expect(blessed).toBe(false);
    expect(reasons).toMatchObject([
      { rule: 'accuracy at least 0.875', status: 'passed', code: 'within-limit', actual: 0.875, limit: 0.875 },
      { rule: 'accuracy at most 0.87', status: 'failed', code: 'beyond-limit', actual: 0.875, limit: 0.87 },
    ]);
    expect(reasons[1]!.message).toBe('It is 0.875, at most 0.87 is wanted.');
  });

  it('compares the end of the interval when asked for certainty', async () => {
    const { reasons } = await judgeRows([{ metric: 'accuracy', min: 0.8, compare: 'interval' }]);
    // Wilson's interval of 35 of 40 is 0.7389 to 0.9454 (Newcombe's method 3, as in statsmodels' proportion_confint).
    expect(reasons[0]).toMatchObject({ rule: 'lower bound of accuracy at least 0.8', status: 'failed' });
    expect(reasons[0]!.actual).toBeCloseTo(0.7389, 4);
  });

  it('holds in every slice of a key, and names those where it does not', async () => {
    const { reasons } = await judgeRows([{ metric: 'accuracy', min: 0.8, slices: [{ keys: ['place'] }] }]);
    expect(reasons[0]).toMatchObject({
      rule: 'accuracy at least 0.8, in every slice of place',
      status: 'failed',
      slice: 'place = b',
      actual: 0.75,
      judgedSlices: 2,
      failedSlices: ['place = b'],
      message: '1 of 2 slices fail; the worst is place = b with 0.75, at least 0.8 is wanted.',
    });
  });

  it('fails where a slice is absent, too small, or the metric undefined', async () => {
    const slices = [{ values: { place: 'c' } }, { keys: ['place'] }];
    const { reasons } = await judgeRows([{ metric: 'accuracy', min: 0, slices }], { minSliceRows: 30 });
    expect(reasons.map(({ code }) => code)).toEqual(['slice-absent', 'slice-absent']);
    expect(reasons[1]!.message).toBe('No slice of place could be judged: 2 have fewer than 30 rows.');
    const oneClass = rows.map((row) => ({ ...row, y: 1 }));
    const { blessing } = await evaluate(oneClass, {
      label: 'y',
      prediction: 'p',
      thresholds: [{ metric: 'rocAuc', min: 0.5 }],
    });
    expect(blessing.reasons[0]).toMatchObject({ status: 'failed', code: 'metric-undefined', actual: null });
  });
});

describe('a threshold on change', () => {
  it('takes candidate minus baseline, and its share of the baseline', async () => {
    const { reasons } = await judgeRows(
      [
        { metric: 'accuracy', change: { direction: 'higher', absolute: -0.13, relative: -0.1 } },
        { metric: 'accuracy', change: { direction: 'lower', absolute: 0 } },
      ],
      { baseline: 'old' },
    );
    // The baseline is right on all rows: 0.875 - 1.
    expect(reasons.map(({ rule, status, actual }) => [rule, status, actual])).toEqual([
      ['change of accuracy at least -0.13', 'passed', -0.125],
      ['relative change of accuracy at least -0.1', 'failed', -0.125],
      ['change of accuracy at most 0', 'passed', -0.125],
    ]);
  });

  it('does not stand in the way without a baseline, and says so', async () => {
    const { blessed, reasons } = await judgeRows([
      { metric: 'accuracy', min: 0.5, change: { direction: 'higher', absolute: 0 } },
    ]);
    expect(blessed).toBe(true);
    expect(reasons.map(({ status, code }) => [status, code])).toEqual([
      ['passed', 'within-limit'],
      ['rubber-stamped', 'no-baseline'],
    ]);
  });
});

describe('a wrong threshold', () => {
  it.each([
    [{ metric: 'accuracy' }, 'EVALUATOR_THRESHOLD_WITHOUT_LIMIT'],
    [{ metric: 'accuracy', change: { direction: 'higher' } }, 'EVALUATOR_THRESHOLD_WITHOUT_LIMIT'],
    [{ metric: 'acuracy', min: 1 }, 'EVALUATOR_UNKNOWN_METRIC'],
    [{ metric: 'rmse', min: 1 }, 'EVALUATOR_UNKNOWN_METRIC'],
    [{ metric: 'accuracy', min: Number.NaN }, 'EVALUATOR_INVALID_OPTION'],
  ])('is refused: %j', async (threshold, code) => {
    const error: unknown = await judgeRows([threshold as Threshold]).catch((caught: unknown) => caught);
    expect(hasCode(error, code)).toBe(true);
  });
});

it('does not bless a model that left rows without a prediction', async () => {
  const holes = rows.map((row, i) => ({ ...row, p: i === 7 ? null : row.p }));
  const { blessing, evaluation } = await evaluate(holes, {
    label: 'y',
    prediction: 'p',
    thresholds: [{ metric: 'accuracy', min: 0 }],
  });
  expect(evaluation.droppedRows).toEqual({ missingLabel: 0, missingPrediction: 1 });
  expect(blessing).toMatchObject({ blessed: false });
  expect(blessing.reasons.at(-1)).toMatchObject({ code: 'predictions-missing', actual: 1 });
});
