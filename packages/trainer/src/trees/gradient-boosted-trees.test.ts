import { createRandom, type LearnerData, type LearnerFeature, type LearnerRows } from '@millrace/core';
import { createTreesScorer, decodeTrees } from '@millrace/model';
import { describe, expect, it } from 'vitest';
import { gradientBoostedTrees } from './gradient-boosted-trees.ts';
import type { TreeSettings } from './tree-settings.ts';

const numeric = (...names: string[]): LearnerFeature[] => names.map((name) => ({ name, kind: 'numeric' }));
const rowsOf = (columns: readonly (readonly number[])[], labels: readonly number[], weights?: readonly number[]) => ({
  rowCount: labels.length,
  columns: columns.map((values) => Float64Array.from(values)),
  labels: Float64Array.from(labels),
  ...(weights === undefined ? {} : { weights: Float64Array.from(weights) }),
});

async function fit(data: Omit<LearnerData, 'classCount'> & { classCount?: number }, settings: TreeSettings = {}) {
  const classCount = data.classCount ?? (data.task === 'binary' ? 2 : 0);
  return gradientBoostedTrees(settings).fit({ ...data, classCount }, { seed: 1, concurrency: 1 });
}

async function predict(fitted: { files: Readonly<Record<string, Uint8Array>> }, rows: LearnerRows) {
  return createTreesScorer(decodeTrees(fitted.files)).score(rows.columns, rows.rowCount);
}

const free: TreeSettings = { minChildRows: 1, minChildHessian: 0, l2: 0 };

