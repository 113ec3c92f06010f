import { createRandom, type Random } from '@millrace/core';
import { expect, it } from 'vitest';
import { multiClassMetricNames } from '../src/multi-class/multi-class-metrics.ts';
import { sampleMultiClass } from '../src/multi-class/sample-multi-class.ts';
import { estimateMetrics } from '../src/numbers/estimate-metrics.ts';
import type { SliceRows, SliceSamples } from '../src/numbers/slice-rows.ts';
import { regressionMetricNames } from '../src/regression/regression-metrics.ts';
import { sampleRegression } from '../src/regression/sample-regression.ts';

interface Simulation {
  readonly names: readonly string[];
  readonly truth: Readonly<Record<string, number>>;
  readonly draw: (random: Random) => SliceRows;
  readonly sample: (rows: SliceRows, seed: number) => SliceSamples;
}

const simulations = 200;

/** Metrics whose 95 % intervals hold the true value too seldom or too often. 200 simulations leave a standard error of 1.5 %. */
function findWrong({ names, truth, draw, sample }: Simulation): readonly object[] {
  const random = createRandom(42);
  const covered = new Map(Object.keys(truth).map((name) => [name, 0]));
  for (let seed = 0; seed < simulations; seed++) {
    const chosen = new Set(Object.keys(truth));
    const metrics = estimateMetrics(sample(draw(random), seed), names, { level: 0.95, chosen });
    for (const [name, value] of Object.entries(truth)) {
      const { lower, upper } = metrics[name]!;
      if (lower! <= value && value <= upper!) covered.set(name, covered.get(name)! + 1);
    }
  }
  return [...covered]
    .map(([name, count]) => ({ name, share: count / simulations }))
    .filter(({ share }) => share < 0.9 || share > 0.99);
}

// Label = prediction + noise, both normal: everything has a closed form. Correlation r = 0.8.
const r = 0.8;
const noise = 3;
const spread = (noise * r) / Math.sqrt(1 - r * r);
const regressionTruth = {
  rmse: noise,
  mae: noise * Math.sqrt(2 / Math.PI),
  medianAbsoluteError: noise * 0.6744897501960817,
  r2: r * r,
  meanError: 0,
  pearson: r,
  spearman: (6 / Math.PI) * Math.asin(r / 2),
  constantRmse: noise / Math.sqrt(1 - r * r),
};

it.each([300, 2000])(
  'intervals of regression metrics hold their closed forms (%i rows)',
  (rowCount) => {
    const wrong = findWrong({
      names: regressionMetricNames,
      truth: regressionTruth,
      draw: (random) => {
        const predictions = Float64Array.from({ length: rowCount }, () => 50 + spread * random.nextNormal());
        const labels = predictions.map((value) => value + noise * random.nextNormal());
        return { rowCount, labels, weights: undefined, models: [predictions] };
      },
      sample: (rows, seed) => sampleRegression(rows, { replicates: 200, seed, stream: 0 }),
    });
    expect(wrong).toEqual([]);
  },
  120_000,
);

const classCount = 3;

function drawClasses(rowCount: number, random: Random): SliceRows {
  const scores = new Float64Array(rowCount * classCount);
  const labels = Float64Array.from({ length: rowCount }, (_, row) => {
    const odds = Array.from({ length: classCount }, (__, c) => Math.exp(random.nextNormal() - c / 2));
    const total = odds.reduce((sum, value) => sum + value, 0);
    // The model is too timid: it knows the square roots of the odds.
    const roots = odds.map(Math.sqrt);
    const rootTotal = roots.reduce((sum, value) => sum + value, 0);
    roots.forEach((value, c) => {
      scores[row * classCount + c] = value / rootTotal;
    });
    let left = random.next() * total;
    let label = 0;
    while (label < classCount - 1 && left >= odds[label]!) left -= odds[label++]!;
    return label;
  });
  return { rowCount, labels, weights: undefined, models: [scores] };
}

it.each([300, 2000])(
  'intervals of class metrics hold those of a large population (%i rows)',
  (rowCount) => {
    const names = multiClassMetricNames(2);
    const sample = (rows: SliceRows, seed: number, replicates = 200): SliceSamples =>
      sampleMultiClass(rows, { classCount, topK: 2 }, { replicates, seed, stream: 0 });
    const { estimates } = sample(drawClasses(400_000, createRandom(7)), 0, 0).candidate;
    const measured = [
      'accuracy',
      'top2Accuracy',
      'macroF1',
      'weightedRecall',
      'macroRocAuc',
      'logLoss',
      'kappa',
      'mcc',
    ];
    const wrong = findWrong({
      names,
      truth: Object.fromEntries(measured.map((name) => [name, estimates[names.indexOf(name)]!])),
      draw: (random) => drawClasses(rowCount, random),
      sample,
    });
    expect(wrong).toEqual([]);
  },
  120_000,
);
