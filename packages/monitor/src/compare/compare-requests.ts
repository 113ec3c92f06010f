import {
  roundSignificant,
  type ColumnDrift,
  type ColumnStatistics,
  type Dataset,
  type DriftComparison,
  type DriftHistogram,
  type DriftMeasure,
  type NumberStatistics,
  type SplitStatistics,
} from '@millrace/core';
import { compareColumns } from '@millrace/data-validation';
import type { MeasureLimits, ResolvedThresholds } from '../alerts/drift-thresholds.ts';
import { jensenShannonNoise } from './chance.ts';
import { drawNumbers, finiteCount, measureNumbers } from './compare-numbers.ts';
import { drawTimes, drawValues, findUnknown, measureTimes, measureValues } from './compare-values.ts';
import { finishMeasure } from './drift-measure.ts';
import { judgeMeasures } from './judge-measures.ts';
import { countCuts, cutNumbers, type CutCounts, type NumberCuts } from './number-cuts.ts';

export interface ComparedSides {
  readonly against: DriftComparison['against'];
  readonly requests: Dataset;
  readonly current: SplitStatistics;
  readonly reference: SplitStatistics;
  /** Columns to compare; those that the requests lack are named as absent. */
  readonly columns: readonly string[];
  /** Columns of the requests that nobody expects in the reference. */
  readonly ownColumns: ReadonlySet<string>;
}

/** One report in a hundred calls chance drift, over all of its columns together. */
const falseAlarms = 0.01;

/** Compares the columns that both sides have. */
export async function compareRequests(
  { against, requests, current, reference, columns, ownColumns }: ComparedSides,
  thresholds: ResolvedThresholds,
  signal?: AbortSignal,
): Promise<DriftComparison> {
  const mine = new Map(current.columns.map((column) => [column.name, column]));
  const theirs = new Map(reference.columns.map((column) => [column.name, column]));
  const shared = columns.filter((name) => mine.has(name) && theirs.has(name));
  const cuts = new Map<string, NumberCuts>();
  for (const name of shared) {
    const [own, other] = [mine.get(name)!, theirs.get(name)!];
    const points = isNumber(own) && isNumber(other) ? cutNumbers(other) : undefined;
    if (points !== undefined) cuts.set(name, points);
  }
  const counts = await countCuts(requests, cuts, signal);
  const alpha = falseAlarms / Math.max(1, shared.length);
  return {
    against,
    rowCount: reference.rowCount,
    columns: shared.map((name) =>
      compareColumn(
        { current: mine.get(name)!, reference: theirs.get(name)!, cuts: cuts.get(name), counts: counts.get(name) },
        thresholds,
        alpha,
      ),
    ),
    absentColumns: columns.filter((name) => !mine.has(name)),
    extraColumns: [...mine.keys()].filter((name) => !theirs.has(name) && !ownColumns.has(name)),
  };
}

function isNumber(column: ColumnStatistics): column is NumberStatistics {
  return column.type === 'integer' || column.type === 'float';
}

interface ColumnPair {
  readonly current: ColumnStatistics;
  readonly reference: ColumnStatistics;
  readonly cuts: NumberCuts | undefined;
  readonly counts: CutCounts | undefined;
}

function compareColumn(pair: ColumnPair, thresholds: ResolvedThresholds, alpha: number): ColumnDrift {
  const { current, reference, counts } = pair;
  const { measures, histogram } = measureColumn(pair, alpha);
  const unknown =
    current.type === 'string' && reference.type === 'string' && !isIdentifier(reference)
      ? findUnknown(current, reference)
      : undefined;
  const outside =
    counts === undefined || counts.total === 0
      ? undefined
      : (counts.below[0]! + counts.total - counts.atMost.at(-1)!) / counts.total;
  return {
    name: current.name,
    type: current.type,
    ...judgeMeasures(measures, limitsOf(current, thresholds)),
    measures,
    missingRate: { current: missingRate(current), reference: missingRate(reference) },
    unknownRate: unknown === undefined ? null : roundSignificant(unknown.rate, 9),
    unknownValues: unknown?.values ?? [],
    outOfRangeRate: outside === undefined ? null : roundSignificant(outside, 9),
    histogram,
  };
}

function limitsOf({ name, type }: ColumnStatistics, { columns, numbers, values }: ResolvedThresholds): MeasureLimits {
  if (Object.hasOwn(columns, name)) return columns[name]!;
  return type === 'integer' || type === 'float' ? numbers : values;
}

/** Missing values and NaN, as a share of the rows. */
function missingRate(column: ColumnStatistics): number {
  const rows = column.presentCount + column.missingCount;
  const missing = column.missingCount + (isNumber(column) ? column.nanCount : 0);
  return rows === 0 ? 0 : roundSignificant(missing / rows, 9);
}

interface Measured {
  readonly measures: readonly DriftMeasure[];
  readonly histogram: DriftHistogram | null;
}

function measureColumn({ current, reference, cuts, counts }: ColumnPair, alpha: number): Measured {
  const reason = whyNotCompared(current, reference);
  if (reason !== undefined) return unmeasured(current, reason);
  if (isNumber(current) && isNumber(reference)) {
    if (cuts === undefined || counts === undefined || counts.total === 0)
      return unmeasured(current, 'there are no finite values');
    const pair = { current, reference, cuts, counts };
    return { measures: measureNumbers(pair, alpha), histogram: drawNumbers(pair) };
  }
  if (current.type === 'timestamp' && reference.type === 'timestamp') {
    return { measures: measureTimes(current, reference, alpha), histogram: drawTimes(current, reference) };
  }
  if (
    (current.type === 'string' && reference.type === 'string') ||
    (current.type === 'boolean' && reference.type === 'boolean')
  ) {
    return { measures: measureValues(current, reference, alpha), histogram: drawValues(current, reference) };
  }
  const distance = compareColumns(current, reference, { measure: 'jensenShannon' });
  if ('unavailable' in distance) return unmeasured(current, distance.unavailable);
  const sizes = { current: current.presentCount, reference: reference.presentCount, alpha };
  const whole = sizes.current + sizes.reference;
  const noise = jensenShannonNoise(new Array<number>(20).fill(Math.round(whole / 20)), sizes);
  return {
    measures: [finishMeasure({ measure: 'jensenShannon', value: distance.value, noise })],
    histogram: null,
  };
}

function unmeasured(column: ColumnStatistics, unavailable: string): Measured {
  const measure = isNumber(column) ? 'psi' : 'jensenShannon';
  return { measures: [finishMeasure({ measure, unavailable })], histogram: null };
}

function whyNotCompared(current: ColumnStatistics, reference: ColumnStatistics): string | undefined {
  if (current.presentCount === 0) return 'the requests have no values';
  if (reference.presentCount === 0) return 'the reference has no values';
  const isSame = current.type === reference.type || (isNumber(current) && isNumber(reference));
  if (!isSame) return `the requests hold ${current.type} and the reference ${reference.type}`;
  if (isNumber(reference) && finiteCount(reference) === 0) return 'the reference has no finite values';
  if (reference.type === 'string' && isIdentifier(reference))
    return 'nearly every value of the reference is another one';
  return undefined;
}

/** Keys and free text: shares of single values say nothing. */
function isIdentifier(column: ColumnStatistics): boolean {
  return column.type === 'string' && column.distinctCount > 50 && column.distinctCount > column.presentCount / 2;
}
