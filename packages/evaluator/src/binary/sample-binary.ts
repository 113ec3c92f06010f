import { dealBlocks, mostBlocks, resample, sumBlocks, totalOf } from '../numbers/block-sums.ts';
import { createSamples, type MetricSamples, type Resampling } from '../numbers/metric-samples.ts';
import type { SliceRows, SliceSamples } from '../numbers/slice-rows.ts';
import {
  binaryMetricNames,
  binaryMetrics,
  calibrationBin,
  lossTerms,
  rowLogLoss,
  sharedTerms,
  type FittedLine,
} from './binary-metrics.ts';
import { fitCalibrationLine, logOdds } from './calibration-line.ts';
import { rankingFromSums, rankingInfluence, rankingTerms, type RankingInfluence } from './ranking-influence.ts';
import { rankingMetrics, rankScores, type RankedScores, type RankingMetrics } from './ranking-metrics.ts';

interface BinaryModel {
  readonly scores: Float64Array;
  readonly line: FittedLine;
  readonly ranked: RankedScores;
  readonly ranking: RankingMetrics;
  /** undefined for small slices, whose ranks are taken anew in every resample. */
  readonly influence: RankingInfluence | undefined;
  readonly offset: number;
  readonly samples: MetricSamples;
}

/**
 * Metrics of both models on the rows of one slice, and under resamples of those rows. Both models see the same resample,
 * so their difference has a paired interval.
 */
export function sampleBinary(rows: SliceRows, decisionThreshold: number, resampling: Resampling): SliceSamples {
  const { rowCount, labels, weights } = rows;
  const rowWeights = weights ?? new Float64Array(rowCount).fill(1);
  const isSmall = rowCount <= mostBlocks;
  const modelTerms = lossTerms + (isSmall ? 0 : rankingTerms);
  const models = rows.models.map((scores, index): BinaryModel => {
    const ranked = rankScores(scores, labels);
    return {
      scores,
      line: fitCalibrationLine({ scores, labels, weights: rowWeights }),
      ranked,
      ranking: rankingMetrics(ranked, rowWeights),
      influence: isSmall ? undefined : rankingInfluence(ranked, rowWeights),
      offset: sharedTerms + index * modelTerms,
      samples: createSamples(binaryMetricNames.length, resampling.replicates),
    };
  });
  const blockSums = sumBlocks(
    dealBlocks(rowCount, resampling),
    sharedTerms + models.length * modelTerms,
    (row, into) => {
      const weight = rowWeights[row]!;
      const label = labels[row]!;
      into.fill(0);
      into[0] = weight;
      into[1] = weight * label;
      for (const { scores, line, influence, offset } of models) {
        writeLossTerms(into, offset, { weight, label, score: scores[row]!, line, decisionThreshold });
        influence?.writeTerms(row, into, offset + lossTerms);
      }
    },
  );

  const total = totalOf(blockSums);
  for (const { line, ranking, offset, samples } of models) {
    samples.estimates.set(binaryMetrics(total, { offset, line, ranking }));
    if (weights === undefined) setDenominators(samples.denominators, total, offset);
  }

  const resampled = new Float64Array(rowCount);
  resample(blockSums, resampling, (sums, counts, replicate) => {
    const positives = sums[1]!;
    const negatives = sums[0]! - positives;
    if (isSmall) for (let row = 0; row < rowCount; row++) resampled[row] = counts[row]! * rowWeights[row]!;
    for (const { line, ranked, ranking, influence, offset, samples } of models) {
      const own =
        influence === undefined
          ? rankingMetrics(ranked, resampled)
          : rankingFromSums(sums, { offset: offset + lossTerms, positives, negatives, rocAuc: ranking.rocAuc });
      const values = binaryMetrics(sums, { offset, line, ranking: own });
      for (let metric = 0; metric < values.length; metric++) samples.replicates[metric]![replicate] = values[metric]!;
    }
  });
  return { candidate: models[0]!.samples, baseline: models[1]?.samples };
}

function writeLossTerms(
  into: Float64Array,
  offset: number,
  row: {
    readonly weight: number;
    readonly label: number;
    readonly score: number;
    readonly line: FittedLine;
    readonly decisionThreshold: number;
  },
): void {
  const { weight, label, score, line, decisionThreshold } = row;
  if (score >= decisionThreshold) {
    into[offset] = weight * label;
    into[offset + 1] = weight;
  }
  into[offset + 2] = weight * rowLogLoss(label, score);
  into[offset + 3] = weight * (label - score) * (label - score);
  into[offset + 4] = weight * score;
  if (line !== undefined) {
    const x = logOdds(score);
    const probability = 1 / (1 + Math.exp(-line.intercept - line.slope * x));
    const residual = weight * (label - probability);
    const curvature = weight * probability * (1 - probability);
    into[offset + 5] = residual;
    into[offset + 6] = residual * x;
    into[offset + 7] = curvature;
    into[offset + 8] = curvature * x;
    into[offset + 9] = curvature * x * x;
  }
  into[offset + 10 + calibrationBin(score)] = weight * (label - score);
}

function setDenominators(denominators: Float64Array, sums: Float64Array, offset: number): void {
  const total = sums[0]!;
  const positives = sums[1]!;
  const predictedPositives = sums[offset + 1]!;
  const set = (name: (typeof binaryMetricNames)[number], count: number): void => {
    denominators[binaryMetricNames.indexOf(name)] = count;
  };
  set('accuracy', total);
  set('baseRate', total);
  set('predictedPositiveRate', total);
  set('recall', positives);
  set('specificity', total - positives);
  set('precision', predictedPositives);
  set('negativePredictiveValue', total - predictedPositives);
}
