import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../src/evaluate.ts';

interface Case {
  readonly label: readonly number[];
  readonly prediction: readonly (number | readonly number[])[];
  readonly weight: readonly number[];
  readonly expected: Readonly<Record<string, number>>;
  readonly expectedWeighted: Readonly<Record<string, number>>;
}

// Literal rows and expected values; `provenance` in the file says which functions gave them.
const fixture = JSON.parse(readFileSync(new URL('fixtures/scikit-learn.json', import.meta.url), 'utf8')) as Record<
  'binary' | 'multiClass' | 'regression',
  Case
>;

describe.each(['binary', 'multiClass', 'regression'] as const)('%s metrics', (task) => {
  const { label, prediction, weight, expected, expectedWeighted } = fixture[task];

  it.each([
    ['without weights', undefined, expected],
    ['with weights', 'weight', expectedWeighted],
  ])('are those of scikit-learn and scipy %s', async (_, weightColumn, values) => {
    const { evaluation } = await evaluate(
      { label, prediction, weight },
      {
        label: 'label',
        prediction: 'prediction',
        weight: weightColumn,
        task: task === 'regression' ? task : undefined,
        topK: 2,
        intervals: { replicates: 0 },
      },
    );
    const metrics = evaluation.slices[0]!.metrics;
    expect(Object.keys(metrics).sort()).toEqual(Object.keys(values).sort());
    for (const [name, value] of Object.entries(values)) {
      // The slope alone is the result of an iteration on both sides.
      expect(metrics[name]!.value, name).toBeCloseTo(value, name === 'calibrationSlope' ? 6 : 10);
    }
  });
});
