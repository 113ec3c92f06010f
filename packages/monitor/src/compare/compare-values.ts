import {
  roundSignificant,
  type BooleanStatistics,
  type DriftHistogram,
  type DriftMeasure,
  type StringStatistics,
  type TimestampStatistics,
} from '@millrace/core';
import { compareColumns, jensenShannonDivergence } from '@millrace/data-validation';
import { infinityNormNoise, jensenShannonNoise, psiNoise } from './chance.ts';
import { populationStability } from './distances.ts';
import { finishMeasure } from './drift-measure.ts';

type ValueStatistics = StringStatistics | BooleanStatistics;

interface ValueCounts {
  readonly labels: readonly string[];
  readonly current: readonly number[];
  readonly reference: readonly number[];
}

/** Jensen-Shannon, the largest difference of one value's share, and population stability over the values. */
export function measureValues(
  current: ValueStatistics,
  reference: ValueStatistics,
  alpha: number,
): readonly DriftMeasure[] {
  const sizes = { current: current.presentCount, reference: reference.presentCount, alpha };
  const { current: mine, reference: theirs } = alignValues(current, reference);
  const whole = sizes.current + sizes.reference;
  const both = mine.map((count, i) => count + theirs[i]!);
  const shares = both.map((count) => count / whole);
  const noises = {
    jensenShannon: jensenShannonNoise(both, sizes),
    infinityNorm: infinityNormNoise(shares, sizes),
  };
  const distances = (['jensenShannon', 'infinityNorm'] as const).map((measure) => {
    const distance = compareColumns(current, reference, { measure });
    if ('unavailable' in distance) return finishMeasure({ measure, unavailable: distance.unavailable });
    return finishMeasure({ measure, value: distance.value, noise: noises[measure] });
  });
  // Rare values make the index jump: they are one bin.
  const bins = poolRare(mine, theirs);
  const psi = finishMeasure({
    measure: 'psi',
    value: populationStability(bins.current, bins.reference),
    noise: psiNoise(bins.current.length, sizes),
  });
  return [...distances, psi];
}

/** Times are compared by the hour of the day: the date moves on by itself. */
export function measureTimes(
  current: TimestampStatistics,
  reference: TimestampStatistics,
  alpha: number,
): readonly DriftMeasure[] {
  const sizes = { current: current.presentCount, reference: reference.presentCount, alpha };
  const both = current.hourCounts
    .map((count, hour) => count + reference.hourCounts[hour]!)
    .filter((count) => count > 0);
  return [
    finishMeasure({
      measure: 'jensenShannon',
      value: jensenShannonDivergence(current.hourCounts, reference.hourCounts),
      noise: jensenShannonNoise(both, sizes),
    }),
  ];
}

export function drawTimes(current: TimestampStatistics, reference: TimestampStatistics): DriftHistogram {
  const share = (counts: readonly number[], total: number): readonly number[] =>
    counts.map((count) => roundSignificant(count / total, 6));
  return {
    labels: current.hourCounts.map((_, hour) => `${String(hour).padStart(2, '0')} h`),
    current: share(current.hourCounts, current.presentCount),
    reference: share(reference.hourCounts, reference.presentCount),
  };
}

const drawnValues = 12;

/** Shares of the most frequent values of either side; the others together. */
export function drawValues(current: ValueStatistics, reference: ValueStatistics): DriftHistogram {
  const { labels, current: mine, reference: theirs } = alignValues(current, reference);
  const weight = (i: number): number => mine[i]! / current.presentCount + theirs[i]! / reference.presentCount;
  const order = labels
    .map((_, i) => i)
    .filter((i) => labels[i] !== others)
    .sort((a, b) => weight(b) - weight(a) || (labels[a]! < labels[b]! ? -1 : 1))
    .slice(0, drawnValues);
  const share = (counts: readonly number[], total: number): number[] => {
    const listed = order.map((i) => roundSignificant(counts[i]! / total, 6));
    const rest = 1 - listed.reduce((sum, part) => sum + part, 0);
    return hasRest ? [...listed, roundSignificant(Math.max(0, rest), 6)] : listed;
  };
  const hasRest = labels.length > order.length;
  return {
    labels: [...order.map((i) => labels[i]!), ...(hasRest ? ['all others'] : [])],
    current: share(mine, current.presentCount),
    reference: share(theirs, reference.presentCount),
  };
}

/** Values that the reference does not have, and their share; undefined where it does not list all of its values. */
export function findUnknown(
  current: StringStatistics,
  reference: StringStatistics,
):
  | { readonly rate: number; readonly values: readonly { readonly value: string; readonly count: number }[] }
  | undefined {
  if (!reference.frequencies.isComplete) return undefined;
  const known = new Set(reference.frequencies.values);
  const { values, counts } = current.frequencies;
  const unknown = values.map((value, i) => ({ value, count: counts[i]! })).filter(({ value }) => !known.has(value));
  const count = unknown.reduce((sum, item) => sum + item.count, 0);
  return { rate: current.presentCount === 0 ? 0 : count / current.presentCount, values: unknown.slice(0, 10) };
}

const others = '\u0000others';

/** Counts of both sides by value; what a cut-off list leaves out is one value more. */
function alignValues(current: ValueStatistics, reference: ValueStatistics): ValueCounts {
  const [mine, theirs] = [countsOf(current), countsOf(reference)];
  const labels = [...new Set([...theirs.keys(), ...mine.keys()])];
  return {
    labels,
    current: labels.map((label) => mine.get(label) ?? 0),
    reference: labels.map((label) => theirs.get(label) ?? 0),
  };
}

function countsOf(column: ValueStatistics): ReadonlyMap<string, number> {
  if (column.type === 'boolean') {
    return new Map([
      ['true', column.trueCount],
      ['false', column.falseCount],
    ]);
  }
  const { values, counts, isComplete } = column.frequencies;
  const listed = new Map(values.map((value, i) => [value, counts[i]!]));
  const rest = column.presentCount - counts.reduce((sum, count) => sum + count, 0);
  return isComplete ? listed : listed.set(others, rest);
}

function poolRare(
  current: readonly number[],
  reference: readonly number[],
): { readonly current: readonly number[]; readonly reference: readonly number[] } {
  const isCommon = reference.map((count) => count >= 10);
  const pool = (counts: readonly number[]): number[] => {
    const rare = counts.reduce((sum, count, i) => (isCommon[i] ? sum : sum + count), 0);
    return [...counts.filter((_, i) => isCommon[i]), rare];
  };
  const pooled = { current: pool(current), reference: pool(reference) };
  const isEmpty = pooled.current.at(-1) === 0 && pooled.reference.at(-1) === 0;
  return isEmpty ? { current: pooled.current.slice(0, -1), reference: pooled.reference.slice(0, -1) } : pooled;
}
