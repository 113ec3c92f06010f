import type { Task } from '@millrace/core';
import { binaryMetricNames } from './binary/binary-metrics.ts';
import { unknownMetric } from './errors.ts';
import { multiClassMetricNames } from './multi-class/multi-class-metrics.ts';
import { regressionMetricNames } from './regression/regression-metrics.ts';

export type MetricName =
  | (typeof binaryMetricNames)[number]
  | (typeof regressionMetricNames)[number]
  | `top${number}Accuracy`
  | 'macroPrecision'
  | 'macroRecall'
  | 'macroF1'
  | 'microF1'
  | 'weightedPrecision'
  | 'weightedRecall'
  | 'weightedF1'
  | 'macroRocAuc'
  | 'kappa';

/** Which way a metric is good; `none` for facts about the data, which are neither. */
export type MetricDirection = 'higher' | 'lower' | 'none';

const lowerIsBetter = new Set([
  'logLoss',
  'brier',
  'calibrationError',
  'rmse',
  'mse',
  'mae',
  'medianAbsoluteError',
  'mape',
  'smape',
  'maxError',
]);
const facts = new Set([
  'calibrationSlope',
  'calibrationRatio',
  'meanPrediction',
  'meanLabel',
  'meanError',
  'baseRate',
  'predictedPositiveRate',
  'constantLogLoss',
  'constantBrier',
  'constantRmse',
]);

/** Better when higher, better when lower, or neither. */
export function directionOf(metric: string): MetricDirection {
  return lowerIsBetter.has(metric) ? 'lower' : facts.has(metric) ? 'none' : 'higher';
}

/**
 * `recentred`: noise can only raise it, so the resamples lie above the estimate and are moved back to it. `none`: the
 * largest value of a sample says nothing about a larger one, so a bootstrap interval would be false.
 */
export function intervalRuleOf(metric: string): 'percentile' | 'recentred' | 'none' {
  if (metric === 'maxError') return 'none';
  return metric === 'calibrationError' || metric === 'ks' ? 'recentred' : 'percentile';
}

/** The metrics of a task, in the order of reports. */
export function listMetrics(task: Task, topK: number): readonly string[] {
  switch (task) {
    case 'binary':
      return binaryMetricNames;
    case 'multi-class':
      return multiClassMetricNames(topK);
    case 'regression':
      return regressionMetricNames;
  }
}

/** Throws `EVALUATOR_UNKNOWN_METRIC` for a name that the task does not have. */
export function checkMetricNames(names: readonly string[], task: Task, topK: number): void {
  const known = listMetrics(task, topK);
  for (const name of names) if (!known.includes(name)) throw unknownMetric({ name, known, task });
}
