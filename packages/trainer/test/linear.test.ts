import { createRandom, type Learner, type LearnerData, type LearnerFeature, type LearnerRows } from '@millrace/core';
import { decodeLinear, type LinearWeights } from '@millrace/model';
import { describe, expect, it } from 'vitest';
import { linearRegression } from '../src/linear/linear-regression.ts';
import { logisticRegression } from '../src/linear/logistic-regression.ts';

const numeric = (count: number): LearnerFeature[] =>
  Array.from({ length: count }, (_, index) => ({ name: `x${index + 1}`, kind: 'numeric' }));
const rowsOf = (
  columns: readonly (readonly number[])[],
  labels: readonly number[],
  weights?: readonly number[],
): LearnerRows => ({
  rowCount: labels.length,
  columns: columns.map((values) => Float64Array.from(values)),
  labels: Float64Array.from(labels),
  weights: weights === undefined ? undefined : Float64Array.from(weights),
});

async function fit(
  learner: Learner,
  data: Omit<LearnerData, 'classCount'> & { readonly classCount?: number },
): Promise<LinearWeights> {
  const classCount = data.classCount ?? (data.task === 'binary' ? 2 : 0);
  const fitted = await learner.fit({ ...data, classCount }, { seed: 0, concurrency: 1 });
  return decodeLinear(fitted.files);
}

// NIST StRD, dataset Longley (1967).
const longley = {
  y: [60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551],
  x: [
    [83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9],
    [
      234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601,
      518173, 554894,
    ],
    [2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007],
    [1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827],
    [
      107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368,
      127852, 130081,
    ],
    Array.from({ length: 16 }, (_, index) => 1947 + index),
  ],
};

describe('linearRegression', () => {
  it('gives the certified coefficients of Longley', async () => {
    const { bias, weights } = await fit(linearRegression(), {
      task: 'regression',
      features: numeric(6),
      train: rowsOf(longley.x, longley.y),
    });
    const certified = [
      15.0618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359, -0.0511041056535807, 1829.15146461355,
    ];
    certified.forEach((value, index) => expect(weights[index]! / value).toBeCloseTo(1, 9));
    expect(bias[0]! / -3482258.63459582).toBeCloseTo(1, 9);
  });

  it('shrinks by l2 as the closed form says', async () => {
    const x = [1, 2, 3, 4, 6];
    const y = [2, 1, 4, 3, 8];
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(mean(x.map((value) => (value - mean(x)) ** 2)));
    const covariance = mean(x.map((value, row) => ((value - mean(x)) / deviation) * (y[row]! - mean(y))));
    const { bias, weights } = await fit(linearRegression({ l2: 0.5 }), {
      task: 'regression',
      features: numeric(1),
      train: rowsOf([x], y),
    });
    expect(weights[0]).toBeCloseTo(covariance / 1.5 / deviation, 12);
    expect(bias[0]! + weights[0]! * mean(x)).toBeCloseTo(mean(y), 12);
  });

  it('shrinks by l1 as the soft threshold says, to exactly 0', async () => {
    const random = createRandom(1);
    const x = Array.from({ length: 400 }, (_, row) => (row % 2 === 0 ? 1 : -1));
    const z = Array.from({ length: 400 }, (_, row) => (row % 4 < 2 ? 1 : -1));
    const y = x.map((value, row) => 3 * value + 0.05 * z[row]! + 0.01 * random.nextNormal());
    const { weights } = await fit(linearRegression({ l1: 0.2 }), {
      task: 'regression',
      features: numeric(2),
      train: rowsOf([x, z], y),
    });
    const product = x.reduce((sum, value, row) => sum + value * y[row]!, 0) / 400;
    expect(weights[0]).toBeCloseTo(product - 0.2, 7);
    expect(weights[1]).toBe(0);
  });

  it('gives the means of categories, with the first one as the level to which others add', async () => {
    const features: LearnerFeature[] = [{ name: 'c', kind: 'categorical', categories: 3 }];
    const train = rowsOf([[0, 0, 1, 1, 2, 2]], [1, 3, 10, 12, 5, 5]);
    const { bias, weights } = await fit(linearRegression(), { task: 'regression', features, train });
    expect(weights[0]).toBe(0);
    [2, 11, 5].forEach((mean, code) => expect(bias[0]! + weights[code]!).toBeCloseTo(mean, 10));
  });

  it('gives weight 0 to a constant and to a copy, and takes missing values as the mean', async () => {
    const x = [1, 2, 3, 4];
    const train = rowsOf([x, x, [7, 7, 7, 7], [0, NaN, 2, NaN]], [3, 5, 7, 9]);
    const { bias, weights, fill } = await fit(linearRegression(), { task: 'regression', features: numeric(4), train });
    expect([...weights].filter((weight) => weight === 0).length).toBeGreaterThanOrEqual(2);
    expect([...fill]).toEqual([2.5, 2.5, 7, 1]);
    x.forEach((value, row) => {
      const last = Number.isNaN(train.columns[3]![row]!) ? 1 : train.columns[3]![row]!;
      const score = bias[0]! + (weights[0]! + weights[1]!) * value + 7 * weights[2]! + weights[3]! * last;
      expect(score).toBeCloseTo(1 + 2 * value, 9);
    });
  });

  it('counts a row of weight 2 as two rows', async () => {
    const [x, y] = [
      [1, 2, 5, 7],
      [1, 3, 2, 8],
    ];
    const features = numeric(1);
    const weighted = await fit(linearRegression({ l2: 0.1 }), {
      task: 'regression',
      features,
      train: rowsOf([x], y, [2, 1, 0, 1]),
    });
    const repeated = await fit(linearRegression({ l2: 0.1 }), {
      task: 'regression',
      features,
      train: rowsOf([[1, 1, 2, 7]], [1, 1, 3, 8]),
    });
    expect(weighted.weights[0]).toBeCloseTo(repeated.weights[0]!, 12);
    expect(weighted.bias[0]).toBeCloseTo(repeated.bias[0]!, 12);
  });
});

