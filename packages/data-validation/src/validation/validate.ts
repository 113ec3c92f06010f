import type { AnomaliesPayload, SchemaPayload, StatisticsPayload } from '@millrace/core';
import { describeAnomaly } from './describe-anomaly.ts';
import { validateStatistics, type ValidateStatisticsOptions } from './validate-statistics.ts';

export interface AnomalyTotals {
  /** True when no finding is an error. */
  readonly blessed: boolean;
  readonly errorCount: number;
  readonly warningCount: number;
}

export interface ValidationReport extends AnomalyTotals {
  readonly anomalies: AnomaliesPayload;
  /** One line for each finding: severity, split, words. */
  readonly lines: readonly string[];
}

/** Validates statistics as `validateStatistics` does, with a verdict and words beside the findings. */
export function validate(
  statistics: StatisticsPayload,
  schema: SchemaPayload,
  options: ValidateStatisticsOptions = {},
): ValidationReport {
  const anomalies = validateStatistics(statistics, schema, options);
  return { ...totalAnomalies(anomalies), anomalies, lines: listAnomalies(anomalies) };
}

/** How many errors and warnings there are, in all splits. */
export function totalAnomalies({ splits }: AnomaliesPayload): AnomalyTotals {
  const severities = Object.values(splits).flatMap(({ findings }) => findings.map(({ severity }) => severity));
  const errorCount = severities.filter((severity) => severity === 'error').length;
  return { blessed: errorCount === 0, errorCount, warningCount: severities.length - errorCount };
}

/** One line for each finding, errors first. */
export function listAnomalies({ splits }: AnomaliesPayload): readonly string[] {
  const named = Object.keys(splits).length > 1;
  const lines = (severity: string): string[] =>
    Object.entries(splits).flatMap(([split, { findings }]) =>
      findings
        .filter((finding) => finding.severity === severity)
        .map((finding) => `${severity}${named ? ` in ${split}` : ''}: ${describeAnomaly(finding).summary}`),
    );
  return [...lines('error'), ...lines('warning')];
}
