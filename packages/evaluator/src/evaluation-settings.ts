import { checkOptions, optionForms, type OptionNames, type Task } from '@millrace/core';
import { invalidOption } from './errors.ts';
import { checkMetricNames, listMetrics, type MetricName } from './metric-definitions.ts';
import { findSliceProblem, type SliceSpec } from './slices/slice-spec.ts';
import { checkThresholdParts, checkThresholds, type Threshold } from './thresholds/threshold.ts';

/** What to measure, on which slices, and what to demand. */
export interface EvaluationSettings {
  /** All rows are always evaluated. @defaultValue `[{}]` */
  readonly slices?: readonly SliceSpec[] | undefined;
  /** Slices with fewer rows are left out, and counted. @defaultValue 20 */
  readonly minSliceRows?: number | undefined;
  /** Of one way of slicing, the largest so many are kept; the rest is counted. @defaultValue 500 */
  readonly maxSlices?: number | undefined;
  /** @defaultValue every metric of the task */
  readonly metrics?: readonly MetricName[] | undefined;
  /** What the model must reach to be blessed. Without any it is not blessed. @defaultValue `[]` */
  readonly thresholds?: readonly Threshold[] | undefined;
  /** Binary: predictions from here on count as positive. @defaultValue 0.5 */
  readonly decisionThreshold?: number | undefined;
  /** Multi-class: the k of top-k accuracy. @defaultValue 3 */
  readonly topK?: number | undefined;
  /** Width of the intervals, and how many resamples they are read from; 0 resamples: no intervals. @defaultValue `{ level: 0.95, replicates: 200 }` */
  readonly intervals?: { readonly level?: number | undefined; readonly replicates?: number | undefined } | undefined;
  /** Same rows, settings and seed: same intervals. @defaultValue 0 */
  readonly seed?: number | undefined;
}

/** The forms of the settings, for callers that no compiler stops. Numbers are checked when the defaults are in. */
export const settingForms: OptionNames<EvaluationSettings> = {
  slices: optionForms.list,
  minSliceRows: true,
  maxSlices: true,
  metrics: optionForms.texts,
  thresholds: optionForms.list,
  decisionThreshold: true,
  topK: true,
  intervals: optionForms.object,
  seed: true,
};

export interface ResolvedSettings {
  readonly slices: readonly SliceSpec[];
  readonly minSliceRows: number;
  readonly maxSlices: number;
  readonly metrics: readonly string[] | undefined;
  readonly thresholds: readonly Threshold[];
  readonly decisionThreshold: number;
  readonly topK: number;
  readonly level: number;
  readonly replicates: number;
  readonly seed: number;
}

/** Fills in the defaults and checks the numbers. Throws `EVALUATOR_INVALID_OPTION`, `EVALUATOR_THRESHOLD_WITHOUT_LIMIT`. */
export function resolveSettings({
  slices = [{}],
  minSliceRows = 20,
  maxSlices = 500,
  metrics,
  thresholds = [],
  decisionThreshold = 0.5,
  topK = 3,
  intervals = {},
  seed = 0,
}: EvaluationSettings): ResolvedSettings {
  checkOptions<typeof intervals>(intervals, 'intervals', { level: true, replicates: true });
  const { level = 0.95, replicates = 200 } = intervals;
  thresholds.forEach(checkThresholdParts);
  const wholeNumbers = { minSliceRows, maxSlices, topK };
  for (const [option, value] of Object.entries(wholeNumbers)) {
    if (!Number.isInteger(value) || value < 1)
      throw invalidOption({ option, value, expected: 'a whole number from 1' });
  }
  if (!(typeof level === 'number' && level > 0 && level < 1)) {
    throw invalidOption({
      option: 'intervals.level',
      value: level,
      expected: 'a number between 0 and 1, such as 0.95',
    });
  }
  if (!Number.isInteger(replicates) || replicates < 0 || (replicates > 0 && replicates < 50)) {
    throw invalidOption({
      option: 'intervals.replicates',
      value: replicates,
      expected: '0, or a whole number from 50: fewer resamples do not show the ends of a distribution',
    });
  }
  if (!Number.isFinite(decisionThreshold)) {
    throw invalidOption({ option: 'decisionThreshold', value: decisionThreshold, expected: 'a number from 0 to 1' });
  }
  if (!Number.isSafeInteger(seed)) throw invalidOption({ option: 'seed', value: seed, expected: 'a whole number' });
  for (const spec of [...slices, ...thresholds.flatMap(({ slices: own = [] }) => own)]) {
    const problem = findSliceProblem(spec);
    if (problem !== undefined) {
      const expected = `${problem}, such as {}, { keys: ['country'] } and { values: { country: 'DE' } }`;
      throw invalidOption({ option: 'slices', value: spec, expected });
    }
  }
  checkThresholds(thresholds);
  return {
    slices,
    minSliceRows,
    maxSlices,
    metrics,
    thresholds,
    decisionThreshold,
    topK,
    level,
    replicates,
    seed,
  };
}

/** The metrics to report: those asked for, those that thresholds need. Throws `EVALUATOR_UNKNOWN_METRIC`. */
export function chooseMetrics({ metrics, thresholds, topK }: ResolvedSettings, task: Task): ReadonlySet<string> {
  const needed = thresholds.map(({ metric }) => metric);
  checkMetricNames([...(metrics ?? []), ...needed], task, topK);
  return new Set([...(metrics ?? listMetrics(task, topK)), ...needed]);
}
