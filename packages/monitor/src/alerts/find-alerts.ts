import type { ColumnDrift, DriftAlert, DriftComparison, RealisedPerformance } from '@millrace/core';
import { roundSignificant } from '@millrace/core';
import { rateNoise } from '../compare/chance.ts';
import { unknownPerformanceMetric } from '../errors.ts';
import { performanceMetricNames } from '../labels/performance-metrics.ts';
import { stepOf, type Limits, type ResolvedThresholds } from './drift-thresholds.ts';

export interface Findings {
  readonly rowCount: number;
  readonly malformedLines: number | null;
  /** Columns that requests must carry. */
  readonly expected: ReadonlySet<string>;
  readonly comparisons: readonly DriftComparison[];
  readonly performance: RealisedPerformance | null;
}

/** Everything that is beyond a threshold, most severe first. Throws `MONITOR_UNKNOWN_METRIC`. */
export function findAlerts(findings: Findings, thresholds: ResolvedThresholds): readonly DriftAlert[] {
  const { rowCount, comparisons, performance, expected } = findings;
  const alerts = [
    ...lineAlerts(findings, thresholds),
    ...comparisons.flatMap((comparison) => [
      ...comparison.absentColumns
        .filter((column) => expected.has(column))
        .map((column) => absentColumn(column, comparison.against)),
      ...comparison.columns.flatMap((column) => columnAlerts(column, { comparison, rowCount, thresholds })),
    ]),
    ...(performance === null ? [] : performanceAlerts(performance, thresholds)),
  ];
  return [
    ...alerts.filter(({ severity }) => severity === 'alert'),
    ...alerts.filter(({ severity }) => severity === 'warning'),
  ];
}

function lineAlerts(
  { malformedLines, rowCount }: Findings,
  { malformedRate }: ResolvedThresholds,
): readonly DriftAlert[] {
  if (malformedLines === null || malformedLines === 0) return [];
  const rate = malformedLines / (rowCount + malformedLines);
  const severity = stepOf(rate, malformedRate);
  if (severity === undefined) return [];
  return [
    {
      severity,
      code: 'malformed-lines',
      against: null,
      column: null,
      measure: 'malformedRate',
      value: roundSignificant(rate, 9),
      threshold: malformedRate[severity]!,
      message: `${malformedLines} lines of the request log cannot be read.`,
    },
  ];
}

function absentColumn(column: string, against: DriftComparison['against']): DriftAlert {
  return {
    severity: 'alert',
    code: 'column-absent',
    against,
    column,
    measure: 'missingRate',
    value: 1,
    threshold: 0,
    message: `Requests do not carry "${column}" at all.`,
  };
}

interface ColumnContext {
  readonly comparison: DriftComparison;
  readonly rowCount: number;
  readonly thresholds: ResolvedThresholds;
}

function columnAlerts(column: ColumnDrift, context: ColumnContext): readonly DriftAlert[] {
  const { comparison, thresholds } = context;
  const { against } = comparison;
  const found: DriftAlert[] = [];
  if ((column.state === 'alert' || column.state === 'warning') && column.decidedBy !== null) {
    const { measure, value } = column.measures.find((item) => item.measure === column.decidedBy)!;
    const isNumber = column.type === 'integer' || column.type === 'float';
    const limits = thresholds.columns[column.name] ?? (isNumber ? thresholds.numbers : thresholds.values);
    found.push({
      severity: column.state,
      code: 'drift',
      against,
      column: column.name,
      measure,
      value,
      threshold: limits[measure]![column.state]!,
      message: `"${column.name}" has moved against ${sideName(against)}: ${measureTitles[measure]} ${format(value!)}.`,
    });
  }
  found.push(...rateAlerts(column, context));
  return found;
}

