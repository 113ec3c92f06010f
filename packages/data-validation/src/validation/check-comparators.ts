import type {
  Anomaly,
  ColumnStatistics,
  Comparator,
  ComparatorAnomalyCode,
  Comparison,
  ComparisonKind,
  SplitAnomalies,
} from '@millrace/core';
import { compareColumns, type ColumnMeasure } from '../drift/compare-columns.ts';
import { defaultSeverity, wholeColumn } from './anomaly.ts';

const codes: Readonly<Record<ColumnMeasure, ComparatorAnomalyCode>> = {
  infinityNorm: 'COMPARATOR_L_INFTY_HIGH',
  jensenShannon: 'COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH',
  normalizedAbsoluteDifference: 'COMPARATOR_NORMALIZED_ABSOLUTE_DIFFERENCE_HIGH',
};

export interface Control {
  readonly comparison: ComparisonKind;
  readonly comparator: Comparator;
  /** The same column of the data to compare with; undefined when that data has no such column. */
  readonly column: ColumnStatistics | undefined;
}

/** A column against the same column of other data, by each measure that has a threshold. */
export function checkComparator(
  column: ColumnStatistics,
  { comparison, comparator, column: control }: Control,
): SplitAnomalies {
  const place = { path: column.name, comparison };
  const findings: Anomaly[] = [];
  const comparisons: Comparison[] = [];
  if (control === undefined || control.presentCount === 0) {
    const code = 'COMPARATOR_CONTROL_DATA_MISSING';
    const expected = `values of "${column.name}" in the ${comparison === 'drift' ? 'previous' : 'serving'} data`;
    findings.push({ code, severity: defaultSeverity(code), ...place, expected, actual: null, ...wholeColumn });
    return { findings, comparisons };
  }
  for (const measure of ['infinityNorm', 'jensenShannon', 'normalizedAbsoluteDifference'] as const) {
    const threshold = comparator[measure];
    if (threshold === undefined) continue;
    const distance = compareColumns(column, control, { measure, histogram: comparator.histogram });
    if ('unavailable' in distance) {
      const code = 'STATS_NOT_AVAILABLE';
      const facts = { expected: measure, actual: distance.unavailable, ...wholeColumn };
      findings.push({ code, severity: defaultSeverity(code), ...place, ...facts });
      continue;
    }
    const { value, isExact, witness } = distance;
    comparisons.push({ ...place, measure, value, threshold, isExact });
    if (value <= threshold) continue;
    const code = codes[measure];
    const examples = witness === undefined ? [] : [witness];
    findings.push({
      code,
      severity: defaultSeverity(code),
      ...place,
      expected: threshold,
      actual: value,
      ...wholeColumn,
      examples,
    });
  }
  return { findings, comparisons };
}
