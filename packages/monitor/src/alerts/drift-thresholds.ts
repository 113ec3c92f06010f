import { checkOptions, optionForms, type DriftMeasureName } from '@millrace/core';
import { invalidThreshold } from '../errors.ts';

/** From `warning` on it is worth a look, from `alert` on the monitor raises an alarm. Leave one out to have no such step. */
export interface Limits {
  readonly warning?: number | undefined;
  readonly alert?: number | undefined;
}

export type MeasureLimits = Readonly<Partial<Record<DriftMeasureName, Limits>>>;

/** What a metric of realised performance must stay within. */
export interface PerformanceLimit {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** @defaultValue 'alert' */
  readonly severity?: 'warning' | 'alert' | undefined;
}

export interface DriftThresholds {
  /** Distances of text, flags and times. @defaultValue `{ jensenShannon: { warning: 0.02, alert: 0.05 } }` */
  readonly values?: MeasureLimits | undefined;
  /** Distances of numbers. @defaultValue `{ psi: { warning: 0.1, alert: 0.25 } }` */
  readonly numbers?: MeasureLimits | undefined;
  /** Distances of single columns, instead of the above; `{}` to compare a column without judging it. @defaultValue `{}` */
  readonly columns?: Readonly<Record<string, MeasureLimits>> | undefined;
  /** By how much the share of missing values may grow. @defaultValue `{ warning: 0.05, alert: 0.2 }` */
  readonly missingRate?: Limits | undefined;
  /** Share of values that the reference does not have. @defaultValue `{ warning: 0.01, alert: 0.1 }` */
  readonly unknownRate?: Limits | undefined;
  /** Share of numbers beyond the smallest and largest of the reference. @defaultValue `{ warning: 0.01, alert: 0.1 }` */
  readonly outOfRangeRate?: Limits | undefined;
  /** Share of log lines that cannot be read. @defaultValue `{ warning: 0.001, alert: 0.05 }` */
  readonly malformedRate?: Limits | undefined;
  /** Least share of requests with a label. @defaultValue `{}` */
  readonly labelCoverage?: Limits | undefined;
  /** Realised performance, by metric. @defaultValue `{}` */
  readonly performance?: Readonly<Record<string, PerformanceLimit>> | undefined;
  /** Labels that performance is judged from; with fewer it is only shown. @defaultValue 100 */
  readonly minLabels?: number | undefined;
}

const measureNames: readonly string[] = [
  'jensenShannon',
  'infinityNorm',
  'psi',
  'ks',
  'wasserstein',
] satisfies DriftMeasureName[];

export type ResolvedThresholds = { readonly [TName in keyof DriftThresholds]-?: NonNullable<DriftThresholds[TName]> };

/** Fills in the defaults and checks the numbers. Throws `MONITOR_INVALID_THRESHOLD`. */
export function resolveThresholds(thresholds: DriftThresholds = {}): ResolvedThresholds {
  const { object } = optionForms;
  checkOptions<DriftThresholds>(thresholds, 'thresholds', {
    values: object,
    numbers: object,
    columns: object,
    missingRate: object,
    unknownRate: object,
    outOfRangeRate: object,
    malformedRate: object,
    labelCoverage: object,
    performance: object,
    minLabels: optionForms.count,
  });
  const {
    values = { jensenShannon: { warning: 0.02, alert: 0.05 } },
    numbers = { psi: { warning: 0.1, alert: 0.25 } },
    columns = {},
    missingRate = { warning: 0.05, alert: 0.2 },
    unknownRate = { warning: 0.01, alert: 0.1 },
    outOfRangeRate = { warning: 0.01, alert: 0.1 },
    malformedRate = { warning: 0.001, alert: 0.05 },
    labelCoverage = {},
    performance = {},
    minLabels = 100,
  } = thresholds;
  const named: Record<string, Limits> = { missingRate, unknownRate, outOfRangeRate, malformedRate, labelCoverage };
  const measures = { values, numbers, ...columns };
  for (const [place, limits] of Object.entries(measures)) {
    for (const [measure, own] of Object.entries(limits ?? {})) {
      if (!measureNames.includes(measure)) {
        throw invalidThreshold({
          name: place,
          value: limits,
          expected: `limits by measure: ${measureNames.join(', ')}`,
        });
      }
      named[`${place}.${measure}`] = own;
    }
  }
  for (const [name, limits] of Object.entries(named)) {
    if (!object.admits(limits))
      throw invalidThreshold({ name, value: limits, expected: 'an object with `warning`, `alert` or both' });
    for (const [step, value] of Object.entries(limits) as [string, number | undefined][]) {
      if (step !== 'warning' && step !== 'alert') {
        throw invalidThreshold({ name, value: limits, expected: 'an object with `warning`, `alert` or both' });
      }
      if (value !== undefined && !(Number.isFinite(value) && value >= 0)) {
        throw invalidThreshold({ name: `${name}.${step}`, value, expected: 'a finite number of 0 or more' });
      }
    }
  }
  for (const [metric, limit] of Object.entries(performance)) {
    checkOptions<PerformanceLimit>(limit, `thresholds.performance.${metric}`, {
      min: optionForms.number,
      max: optionForms.number,
      severity: { expected: "'warning' or 'alert'", admits: (value) => value === 'warning' || value === 'alert' },
    });
    const { min, max } = limit;
    if (min === undefined && max === undefined) {
      throw invalidThreshold({
        name: `performance.${metric}`,
        value: performance[metric],
        expected: 'an object with `min` or `max`',
      });
    }
  }
  return {
    values,
    numbers,
    columns,
    missingRate,
    unknownRate,
    outOfRangeRate,
    malformedRate,
    labelCoverage,
    performance,
    minLabels,
  };
}

/** The step that a value has reached. */
export function stepOf(value: number, { warning, alert }: Limits): 'warning' | 'alert' | undefined {
  if (alert !== undefined && value >= alert) return 'alert';
  return warning !== undefined && value >= warning ? 'warning' : undefined;
}
