import {
  roundSignificant,
  type ColumnStatistics,
  type NumberStatistics,
  type TimestampStatistics,
} from '@millrace/core';
import { alignDistributions, jensenShannonDivergence, type NumberDistribution } from './jensen-shannon.ts';
import {
  infinityNorm,
  jensenShannonOfValues,
  normalizedAbsoluteDifference,
  type Distance,
  type ValueDistribution,
} from './value-distances.ts';

export type ColumnMeasure = 'infinityNorm' | 'jensenShannon' | 'normalizedAbsoluteDifference';

export interface CompareColumnsOptions {
  readonly measure: ColumnMeasure;
  /** The histogram that `jensenShannon` of numbers and times reads. @defaultValue 'standard' */
  readonly histogram?: 'standard' | 'quantiles' | undefined;
}

/** The distance, or why it cannot be had from these statistics. */
export type ColumnDistance = Distance | { readonly unavailable: string };

/**
 * How far a column is from a control column, by one measure; 12 significant digits. Lists are compared by their items.
 * Text and flags compare by value; numbers and times by histogram for `jensenShannon`, and by value for the others, which
 * needs statistics that list all values.
 */
export function compareColumns(
  column: ColumnStatistics,
  control: ColumnStatistics,
  { measure, histogram = 'standard' }: CompareColumnsOptions,
): ColumnDistance {
  const left = column.type === 'list' ? column.items : column;
  const right = control.type === 'list' ? control.items : control;
  if (left.presentCount === 0) return { unavailable: 'the column has no values' };
  if (right.presentCount === 0) return { unavailable: 'the control has no values' };
  if (measure === 'jensenShannon' && isOrdered(left) && isOrdered(right)) {
    if ((left.type === 'timestamp') !== (right.type === 'timestamp')) return typesDiffer(left.type, right.type);
    const masses = alignDistributions(distributionOf(left, histogram), distributionOf(right, histogram));
    return { value: roundSignificant(jensenShannonDivergence(masses.left, masses.right)), isExact: true };
  }
  const leftValues = valuesOf(left);
  const rightValues = valuesOf(right);
  if (leftValues === undefined || rightValues === undefined) {
    return { unavailable: 'the statistics do not list every value of a column of numbers' };
  }
  if (isOrdered(left) ? !isOrdered(right) : left.type !== right.type) return typesDiffer(left.type, right.type);
  const measures = { infinityNorm, normalizedAbsoluteDifference, jensenShannon: jensenShannonOfValues };
  const distance = measures[measure](leftValues, rightValues);
  return { ...distance, value: roundSignificant(distance.value) };
}

function typesDiffer(left: string, right: string): ColumnDistance {
  return { unavailable: `the column holds ${left} and the control ${right}` };
}

function isOrdered(column: ColumnStatistics): column is NumberStatistics | TimestampStatistics {
  return column.type === 'integer' || column.type === 'float' || column.type === 'timestamp';
}

function distributionOf(
  column: NumberStatistics | TimestampStatistics,
  source: 'standard' | 'quantiles',
): NumberDistribution {
  const histogram = source === 'standard' ? column.histogram : column.quantileHistogram;
  const { nanCount, positiveInfinityCount, negativeInfinityCount } =
    column.type === 'timestamp' ? { nanCount: 0, positiveInfinityCount: 0, negativeInfinityCount: 0 } : column;
  return { histogram, nanCount, positiveInfinityCount, negativeInfinityCount };
}

function valuesOf(column: Exclude<ColumnStatistics, { readonly type: 'list' }>): ValueDistribution | undefined {
  if (column.type === 'boolean') {
    const { trueCount, falseCount } = column;
    return { values: [true, false], counts: [trueCount, falseCount], total: column.presentCount, isComplete: true };
  }
  if (column.type === 'string') return { ...column.frequencies, total: column.presentCount };
  if (!column.frequencies.isComplete) return undefined;
  return { ...column.frequencies, total: column.frequencies.counts.reduce((sum, count) => sum + count, 0) };
}