function rateAlerts(column: ColumnDrift, { comparison, rowCount, thresholds }: ColumnContext): readonly DriftAlert[] {
  const { against, rowCount: referenceRows } = comparison;
  const sizes = { current: rowCount, reference: referenceRows, alpha: 0.01 / Math.max(1, comparison.columns.length) };
  const { missingRate, unknownRate, outOfRangeRate, name } = column;
  const grown = missingRate.current - missingRate.reference;
  const pooled = (missingRate.current * rowCount + missingRate.reference * referenceRows) / (rowCount + referenceRows);
  const isBeyondChance = grown > rateNoise(pooled, sizes);
  const examples = column.unknownValues.slice(0, 3).map(({ value }) => JSON.stringify(value));
  const rates: readonly (Pick<DriftAlert, 'code' | 'measure' | 'message'> & {
    value: number | null;
    limits: Limits;
  })[] = [
    {
      code: 'missing-rate',
      measure: 'missingRate',
      value: isBeyondChance ? grown : null,
      limits: thresholds.missingRate,
      message: `"${name}" is missing in ${percent(missingRate.current)} of the requests, against ${percent(missingRate.reference)} in ${sideName(against)}.`,
    },
    {
      code: 'unknown-values',
      measure: 'unknownRate',
      value: unknownRate,
      limits: thresholds.unknownRate,
      message: `${percent(unknownRate ?? 0)} of the values of "${name}" do not occur in ${sideName(against)}, such as ${examples.join(', ')}.`,
    },
    {
      code: 'out-of-range',
      measure: 'outOfRangeRate',
      value: outOfRangeRate,
      limits: thresholds.outOfRangeRate,
      message: `${percent(outOfRangeRate ?? 0)} of the values of "${name}" are beyond those of ${sideName(against)}.`,
    },
  ];
  return rates.flatMap(({ code, measure, value, limits, message }) => {
    const severity = value === null || value === 0 ? undefined : stepOf(value, limits);
    if (severity === undefined) return [];
    const threshold = limits[severity]!;
    return [{ severity, code, against, column: name, measure, value: roundSignificant(value!, 9), threshold, message }];
  });
}

function performanceAlerts(performance: RealisedPerformance, thresholds: ResolvedThresholds): readonly DriftAlert[] {
  const { metrics, coverage, labelledRows, task } = performance;
  const { labelCoverage, minLabels } = thresholds;
  const found: DriftAlert[] = [];
  const low = (['alert', 'warning'] as const).find((step) => coverage < (labelCoverage[step] ?? 0));
  if (low !== undefined) {
    found.push({
      severity: low,
      code: 'label-coverage',
      against: null,
      column: null,
      measure: 'labelCoverage',
      value: coverage,
      threshold: labelCoverage[low]!,
      message: `Only ${percent(coverage)} of the requests have a label.`,
    });
  }
  for (const [metric, { min, max, severity = 'alert' }] of Object.entries(thresholds.performance)) {
    const known = performanceMetricNames[task];
    if (!known.includes(metric)) throw unknownPerformanceMetric({ name: metric, known });
    const value = metrics[metric] ?? null;
    if (value === null || labelledRows < minLabels) continue;
    const isBelow = min !== undefined && value < min;
    if (!isBelow && !(max !== undefined && value > max)) continue;
    const threshold = isBelow ? min : max!;
    found.push({
      severity,
      code: 'performance',
      against: null,
      column: null,
      measure: metric,
      value,
      threshold,
      message: `${metric} of ${labelledRows} labelled requests is ${format(value)}, ${isBelow ? 'below' : 'above'} ${threshold}.`,
    });
  }
  return found;
}

export const measureTitles = {
  jensenShannon: 'Jensen-Shannon divergence',
  infinityNorm: 'L-infinity distance',
  psi: 'population stability index',
  ks: 'Kolmogorov-Smirnov distance',
  wasserstein: 'Wasserstein distance in standard deviations',
} as const;

export function sideName(against: DriftComparison['against']): string {
  return against === 'reference' ? 'the reference' : 'the previous requests';
}

function percent(share: number): string {
  return `${roundSignificant(share * 100, 3)} %`;
}

function format(value: number): string {
  return String(roundSignificant(value, 3));
}
