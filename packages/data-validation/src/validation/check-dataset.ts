import type { Anomaly, Comparison, DatasetConstraints, SplitAnomalies, SplitStatistics } from '@millrace/core';
import { defaultSeverity, limitAnomaly, wholeColumn } from './anomaly.ts';

/** Row counts and duplicates against the constraints of the data set. */
export function checkDataset(
  { rowCount, duplicateRowCount }: SplitStatistics,
  { minRowCount, maxRowCount, maxDuplicateFraction, rowCountDrift }: DatasetConstraints,
  previous: SplitStatistics | undefined,
): SplitAnomalies {
  const findings: Anomaly[] = [];
  if (rowCount === 0) findings.push(limitAnomaly('NO_DATA_IN_SPAN', { path: '', expected: 1, actual: 0 }));
  if (minRowCount !== undefined && rowCount < minRowCount) {
    findings.push(limitAnomaly('DATASET_LOW_NUM_EXAMPLES', { path: '', expected: minRowCount, actual: rowCount }));
  }
  if (maxRowCount !== undefined && rowCount > maxRowCount) {
    findings.push(limitAnomaly('DATASET_HIGH_NUM_EXAMPLES', { path: '', expected: maxRowCount, actual: rowCount }));
  }
  const duplicateFraction = (duplicateRowCount ?? 0) / Math.max(1, rowCount);
  if (maxDuplicateFraction !== undefined && duplicateFraction > maxDuplicateFraction) {
    findings.push(
      limitAnomaly('DATASET_HIGH_DUPLICATE_FRACTION', {
        path: '',
        expected: maxDuplicateFraction,
        actual: duplicateFraction,
        count: duplicateRowCount ?? 0,
      }),
    );
  }
  if (rowCountDrift === undefined || previous === undefined) return { findings, comparisons: [] };
  const drift = compareRowCounts(rowCount, previous.rowCount, rowCountDrift);
  return { findings: [...findings, ...drift.findings], comparisons: drift.comparisons };
}

function compareRowCounts(
  rowCount: number,
  previousCount: number,
  { minRatio, maxRatio }: NonNullable<DatasetConstraints['rowCountDrift']>,
): SplitAnomalies {
  const place = { path: '', comparison: 'drift' } as const;
  if (previousCount === 0) {
    const code = 'COMPARATOR_CONTROL_DATA_MISSING';
    const missing = { expected: 'rows of the previous data set', actual: null, ...wholeColumn };
    return { findings: [{ code, severity: defaultSeverity(code), ...place, ...missing }], comparisons: [] };
  }
  const value = rowCount / previousCount;
  const findings: Anomaly[] = [];
  const comparisons: Comparison[] = [];
  const check = (
    code: 'COMPARATOR_LOW_NUM_EXAMPLES' | 'COMPARATOR_HIGH_NUM_EXAMPLES',
    threshold: number,
    isPassed: boolean,
  ): void => {
    comparisons.push({ ...place, measure: 'rowCountRatio', value, threshold, isExact: true });
    if (isPassed) {
      findings.push({
        code,
        severity: defaultSeverity(code),
        ...place,
        expected: threshold,
        actual: value,
        ...wholeColumn,
      });
    }
  };
  if (minRatio !== undefined) check('COMPARATOR_LOW_NUM_EXAMPLES', minRatio, value < minRatio);
  if (maxRatio !== undefined) check('COMPARATOR_HIGH_NUM_EXAMPLES', maxRatio, value > maxRatio);
  return { findings, comparisons };
}
