import {
  checkArgument,
  checkOptions,
  requiredOption,
  type OptionForm,
  roundSignificant,
  type ColumnStatistics,
  type Comparator,
  type Histogram,
  type NumberStatistics,
  type TimestampStatistics,
} from '@millrace/core';
import { shareCommonBins } from './common-bins.ts';
import { alignHistograms, jensenShannonDivergence } from './jensen-shannon.ts';
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
  /**
   * How `jensenShannon` bins numbers and times. `common`: in bins of equal mass of both sides together. `standard` and
   * `quantiles`: by the union of the edges of these histograms, as TFDV does; a far outlier then counts as much as a change of
   * the whole column. @defaultValue 'common'
   */
  readonly histogram?: NonNullable<Comparator['histogram']> | undefined;
}

const columnForm: OptionForm = {
  expected: 'the statistics of one column, from `splits[name].columns` of what `computeStatistics` gives',
  admits: (value) => typeof (value as Partial<ColumnStatistics> | null | undefined)?.type === 'string',
};

const oneOf = (names: readonly string[]): OptionForm => ({
  expected: names.map((name) => `'${name}'`).join(', '),
  admits: (value) => names.includes(value as string),
});

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
  options: CompareColumnsOptions,
): ColumnDistance {
  for (const [argument, value] of Object.entries({ column, control })) {
    checkArgument(value, columnForm, { caller: 'compareColumns', argument });
  }
  checkOptions<CompareColumnsOptions>(options, 'compareColumns', {
    measure: requiredOption(oneOf(['infinityNorm', 'jensenShannon', 'normalizedAbsoluteDifference'])),
    histogram: oneOf(['common', 'standard', 'quantiles']),
  });
  const { measure, histogram = 'common' } = options;
  const left = column.type === 'list' ? column.items : column;
  const right = control.type === 'list' ? control.items : control;
  if (left.presentCount === 0) return { unavailable: 'the column has no values' };
  if (right.presentCount === 0) return { unavailable: 'the control has no values' };
  if (measure === 'jensenShannon' && isOrdered(left) && isOrdered(right)) {
    if ((left.type === 'timestamp') !== (right.type === 'timestamp')) return typesDiffer(left.type, right.type);
    const masses = histogram === 'common' ? shareBins(left, right) : shareHistograms(left, right, histogram);
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

type OrderedColumn = NumberStatistics | TimestampStatistics;

interface Masses {
  readonly left: readonly number[];
  readonly right: readonly number[];
}

/** The bins of the finite values, and one bin each for NaN and the infinities. */
function shareBins(left: OrderedColumn, right: OrderedColumn): Masses {
  const bins = shareCommonBins(left, right);
  const masses = (column: OrderedColumn, shares: readonly number[]): readonly number[] => {
    const special = specialCounts(column);
    const finiteCount = column.presentCount - special.reduce((sum, count) => sum + count, 0);
    return [...shares.map((share) => share * finiteCount), ...special];
  };
  return { left: masses(left, bins.left), right: masses(right, bins.right) };
}

function specialCounts(column: OrderedColumn): readonly number[] {
  return column.type === 'timestamp'
    ? []
    : [column.nanCount, column.positiveInfinityCount, column.negativeInfinityCount];
}

function shareHistograms(left: OrderedColumn, right: OrderedColumn, source: 'standard' | 'quantiles'): Masses {
  const histogramOf = (column: OrderedColumn): Histogram | null =>
    source === 'standard' ? column.histogram : column.quantileHistogram;
  const masses = alignHistograms(histogramOf(left), histogramOf(right));
  return { left: [...masses.left, ...specialCounts(left)], right: [...masses.right, ...specialCounts(right)] };
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
