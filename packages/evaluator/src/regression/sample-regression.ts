import { dealBlocks, mostBlocks, resample, sumBlocks, totalOf } from '../numbers/block-sums.ts';
import { createSamples, type MetricSamples, type Resampling } from '../numbers/metric-samples.ts';
import type { SliceRows, SliceSamples } from '../numbers/slice-rows.ts';
import { medianOfWindow, medianWindow, type MedianWindow } from './median-window.ts';
import { rankProduct, rankShares, type RankProduct } from './rank-influence.ts';
import { correlate, rankValues, writeRanks, type RankedValues } from './ranked-values.ts';
import {
  errorTerms,
  labelTerms,
  regressionMetricNames,
  regressionMetrics,
  writeErrorTerms,
} from './regression-metrics.ts';

interface RegressionModel {
  readonly predictions: Float64Array;
  readonly errors: Float64Array;
  readonly window: MedianWindow;
  readonly maxError: number;
  readonly ranked: RankedValues;
  readonly ranks: Float64Array;
  readonly spearman: number;
  /** Products of the predictions' ranks with themselves and with the labels' ranks; undefined for small slices. */
  readonly products: { readonly own: RankProduct; readonly cross: RankProduct } | undefined;
  readonly offset: number;
  readonly samples: MetricSamples;
}

/** Label terms and the influence of the labels' ranks; error terms, weight below the median's window, two influences of ranks. */
const sharedTerms = labelTerms + 1;
const modelTerms = errorTerms + 3;

/** As `sampleBinary`, for values. The median is exact in every resample, Spearman's correlation as the ranking metrics are. */
export function sampleRegression(rows: SliceRows, resampling: Resampling): SliceSamples {
  const { rowCount, labels, weights } = rows;
  const rowWeights = weights ?? new Float64Array(rowCount).fill(1);
  const isSmall = rowCount <= mostBlocks;
  const totalWeight = rowWeights.reduce((sum, weight) => sum + weight, 0);
  const centre = labels.reduce((sum, label, row) => sum + rowWeights[row]! * label, 0) / totalWeight;
  const rankedLabels = rankValues(labels);
  const labelRanks = new Float64Array(rowCount);
  writeRanks(rankedLabels, rowWeights, labelRanks);
  const labelList = { ranked: rankedLabels, ranks: rankShares(labelRanks, totalWeight) };
  const labelProduct = isSmall ? undefined : rankProduct(labelList, labelList, rowWeights);

  const models = rows.models.map((predictions, index): RegressionModel => {
    const errors = predictions.map((prediction, row) => Math.abs(prediction - labels[row]!));
    const ranked = rankValues(predictions);
    const ranks = new Float64Array(rowCount);
    writeRanks(ranked, rowWeights, ranks);
    const list = { ranked, ranks: rankShares(ranks, totalWeight) };
    return {
      predictions,
      errors,
      window: medianWindow(rankValues(errors), rowWeights),
      maxError: errors.reduce((most, error, row) => (rowWeights[row]! > 0 && error > most ? error : most), 0),
      ranked,
      ranks,
      spearman: correlate(labelRanks, ranks, rowWeights),
      products: isSmall
        ? undefined
        : { own: rankProduct(list, list, rowWeights), cross: rankProduct(labelList, list, rowWeights) },
      offset: sharedTerms + index * modelTerms,
      samples: createSamples(regressionMetricNames.length, resampling.replicates),
    };
  });

  const blocks = dealBlocks(rowCount, resampling);
  const blockSums = sumBlocks(blocks, sharedTerms + models.length * modelTerms, (row, into) => {
    const weight = rowWeights[row]!;
    const y = labels[row]! - centre;
    into[0] = weight;
    into[1] = weight * y;
    into[2] = weight * y * y;
    into[labelTerms] = labelProduct?.influence[row] ?? 0;
    for (const { predictions, window, products, offset } of models) {
      writeErrorTerms(into, offset, { weight, label: labels[row]!, prediction: predictions[row]!, centre });
      into[offset + errorTerms] = window.isBelow[row]! * weight;
      into[offset + errorTerms + 1] = products?.own.influence[row] ?? 0;
      into[offset + errorTerms + 2] = products?.cross.influence[row] ?? 0;
    }
  });

  const total = totalOf(blockSums);
  for (const { errors, window, maxError, spearman, offset, samples } of models) {
    const below = total[offset + errorTerms]!;
    const medianAbsoluteError = medianOfWindow(window, errors, {
      total: total[0]!,
      below,
      weightOf: (row) => rowWeights[row]!,
    });
    const ordered = { medianAbsoluteError, maxError, spearman };
    samples.estimates.set(regressionMetrics(total, { offset, centre, ordered }));
  }

  const resampled = new Float64Array(rowCount);
  resample(blockSums, resampling, (sums, counts, replicate) => {
    if (isSmall) {
      for (let row = 0; row < rowCount; row++) resampled[row] = counts[row]! * rowWeights[row]!;
      writeRanks(rankedLabels, resampled, labelRanks);
    }
    const weightOf = (row: number): number => counts[blocks.blockOf[row]!]! * rowWeights[row]!;
    for (const model of models) {
      const { errors, window, maxError, offset, samples } = model;
      const below = sums[offset + errorTerms]!;
      const medianAbsoluteError = medianOfWindow(window, errors, { total: sums[0]!, below, weightOf });
      const spearman =
        labelProduct === undefined
          ? resampledSpearman(model, labelRanks, resampled)
          : spearmanFromSums(model, labelProduct, sums);
      const values = regressionMetrics(sums, { offset, centre, ordered: { medianAbsoluteError, maxError, spearman } });
      for (let metric = 0; metric < values.length; metric++) samples.replicates[metric]![replicate] = values[metric]!;
    }
  });
  return { candidate: models[0]!.samples, baseline: models[1]?.samples };
}

function resampledSpearman(model: RegressionModel, labelRanks: Float64Array, resampled: Float64Array): number {
  writeRanks(model.ranked, resampled, model.ranks);
  return correlate(labelRanks, model.ranks, resampled);
}

function spearmanFromSums({ products, offset }: RegressionModel, labels: RankProduct, sums: Float64Array): number {
  if (products === undefined) return Number.NaN;
  const ofLabels = labels.value + sums[labelTerms]!;
  const own = products.own.value + sums[offset + errorTerms + 1]!;
  const cross = products.cross.value + sums[offset + errorTerms + 2]!;
  return cross / Math.sqrt(ofLabels * own);
}
