import type { Anomaly, ColumnStatistics, SchemaFeature } from '@millrace/core';
import { limitAnomaly, wholeColumn } from './anomaly.ts';

/** Missing values against the presence that a feature asks for. */
export function checkPresence(
  { name: path, presentCount, missingCount }: ColumnStatistics,
  feature: SchemaFeature,
): Anomaly[] {
  const { minFraction = 0, minCount = 0 } = feature.presence ?? {};
  const rowCount = presentCount + missingCount;
  if (minFraction <= 0 && minCount <= 0) return [];
  if (presentCount === 0) {
    return [limitAnomaly('FEATURE_TYPE_NOT_PRESENT', { path, expected: 1, actual: 0, count: missingCount })];
  }
  const findings: Anomaly[] = [];
  const fraction = presentCount / rowCount;
  if (fraction < minFraction) {
    const facts = { path, expected: minFraction, actual: fraction, count: missingCount };
    findings.push(limitAnomaly('FEATURE_TYPE_LOW_FRACTION_PRESENT', facts));
  }
  if (presentCount < minCount) {
    const facts = { path, expected: minCount, actual: presentCount, count: missingCount };
    findings.push(limitAnomaly('FEATURE_TYPE_LOW_NUMBER_PRESENT', facts));
  }
  return findings;
}

/** Lengths of lists against the shape or the number of values that a feature asks for. */
export function checkLengths(column: ColumnStatistics, { shape, valueCount }: SchemaFeature): Anomaly[] {
  if (column.type !== 'list' || column.minLength === null || column.maxLength === null) return [];
  const { name: path, minLength, maxLength, lengths } = column;
  const countWhere = (isWrong: (length: number) => boolean): Pick<Anomaly, 'count' | 'isCountExact' | 'examples'> => {
    const examples = lengths.values
      .map((value, i) => ({ value, count: lengths.counts[i]! }))
      .filter(({ value }) => isWrong(value));
    const count = examples.reduce((sum, example) => sum + example.count, 0);
    return { count: Math.max(1, count), isCountExact: lengths.isComplete, examples: examples.slice(0, 10) };
  };
  const findings: Anomaly[] = [];
  const length = shape?.[0];
  if (length !== undefined && (minLength !== length || maxLength !== length)) {
    findings.push({
      code: 'INVALID_FEATURE_SHAPE',
      severity: 'error',
      path,
      expected: length,
      actual: [minLength, maxLength],
      ...countWhere((value) => value !== length),
    });
  }
  const { min, max } = valueCount ?? {};
  if (min !== undefined && minLength < min) {
    const { count, ...rest } = countWhere((value) => value < min);
    const facts = { path, expected: min, actual: minLength, count: count ?? 0, ...rest };
    findings.push(limitAnomaly('FEATURE_TYPE_LOW_NUMBER_VALUES', facts));
  }
  if (max !== undefined && maxLength > max) {
    const { count, ...rest } = countWhere((value) => value > max);
    const facts = { path, expected: max, actual: maxLength, count: count ?? 0, ...rest };
    findings.push(limitAnomaly('FEATURE_TYPE_HIGH_NUMBER_VALUES', facts));
  }
  return findings;
}

/** The number of distinct values against its limits. */
export function checkUniqueness(column: ColumnStatistics, { uniqueness }: SchemaFeature): Anomaly[] {
  if (uniqueness === undefined || column.type === 'list') return [];
  const { min = 0, max = Infinity } = uniqueness;
  const actual =
    column.type === 'boolean'
      ? [column.trueCount, column.falseCount].filter((count) => count > 0).length
      : column.distinctCount;
  const place = { path: column.name, actual, ...wholeColumn, count: undefined };
  if (actual < min) return [limitAnomaly('FEATURE_TYPE_LOW_UNIQUE', { ...place, expected: min })];
  return actual > max ? [limitAnomaly('FEATURE_TYPE_HIGH_UNIQUE', { ...place, expected: max })] : [];
}
