import { roundSignificant, type DriftHistogram, type DriftMeasure, type NumberStatistics } from '@millrace/core';
import { compareColumns } from '@millrace/data-validation';
import { inverseSizes, jensenShannonNoise, ksNoise, normalQuantile, psiNoise, type SampleSizes } from './chance.ts';
import { largestGap, percentileDistance, percentileSpread, populationStability } from './distances.ts';
import { finishMeasure } from './drift-measure.ts';
import type { CutCounts, NumberCuts } from './number-cuts.ts';

export interface NumberPair {
  readonly current: NumberStatistics;
  readonly reference: NumberStatistics;
  readonly cuts: NumberCuts;
  readonly counts: CutCounts;
}

/** Population stability over the deciles of the reference, Kolmogorov-Smirnov, Wasserstein and Jensen-Shannon. */
export function measureNumbers(
  { current, reference, cuts, counts }: NumberPair,
  alpha: number,
): readonly DriftMeasure[] {
  const sizes = { current: counts.total, reference: finiteCount(reference), alpha };
  const bins = decileBins(reference, cuts, counts);
  // At the percentiles only: elsewhere the reference's share is interpolated.
  const places = [...new Set(reference.percentiles)].map((point) => cuts.points.indexOf(point));
  // Between two percentiles the reference is known to a hundredth only.
  const resolution = reference.frequencies.isComplete ? 0 : 0.01;
  const deviation = reference.standardDeviation ?? 0;
  const moved = percentileDistance(current.percentiles, reference.percentiles, deviation);
  const chance = normalQuantile(1 - alpha / 2) * Math.sqrt(inverseSizes(sizes));
  const divergence = compareColumns(current, reference, { measure: 'jensenShannon' });
  return [
    finishMeasure({
      measure: 'psi',
      value: populationStability(bins.current, bins.reference),
      noise: psiNoise(bins.current.length, sizes),
    }),
    finishMeasure({
      measure: 'ks',
      value: largestGap(
        places.map((place) => counts.atMost[place]! / counts.total),
        places.map((place) => cuts.referenceShares[place]!),
      ),
      noise: ksNoise(sizes) + resolution,
    }),
    moved === null
      ? finishMeasure({ measure: 'wasserstein', unavailable: 'the reference does not vary' })
      : finishMeasure({
          measure: 'wasserstein',
          value: moved,
          noise: chance * percentileSpread(reference.percentiles, deviation),
        }),
    'value' in divergence
      ? finishMeasure({
          measure: 'jensenShannon',
          value: divergence.value,
          noise: jensenShannonNoise(bucketCounts(reference, sizes), sizes),
        })
      : finishMeasure({ measure: 'jensenShannon', unavailable: divergence.unavailable }),
  ];
}

export function finiteCount({
  presentCount,
  nanCount,
  positiveInfinityCount,
  negativeInfinityCount,
}: NumberStatistics): number {
  return presentCount - nanCount - positiveInfinityCount - negativeInfinityCount;
}

/** Counts of both sides between the deciles of the reference; equal deciles make fewer bins. */
function decileBins(
  reference: NumberStatistics,
  cuts: NumberCuts,
  counts: CutCounts,
): { readonly current: readonly number[]; readonly reference: readonly number[] } {
  const edges = new Set(Array.from({ length: 9 }, (_, i) => reference.percentiles[(i + 1) * 10]!));
  const places = [...edges].map((edge) => cuts.points.indexOf(edge));
  const total = finiteCount(reference);
  const between = (atMost: readonly number[], whole: number): number[] =>
    [...atMost, whole].map((count, i) => count - (i === 0 ? 0 : atMost[i - 1]!));
  const bins = {
    current: between(
      places.map((place) => counts.atMost[place]!),
      counts.total,
    ),
    reference: between(
      places.map((place) => cuts.referenceShares[place]! * total),
      total,
    ),
  };
  const isUsed = bins.reference.map((count, i) => count > 1e-9 * total || bins.current[i]! > 0);
  return {
    current: bins.current.filter((_, i) => isUsed[i]),
    reference: bins.reference.filter((_, i) => isUsed[i]).map((count) => (count > 1e-9 * total ? count : 0)),
  };
}

/** About how often both sides together fall into the buckets of both histograms, whose union has up to twice as many. */
function bucketCounts({ histogram }: NumberStatistics, { current, reference }: SampleSizes): readonly number[] {
  const counts = histogram?.counts ?? [];
  return counts
    .flatMap((count) => [count / 2, count / 2])
    .map((count) => Math.round(count * (1 + current / reference)))
    .filter((count) => count > 0);
}

/** Shares of both sides in the buckets of the reference between its 1st and 99th percentile. */
export function drawNumbers({ reference, cuts, counts }: NumberPair): DriftHistogram | null {
  const histogram = reference.coreHistogram;
  if (histogram === null || counts.total === 0) return null;
  const { edges, counts: inBuckets } = histogram;
  const total = finiteCount(reference);
  const places = edges.map((edge) => cuts.points.indexOf(edge));
  const short = (value: number): string => String(roundSignificant(value, 4));
  return {
    labels: inBuckets.map((_, i) => `${short(edges[i]!)} to ${short(edges[i + 1]!)}`),
    // Buckets hold their lower edge, the last one its upper edge as well.
    current: inBuckets.map((_, i) => {
      const isLast = i === inBuckets.length - 1;
      const upTo = (isLast ? counts.atMost : counts.below)[places[i + 1]!]!;
      return roundSignificant((upTo - counts.below[places[i]!]!) / counts.total, 6);
    }),
    reference: inBuckets.map((count) => roundSignificant(count / total, 6)),
  };
}
