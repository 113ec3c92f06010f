import { calibrationBin, calibrationBins } from '../binary/binary-metrics.ts';
import { dealBlocks, resample, sumBlocks, totalOf } from '../numbers/block-sums.ts';
import { createSamples, type MetricSamples, type Resampling } from '../numbers/metric-samples.ts';
import type { SliceRows, SliceSamples } from '../numbers/slice-rows.ts';
import { createBlockConfusion, fillConfusion, type BlockConfusion } from './block-confusion.ts';
import { macroRocAuc, type MacroRocAuc } from './macro-roc-auc.ts';
import { multiClassMetricNames, multiClassMetrics, type MultiClassSums } from './multi-class-metrics.ts';

interface MultiClassModel {
  readonly scores: Float64Array;
  /** `label * classCount + predicted` of each row. */
  readonly cells: Int32Array;
  readonly confusion: BlockConfusion;
  readonly auc: MacroRocAuc;
  readonly offset: number;
  readonly samples: MetricSamples;
}

/** Log loss, Brier score, hits among the top k, influence on the AUC, bins of the calibration error. */
const modelTerms = 4 + calibrationBins;

/** As `sampleBinary`, for class probabilities. The macro AUC of a resample is taken to first order at any size. */
export function sampleMultiClass(
  rows: SliceRows,
  shape: { readonly classCount: number; readonly topK: number },
  resampling: Resampling,
): SliceSamples {
  const { rowCount, labels, weights } = rows;
  const { classCount, topK } = shape;
  const names = multiClassMetricNames(topK);
  const rowWeights = weights ?? new Float64Array(rowCount).fill(1);
  const blocks = dealBlocks(rowCount, resampling);
  const models = rows.models.map((scores, index): MultiClassModel => {
    const cells = confusionCells(scores, labels, classCount);
    return {
      scores,
      cells,
      confusion: createBlockConfusion(blocks, { cells, weights: rowWeights, cellCount: classCount * classCount }),
      auc: macroRocAuc({ scores, labels, weights: rowWeights, classCount }),
      offset: classCount + index * modelTerms,
      samples: createSamples(names.length, resampling.replicates),
    };
  });
  const blockSums = sumBlocks(blocks, classCount + models.length * modelTerms, (row, into) => {
    const weight = rowWeights[row]!;
    into.fill(0);
    into[labels[row]!] = weight;
    for (const model of models) writeModelTerms(into, model, { row, label: labels[row]!, weight, shape });
  });

  const total = totalOf(blockSums);
  const matrix = new Float64Array(classCount * classCount);
  for (const { confusion, auc, offset, samples } of models) {
    fillConfusion(matrix, confusion);
    samples.estimates.set(multiClassMetrics(readSums(total, matrix, { classCount, offset, auc: auc.value })));
    if (weights === undefined) {
      for (const name of ['accuracy', 'microF1', `top${topK}Accuracy`]) {
        samples.denominators[names.indexOf(name)] = rowCount;
      }
    }
  }

  resample(blockSums, resampling, (sums, counts, replicate) => {
    for (const { confusion, auc, offset, samples } of models) {
      fillConfusion(matrix, confusion, counts);
      const moved = auc.value + sums[offset + 3]!;
      const values = multiClassMetrics(readSums(sums, matrix, { classCount, offset, auc: moved }));
      for (let metric = 0; metric < values.length; metric++) samples.replicates[metric]![replicate] = values[metric]!;
    }
  });
  return { candidate: models[0]!.samples, baseline: models[1]?.samples };
}

/** The most probable class; the first of equal ones. */
export function predictedClass(scores: Float64Array, row: number, classCount: number): number {
  let best = 0;
  for (let c = 1; c < classCount; c++) {
    if (scores[row * classCount + c]! > scores[row * classCount + best]!) best = c;
  }
  return best;
}

/** The cell of each row in the confusion matrix: `label * classCount + predicted`. */
export function confusionCells(scores: Float64Array, labels: Float64Array, classCount: number): Int32Array {
  const cells = new Int32Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    cells[row] = labels[row]! * classCount + predictedClass(scores, row, classCount);
  }
  return cells;
}

function readSums(
  sums: Float64Array,
  confusion: Float64Array,
  model: { readonly classCount: number; readonly offset: number; readonly auc: number },
): MultiClassSums {
  const { classCount, offset, auc } = model;
  let calibrationGap = 0;
  for (let bin = 0; bin < calibrationBins; bin++) calibrationGap += Math.abs(sums[offset + 4 + bin]!);
  return {
    classCount,
    confusion,
    classWeights: sums.subarray(0, classCount),
    logLoss: sums[offset]!,
    brier: sums[offset + 1]!,
    topHits: sums[offset + 2]!,
    calibrationGap,
    macroRocAuc: auc,
  };
}

function writeModelTerms(
  into: Float64Array,
  { scores, cells, auc, offset }: MultiClassModel,
  at: {
    readonly row: number;
    readonly label: number;
    readonly weight: number;
    readonly shape: { readonly classCount: number; readonly topK: number };
  },
): void {
  const { row, label, weight, shape } = at;
  const { classCount, topK } = shape;
  const base = row * classCount;
  const own = scores[base + label]!;
  let brier = 0;
  let better = 0;
  for (let c = 0; c < classCount; c++) {
    const score = scores[base + c]!;
    const residual = (c === label ? 1 : 0) - score;
    brier += residual * residual;
    // Of equal scores the class with the smaller index counts as ranked first.
    if (score > own || (score === own && c < label)) better++;
  }
  const predicted = cells[row]! - label * classCount;
  const confidence = scores[base + predicted]!;
  into[offset] = -weight * Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, own)));
  into[offset + 1] = weight * brier;
  into[offset + 2] = better < topK ? weight : 0;
  into[offset + 3] = auc.influence[row]!;
  into[offset + 4 + calibrationBin(confidence)] = weight * ((predicted === label ? 1 : 0) - confidence);
}