describe('gradientBoostedTrees', () => {
  it('gives hand-computed leaves: a stump of squared error moves by the rate times the mean residual', async () => {
    const train = rowsOf([[1, 2, 3, 4]], [10, 20, 60, 70]);
    const fitted = await fit(
      { task: 'regression', features: numeric('x'), train },
      { ...free, trees: 1, maxDepth: 1, learningRate: 0.5 },
    );
    // The mean is 40; left of 2.5 residuals have mean -25, right of it 25.
    expect([...(await predict(fitted, train))]).toEqual([27.5, 27.5, 52.5, 52.5]);
    const { threshold, baseScores } = decodeTrees(fitted.files);
    expect([threshold[0], baseScores[0]]).toEqual([2.5, 40]);
  });

  it('gives hand-computed leaves of log loss, with the penalty', async () => {
    const train = rowsOf([[1, 1, 1, 2]], [0, 0, 1, 1]);
    const settings = { ...free, trees: 1, maxDepth: 1, learningRate: 1, l2: 2 };
    const fitted = await fit({ task: 'binary', features: numeric('x'), train }, settings);
    // All start at p = 0.5: gradients 0.5, 0.5, -0.5 | -0.5 and hessians 0.25 each.
    const left = -0.5 / (0.75 + 2);
    const right = 0.5 / (0.25 + 2);
    const scores = await predict(fitted, train);
    expect(scores[0]).toBeCloseTo(1 / (1 + Math.exp(-left)), 8);
    expect(scores[3]).toBeCloseTo(1 / (1 + Math.exp(-right)), 8);
  });

  it('memorises what a deep tree can hold', async () => {
    const random = createRandom(2);
    const values = Array.from({ length: 60 }, () => random.next());
    const train = rowsOf(
      [values, values.map(() => random.next())],
      values.map((value) => Math.sin(9 * value)),
    );
    const fitted = await fit(
      { task: 'regression', features: numeric('x', 'y'), train },
      { ...free, trees: 1, maxDepth: 16, learningRate: 1 },
    );
    (await predict(fitted, train)).forEach((value, row) => expect(value).toBeCloseTo(train.labels[row]!, 6));
  });

  it('lowers the training loss in every round', async () => {
    const random = createRandom(3);
    const columns = [0, 1, 2].map(() => Array.from({ length: 500 }, () => random.nextNormal()));
    const classes = columns[0]!.map((x, row) => (x > 0.5 ? 2 : columns[1]![row]! > 0 ? 1 : 0));
    for (const task of ['binary', 'multi-class', 'regression'] as const) {
      const labels = task === 'binary' ? classes.map((label) => Math.min(1, label)) : classes;
      const train = rowsOf(columns, labels);
      const classCount = { binary: 2, 'multi-class': 3, regression: 0 }[task];
      const fitted = await fit({ task, classCount, features: numeric('a', 'b', 'c'), train }, { trees: 30 });
      const losses = fitted.curves[0]!.values;
      expect(losses.length).toBe(30);
      losses.forEach((loss, round) => expect(loss).toBeLessThan(losses[round - 1] ?? Infinity));
    }
  });

  it('learns which way missing values go', async () => {
    const values = Array.from({ length: 300 }, (_, row) => (row % 3 === 0 ? NaN : row % 30));
    const train = rowsOf(
      [values],
      values.map((value) => (Number.isNaN(value) || value > 15 ? 1 : 0)),
    );
    const fitted = await fit({ task: 'binary', features: numeric('x'), train }, { trees: 40 });
    const asked = rowsOf([[NaN, 2, 25]], [0, 0, 0]);
    const scores = await predict(fitted, asked);
    expect(scores[0]).toBeGreaterThan(0.95);
    expect(scores[1]).toBeLessThan(0.05);
    expect(scores[2]).toBeGreaterThan(0.95);
  });

  it('splits sets of categories where one-hot columns need many splits', async () => {
    const random = createRandom(4);
    const codes = Array.from({ length: 4000 }, () => random.nextInteger(40));
    const isGood = Array.from({ length: 40 }, () => random.next() < 0.5);
    const labels = codes.map((code) => (random.next() < (isGood[code]! ? 0.8 : 0.2) ? 1 : 0));
    const settings = { trees: 5, maxDepth: 2 };
    const asSet = await fit(
      {
        task: 'binary',
        features: [{ name: 'c', kind: 'categorical', categories: 40 }],
        train: rowsOf([codes], labels),
      },
      settings,
    );
    const oneHot = Array.from({ length: 40 }, (_, code) => codes.map((other) => (other === code ? 1 : 0)));
    const names = oneHot.map((_, code) => `c${code}`);
    const asColumns = await fit(
      { task: 'binary', features: numeric(...names), train: rowsOf(oneHot, labels) },
      settings,
    );
    expect(asSet.curves[0]!.values.at(-1)).toBeLessThan(asColumns.curves[0]!.values.at(-1)! - 0.05);
  });

  it('keeps the round that was best on validation rows, and stops after enough that were not', async () => {
    const random = createRandom(5);
    const draw = (count: number): LearnerRows => {
      const x = Array.from({ length: count }, () => random.nextNormal());
      return rowsOf(
        [x, x.map(() => random.nextNormal())],
        x.map((value) => (random.next() < 1 / (1 + Math.exp(-value)) ? 1 : 0)),
      );
    };
    const data = { task: 'binary' as const, features: numeric('x', 'noise'), train: draw(400), validation: draw(400) };
    const fitted = await fit(data, { trees: 300, earlyStoppingRounds: 10, minChildRows: 5 });
    const losses = fitted.curves[1]!.values;
    const best = losses.indexOf(Math.min(...losses));
    expect(fitted.summary).toMatchObject({ roundsKept: best + 1, roundsRun: best + 11 });
    expect(decodeTrees(fitted.files).treeOffsets.length - 1).toBe(best + 1);
    const scores = await predict(fitted, data.validation);
    const loss = scores.reduce((sum, p, row) => sum - Math.log(data.validation.labels[row] === 1 ? p : 1 - p), 0) / 400;
    expect(loss).toBeCloseTo(losses[best]!, 9);
  });

  it('counts a row of weight 2 as two rows', async () => {
    const random = createRandom(6);
    const x = Array.from({ length: 200 }, () => random.nextInteger(30));
    const y = x.map((value) => (random.next() < value / 30 ? 1 : 0));
    const weights = x.map((_, row) => 1 + (row % 2));
    const twice = <TItem>(items: readonly TItem[]): TItem[] =>
      items.flatMap((item, row) => (row % 2 === 1 ? [item, item] : [item]));
    const features = numeric('x');
    const settings = { ...free, trees: 10, maxDepth: 3 };
    for (const task of ['binary', 'regression'] as const) {
      const weighted = await fit({ task, features, train: rowsOf([x], y, weights) }, settings);
      const repeated = await fit({ task, features, train: rowsOf([twice(x)], twice(y)) }, settings);
      const asked = rowsOf([x], y);
      const [a, b] = [await predict(weighted, asked), await predict(repeated, asked)];
      a.forEach((score, row) => expect(score).toBeCloseTo(b[row]!, 7));
    }
  });

  it('takes features that say nothing: constant, all missing', async () => {
    const labels = [0, 1, 0, 1, 1, 0];
    const train = rowsOf([labels.map(() => 5), labels.map(() => NaN)], labels);
    const fitted = await fit({ task: 'binary', features: numeric('constant', 'missing'), train }, { minChildRows: 1 });
    expect(fitted.summary).toMatchObject({ roundsRun: 1, leaves: 1 });
    (await predict(fitted, train)).forEach((score) => expect(score).toBeCloseTo(0.5, 12));
  });

  it('draws the same rows and features for the same seed', async () => {
    const random = createRandom(7);
    const columns = [0, 1, 2, 3].map(() => Array.from({ length: 300 }, () => random.nextNormal()));
    const train = rowsOf(
      columns,
      columns[0]!.map((value, row) => value * columns[1]![row]!),
    );
    const data: LearnerData = { task: 'regression', classCount: 0, features: numeric('a', 'b', 'c', 'd'), train };
    const learner = gradientBoostedTrees({ trees: 10, rowSampling: 0.5, featureSampling: 0.5 });
    const [first, second, other] = await Promise.all(
      [1, 1, 2].map((seed) => learner.fit(data, { seed, concurrency: 1 })),
    );
    expect(second!.files).toEqual(first!.files);
    expect(other!.files).not.toEqual(first!.files);
  });

  it('refuses settings and data that make no sense', async () => {
    const codeOf = async (action: () => unknown): Promise<string> => {
      try {
        await action();
        return 'no error';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const features = numeric('x');
    const fitLabels = (task: 'binary' | 'regression', labels: readonly number[]) => () =>
      fit({ task, features, train: rowsOf([labels], labels) });
    expect(await codeOf(() => gradientBoostedTrees({ trees: 0 }))).toBe('TRAINER_INVALID_SETTING');
    expect(await codeOf(() => gradientBoostedTrees({ depth: 3 } as TreeSettings))).toBe('TRAINER_UNKNOWN_SETTING');
    expect(await codeOf(fitLabels('binary', [1, 1, 1]))).toBe('TRAINER_ONE_CLASS_ONLY');
    expect(await codeOf(fitLabels('binary', [1, 0, NaN]))).toBe('TRAINER_LABEL_MISSING');
    expect(await codeOf(fitLabels('binary', [1, 0, 2]))).toBe('TRAINER_INVALID_LABEL');
    expect(await codeOf(fitLabels('regression', [1, Infinity]))).toBe('TRAINER_INVALID_LABEL');
    expect(await codeOf(fitLabels('regression', []))).toBe('TRAINER_NO_ROWS');
    const wrongWeight = rowsOf([[1, 2]], [0, 1], [1, -1]);
    expect(await codeOf(() => fit({ task: 'binary', features, train: wrongWeight }))).toBe('TRAINER_INVALID_WEIGHT');
    const category = [{ name: 'c', kind: 'categorical', categories: 2 } as const];
    const wrongCode = rowsOf([[0, 2]], [0, 1]);
    expect(await codeOf(() => fit({ task: 'binary', features: category, train: wrongCode }))).toBe(
      'TRAINER_CATEGORY_OUT_OF_RANGE',
    );
    expect(await codeOf(() => fit({ task: 'binary', features: numeric('x', 'y'), train: wrongCode }))).toBe(
      'TRAINER_ROW_COUNTS_DIFFER',
    );
    expect(await codeOf(() => fit({ task: 'binary', features: [], train: rowsOf([], [0, 1]) }))).toBe(
      'TRAINER_NO_FEATURES',
    );
  });
});