describe('logisticRegression', () => {
  it('gives the published coefficients of hours of study and passing', async () => {
    // Wikipedia, "Logistic regression": 20 students; intercept -4.0777, hours 1.5046.
    const hours = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5];
    const passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];
    const { bias, weights } = await fit(logisticRegression({ l2: 0 }), {
      task: 'binary',
      features: numeric(1),
      train: rowsOf([hours], passed),
    });
    expect(bias[0]).toBeCloseTo(-4.0777, 4);
    expect(weights[0]).toBeCloseTo(1.5046, 4);
  });

  it('gives the published coefficients of O-ring failures by temperature', async () => {
    // Dalal, Fowlkes and Hoadley 1989: 23 flights; intercept 15.0429, temperature -0.2322.
    const temperature = [66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58];
    const failed = [0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1];
    const { bias, weights } = await fit(logisticRegression({ l2: 0 }), {
      task: 'binary',
      features: numeric(1),
      train: rowsOf([temperature], failed),
    });
    expect(bias[0]).toBeCloseTo(15.0429, 4);
    expect(weights[0]).toBeCloseTo(-0.2322, 4);
  });

  it('gives the shares of classes within categories: the saturated model', async () => {
    const codes = [...new Array<number>(10).fill(0), ...new Array<number>(10).fill(1)];
    const labels = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2];
    const features: LearnerFeature[] = [{ name: 'c', kind: 'categorical', categories: 2 }];
    const { bias, weights } = await fit(logisticRegression({ l2: 0 }), {
      task: 'multi-class',
      classCount: 3,
      features,
      train: rowsOf([codes], labels),
    });
    const shares = [
      [0.5, 0.3, 0.2],
      [0.1, 0.2, 0.7],
    ];
    for (const code of [0, 1]) {
      const scores = [0, 1, 2].map((k) => Math.exp(bias[k]! + weights[code * 3 + k]!));
      const sum = scores.reduce((total, value) => total + value, 0);
      shares[code]!.forEach((share, k) => expect(scores[k]! / sum).toBeCloseTo(share, 6));
    }
  });

  it.each([0, 0.02])('ends where the gradient of the penalised loss is 0 (l1 %d)', async (l1) => {
    const random = createRandom(2);
    const columns = [0, 1, 2].map(() => Array.from({ length: 300 }, () => random.nextNormal()));
    const labels = columns[0]!.map((value) => (random.next() < 1 / (1 + Math.exp(-2 * value)) ? 1 : 0));
    const train = rowsOf(columns, labels);
    const { bias, weights } = await fit(logisticRegression({ l2: 0.01, l1 }), {
      task: 'binary',
      features: numeric(3),
      train,
    });
    const mean = (of: (row: number) => number): number =>
      labels.reduce<number>((sum, _, row) => sum + of(row), 0) / 300;
    const score = (row: number): number =>
      bias[0]! + columns.reduce((sum, values, j) => sum + weights[j]! * values[row]!, 0);
    const residual = (row: number): number => 1 / (1 + Math.exp(-score(row))) - labels[row]!;
    expect(mean(residual)).toBeCloseTo(0, 7);
    columns.forEach((values, j) => {
      const center = mean((row) => values[row]!);
      const deviation = Math.sqrt(mean((row) => (values[row]! - center) ** 2));
      const slope =
        mean((row) => (residual(row) * (values[row]! - center)) / deviation) + 0.01 * weights[j]! * deviation;
      if (weights[j] === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(l1 + 1e-7);
      else expect(slope + l1 * Math.sign(weights[j]!)).toBeCloseTo(0, 7);
    });
    if (l1 > 0) expect([...weights].filter((weight) => weight === 0).length).toBeGreaterThan(0);
  });

  it('stays finite on classes that a line parts, and says when it did not finish', async () => {
    const train = rowsOf([[1, 2, 3, 4]], [0, 0, 1, 1]);
    const data = { task: 'binary', classCount: 2, features: numeric(1), train } as const;
    const fitted = await logisticRegression().fit(data, { seed: 0, concurrency: 1 });
    expect(fitted.summary).toMatchObject({ solver: 'l-bfgs', converged: true });
    const hasty = await logisticRegression({ maxIterations: 2 }).fit(data, { seed: 0, concurrency: 1 });
    expect(hasty.summary).toMatchObject({ iterations: 2, converged: false });
  });

  it('refuses tasks, settings and values that are not its own', async () => {
    const train = rowsOf([[1, Infinity]], [0, 1]);
    await expect(fit(logisticRegression(), { task: 'regression', features: numeric(1), train })).rejects.toMatchObject({
      code: 'TRAINER_TASK_NOT_SUPPORTED',
    });
    await expect(fit(linearRegression(), { task: 'binary', features: numeric(1), train })).rejects.toMatchObject({
      code: 'TRAINER_TASK_NOT_SUPPORTED',
    });
    await expect(fit(logisticRegression(), { task: 'binary', features: numeric(1), train })).rejects.toMatchObject({
      code: 'TRAINER_FEATURE_NOT_FINITE',
    });
    expect(() => logisticRegression({ l2: -1 })).toThrow('"l2" of logisticRegression is -1');
  });
});
