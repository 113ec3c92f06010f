import type { CalibrationLine } from './calibration-line.ts';
import { newtonStep } from './calibration-line.ts';
import type { RankingMetrics } from './ranking-metrics.ts';

export const binaryMetricNames = [
  'rocAuc',
  'prAuc',
  'logLoss',
  'brier',
  'calibrationError',
  'calibrationSlope',
  'calibrationRatio',
  'meanPrediction',
  'baseRate',
  'accuracy',
  'balancedAccuracy',
  'precision',
  'recall',
  'specificity',
  'negativePredictiveValue',
  'predictedPositiveRate',
  'f1',
  'mcc',
  'gini',
  'ks',
  'constantLogLoss',
  'logLossSkill',
  'constantBrier',
  'brierSkill',
] as const;

export const calibrationBins = 10;

/** Sums that both models share. */
export const sharedTerms = 2;
/** Sums of one model: counts, losses and the mean prediction; the calibration line's gradient and Hessian, the bins of the calibration error. */
export const lossTerms = 10 + calibrationBins;

/** What is known about a model's line on all rows of the slice; resamples take one step of Newton's method from it. */
export type FittedLine = CalibrationLine | undefined;

/** scikit-learn's `log_loss`: probabilities are clipped to the spacing of doubles at 1. */
export function rowLogLoss(label: number, probability: number): number {
  const likelihood = label === 1 ? probability : 1 - probability;
  return -Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, likelihood)));
}

/** Equal widths: [0, 0.1), [0.1, 0.2), ..., [0.9, 1]. */
export function calibrationBin(probability: number): number {
  return Math.min(calibrationBins - 1, Math.floor(probability * calibrationBins));
}

function entropy(share: number): number {
  const part = (p: number): number => (p > 0 ? -p * Math.log(p) : 0);
  return part(share) + part(1 - share);
}

/** All metrics of one model from sums over (resampled) rows, in the order of `binaryMetricNames`. 0/0 is NaN. */
export function binaryMetrics(
  sums: Float64Array,
  model: { readonly offset: number; readonly line: FittedLine; readonly ranking: RankingMetrics },
): Float64Array {
  const { offset, line, ranking } = model;
  const total = sums[0]!;
  const positives = sums[1]!;
  const negatives = total - positives;
  const truePositives = sums[offset]!;
  const predictedPositives = sums[offset + 1]!;
  const falsePositives = predictedPositives - truePositives;
  const falseNegatives = positives - truePositives;
  const trueNegatives = negatives - falsePositives;
  const logLoss = sums[offset + 2]! / total;
  const brier = sums[offset + 3]! / total;
  const meanPrediction = sums[offset + 4]! / total;
  const baseRate = positives / total;
  const recall = truePositives / positives;
  const specificity = trueNegatives / negatives;
  let calibrationError = 0;
  for (let bin = 0; bin < calibrationBins; bin++) calibrationError += Math.abs(sums[offset + 10 + bin]!);
  const step =
    line === undefined
      ? undefined
      : newtonStep({
          gradient0: sums[offset + 5]!,
          gradient1: sums[offset + 6]!,
          hessian00: sums[offset + 7]!,
          hessian01: sums[offset + 8]!,
          hessian11: sums[offset + 9]!,
        });
  const constantLogLoss = entropy(baseRate);
  const constantBrier = baseRate * (1 - baseRate);
  const values: Record<(typeof binaryMetricNames)[number], number> = {
    rocAuc: ranking.rocAuc,
    prAuc: ranking.prAuc,
    logLoss,
    brier,
    calibrationError: calibrationError / total,
    calibrationSlope: line === undefined || step === undefined ? Number.NaN : line.slope + step.slope,
    calibrationRatio: meanPrediction / baseRate,
    meanPrediction,
    baseRate,
    accuracy: (truePositives + trueNegatives) / total,
    balancedAccuracy: (recall + specificity) / 2,
    precision: truePositives / predictedPositives,
    recall,
    specificity,
    negativePredictiveValue: trueNegatives / (trueNegatives + falseNegatives),
    predictedPositiveRate: predictedPositives / total,
    f1: (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives),
    mcc:
      (truePositives * trueNegatives - falsePositives * falseNegatives) /
      Math.sqrt(predictedPositives * positives * negatives * (trueNegatives + falseNegatives)),
    gini: 2 * ranking.rocAuc - 1,
    ks: ranking.ks,
    constantLogLoss,
    logLossSkill: 1 - logLoss / constantLogLoss,
    constantBrier,
    brierSkill: 1 - brier / constantBrier,
  };
  // A plain loop: this is called once per slice, model and resample, where `Float64Array.from` takes half of the time.
  const metrics = new Float64Array(binaryMetricNames.length);
  for (let i = 0; i < metrics.length; i++) metrics[i] = values[binaryMetricNames[i]!];
  return metrics;
}
