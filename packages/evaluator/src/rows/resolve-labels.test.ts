import { hasCode, type EvaluationPayload } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { evaluate, type EvaluateOptions } from '../evaluate.ts';

async function run(
  table: Record<string, readonly unknown[]>,
  options: Partial<EvaluateOptions> = {},
): Promise<EvaluationPayload> {
  return (await evaluate(table, { label: 'y', prediction: 'p', intervals: { replicates: 0 }, ...options })).evaluation;
}
const accuracyOf = ({ slices }: EvaluationPayload): number | null => slices[0]!.metrics['accuracy']!.value;

describe('the task', () => {
  it('is binary for 0 and 1 with probabilities, and for flags', async () => {
    expect(await run({ y: [0, 1, 1], p: [0.2, 0.7, 0.4] })).toMatchObject({ task: 'binary', classes: ['0', '1'] });
    expect(await run({ y: [true, false], p: [0.2, 0.7] })).toMatchObject({
      task: 'binary',
      classes: ['false', 'true'],
    });
  });

  it('is regression for other numbers', async () => {
    expect(await run({ y: [0, 2, 1], p: [0.2, 0.7, 0.4] })).toMatchObject({ task: 'regression', classes: [] });
    expect(await run({ y: [0, 1, 1], p: [0.2, 1.7, 0.4] })).toMatchObject({ task: 'regression' });
  });

  it('is multi-class for several probabilities, as columns or lists', async () => {
    const y = ['cat', 'dog', 'owl', 'cat'];
    const columns = { y, cat: [0.7, 0.2, 0.1, 0.3], dog: [0.2, 0.5, 0.2, 0.6], owl: [0.1, 0.3, 0.7, 0.1] };
    const fromColumns = await run(columns, { prediction: ['cat', 'dog', 'owl'] });
    expect(fromColumns).toMatchObject({ task: 'multi-class', classes: ['cat', 'dog', 'owl'] });
    expect(accuracyOf(fromColumns)).toBe(0.75);
    const p = y.map((_, row) => [columns.cat[row]!, columns.dog[row]!, columns.owl[row]!]);
    expect((await run({ y, p })).slices).toEqual(fromColumns.slices);
    expect(accuracyOf(await run({ y: [0, 1, 2, 0], p }, { classes: ['cat', 'dog', 'owl'] }))).toBe(0.75);
    expect(fromColumns.diagnostics.candidate.confusion).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  it('takes text with a positive class', async () => {
    const evaluation = await run({ y: ['gone', 'here', 'gone'], p: [0.8, 0.1, 0.3] }, { positive: 'gone' });
    expect(evaluation.classes).toEqual(['here', 'gone']);
    expect(accuracyOf(evaluation)).toBeCloseTo(2 / 3, 12);
    expect((await run({ y: ['a', 'b', 'c'], p: [0, 0, 0] }, { positive: 'c' })).classes).toEqual(['not c', 'c']);
  });
});

describe('rows', () => {
  it('without a label or a prediction are left out and counted', async () => {
    const table = { y: [0, null, 1, 1], p: [0.2, 0.3, null, 0.9], old: [0.5, 0.5, 0.5, Number.NaN] };
    expect((await run(table)).droppedRows).toEqual({ missingLabel: 1, missingPrediction: 1 });
    expect(await run(table, { baseline: 'old' })).toMatchObject({
      rowCount: 1,
      droppedRows: { missingLabel: 1, missingPrediction: 2 },
    });
  });
});

describe('input that cannot be evaluated', () => {
  it.each<[string, Record<string, readonly unknown[]>, Partial<EvaluateOptions>, string]>([
    ['text without a positive class', { y: ['a'], p: [1] }, {}, 'EVALUATOR_POSITIVE_CLASS_NEEDED'],
    ['a positive class that never occurs', { y: ['a'], p: [1] }, { positive: 'b' }, 'EVALUATOR_UNKNOWN_CLASS'],
    ['labels that are not binary', { y: [0, 3], p: [1, 1] }, { task: 'binary' }, 'EVALUATOR_LABEL_NOT_BINARY'],
    [
      'scores that are no probabilities',
      { y: [0, 1], p: [1, 2] },
      { task: 'binary' },
      'EVALUATOR_PREDICTION_OUT_OF_RANGE',
    ],
    ['predictions that are text', { y: [0, 1], p: ['a', 'b'] }, {}, 'EVALUATOR_WRONG_COLUMN_TYPE'],
    ['text as a value', { y: ['a', 'b'], p: [1, 2] }, { task: 'regression' }, 'EVALUATOR_WRONG_COLUMN_TYPE'],
    ['lists of different length', { y: [0, 1], p: [[1, 0], [1]] }, {}, 'EVALUATOR_CLASS_COUNT_DIFFERS'],
    [
      'a class without a probability',
      { y: ['a', 'c'], a: [1, 0], b: [0, 1] },
      { prediction: ['a', 'b'] },
      'EVALUATOR_UNKNOWN_CLASS',
    ],
    ['negative weights', { y: [0, 1], p: [0, 1], w: [1, -1] }, { weight: 'w' }, 'EVALUATOR_INVALID_WEIGHT'],
    ['no labels at all', { y: [null, null], p: [0, 1] }, {}, 'EVALUATOR_NO_ROWS'],
    ['too few resamples', { y: [0, 1], p: [0, 1] }, { intervals: { replicates: 10 } }, 'EVALUATOR_INVALID_OPTION'],
    ['a level of 95', { y: [0, 1], p: [0, 1] }, { intervals: { level: 95 } }, 'EVALUATOR_INVALID_OPTION'],
    [
      'a misspelt part of a slice',
      { y: [0, 1], p: [0, 1] },
      { slices: [{ key: 'c' } as object] },
      'EVALUATOR_INVALID_OPTION',
    ],
    ['no label', { y: [0, 1], p: [0, 1] }, { label: undefined } as object, 'EVALUATOR_INVALID_OPTION'],
    ['half a row', { y: [0, 1], p: [0, 1] }, { minSliceRows: 0.5 }, 'EVALUATOR_INVALID_OPTION'],
  ])('is refused: %s', async (_, table, options, code) => {
    const error: unknown = await run(table, options).catch((caught: unknown) => caught);
    expect(hasCode(error, code) ? code : error).toBe(code);
  });
});
