import { createRandom } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { binaryMetricNames } from '../src/binary/binary-metrics.ts';
import { sampleBinary } from '../src/binary/sample-binary.ts';
import { estimateMetrics } from '../src/numbers/estimate-metrics.ts';

const sigmoid = (t: number): number => 1 / (1 + Math.exp(-t));
// z is standard normal, the label comes with probability sigmoid(z - 1). The candidate is miscalibrated, the baseline orders
// badly as well.
const chance = (z: number): number => sigmoid(z - 1);
const models = [(z: number) => sigmoid(0.8 * z - 0.6), (z: number) => sigmoid(0.5 * z - 0.4 * z * z + 0.2)];
const measured = [
  'rocAuc',
  'prAuc',
  'ks',
  'logLoss',
  'brier',
  'calibrationError',
  'calibrationSlope',
  'accuracy',
  'precision',
  'f1',
  'mcc',
  'logLossSkill',
] as const;

/** The metrics of the population: sums over a fine grid of z. The slope of the candidate is 1 / 0.8 by construction. */
function trueMetrics(): readonly Record<string, number>[] {
  const size = 4001;
  const grid = Array.from({ length: size }, (_, i) => -6 + (12 * i) / (size - 1));
  const density = grid.map((z) => Math.exp((-z * z) / 2));
  const total = density.reduce((sum, weight) => sum + weight, 0);
  return models.map((model) => {
    const rows = grid
      .map((z, i) => ({ score: model(z), weight: density[i]! / total, positive: chance(z) }))
      .sort((a, b) => b.score - a.score);
    const baseRate = rows.reduce((sum, { weight, positive }) => sum + weight * positive, 0);
    let [truePositives, falsePositives, misordered, averagePrecision, ks] = [0, 0, 0, 0, 0];
    let [logLoss, brier, called, hits] = [0, 0, 0, 0];
    const gaps = new Float64Array(10);
    for (const { score, weight, positive } of rows) {
      const [p, n] = [weight * positive, weight * (1 - positive)];
      misordered += p * (falsePositives + n / 2);
      truePositives += p;
      falsePositives += n;
      averagePrecision += (p * truePositives) / (truePositives + falsePositives);
      ks = Math.max(ks, Math.abs(truePositives / baseRate - falsePositives / (1 - baseRate)));
      logLoss -= p * Math.log(score) + n * Math.log(1 - score);
      brier += p * (1 - score) ** 2 + n * score ** 2;
      gaps[Math.min(9, Math.floor(score * 10))]! += p - weight * score;
      if (score >= 0.5) {
        called += weight;
        hits += p;
      }
    }
    const misses = baseRate - hits;
    const correctNegatives = 1 - called - misses;
    const constant = -baseRate * Math.log(baseRate) - (1 - baseRate) * Math.log(1 - baseRate);
    return {
      rocAuc: 1 - misordered / (baseRate * (1 - baseRate)),
      prAuc: averagePrecision / baseRate,
      ks,
      logLoss,
      brier,
      calibrationError: gaps.reduce((sum, gap) => sum + Math.abs(gap), 0),
      calibrationSlope: 1 / 0.8,
      accuracy: hits + correctNegatives,
      precision: hits / called,
      f1: (2 * hits) / (called + baseRate),
      mcc:
        (hits * correctNegatives - (called - hits) * misses) /
        Math.sqrt(called * baseRate * (1 - baseRate) * (1 - called)),
      logLossSkill: 1 - logLoss / constant,
    };
  });
}

function coverage(rowCount: number, simulations: number): Map<string, number> {
  const [truth, ofBaseline] = trueMetrics();
  const random = createRandom(20010618);
  const covered = new Map<string, number>();
  const note = (
    name: string,
    value: number,
    { lower, upper }: { lower: number | null; upper: number | null },
  ): void => {
    const isCovered = lower !== null && upper !== null && lower <= value && value <= upper;
    covered.set(name, (covered.get(name) ?? 0) + (isCovered ? 1 : 0));
  };
  for (let simulation = 0; simulation < simulations; simulation++) {
    const z = Float64Array.from({ length: rowCount }, () => random.nextNormal());
    const rows = {
      rowCount,
      labels: z.map((value) => (random.next() < chance(value) ? 1 : 0)),
      weights: undefined,
      models: models.map((model) => z.map(model)),
    };
    const samples = sampleBinary(rows, 0.5, { replicates: 200, seed: simulation, stream: 0 });
    const metrics = estimateMetrics(samples, binaryMetricNames, { level: 0.95, chosen: new Set(measured) });
    for (const name of measured) {
      note(name, truth![name]!, metrics[name]!);
      if (name !== 'calibrationSlope')
        note(`change of ${name}`, truth![name]! - ofBaseline![name]!, metrics[name]!.change!);
    }
  }
  return covered;
}

// 200 simulations leave a standard error of 1.5 %. The calibration error and Kolmogorov-Smirnov are larger in a sample than in the
// population, which no interval around them mends in a small one.
const isBiased = (name: string): boolean => name === 'calibrationError' || name === 'ks';

describe.each([
  ['rows drawn one by one', 400],
  ['rows in blocks, ranks to first order', 2500],
])('95 %% intervals, %s', (_, rowCount) => {
  it(`hold the true value about 95 times in 100 (${rowCount} rows)`, () => {
    const simulations = 200;
    const wrong = [...coverage(rowCount, simulations)]
      .map(([name, covered]) => ({ name, share: covered / simulations }))
      .filter(({ name, share }) => share < (isBiased(name) ? 0.85 : 0.9) || share > 0.99);
    expect(wrong).toEqual([]);
  }, 120_000);
});
