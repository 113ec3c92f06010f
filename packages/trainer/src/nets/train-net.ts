import { createRandom, type LearnerRows, type Random, type Task } from '@millrace/core';
import type * as Core from '@tensorflow/tfjs-core';
import { lossNotFinite } from '../errors.ts';
import { createAdamState, stepAdam } from './adam.ts';
import type { LabelScale } from './label-scale.ts';
import { encodeCodes, encodeNumbers, type Batch, type NetInputs } from './net-inputs.ts';
import { computeSlopes } from './net-loss.ts';
import { computeGradients } from './net-pass.ts';
import { planBatches, type ResolvedNetSettings } from './net-settings.ts';
import { listMatrices, type NetWeights } from './net-weights.ts';

export interface NetToTrain {
  readonly core: typeof Core;
  readonly task: Task;
  readonly inputs: NetInputs;
  /** Changed in place. */
  readonly weights: NetWeights;
  readonly scale: LabelScale;
  readonly settings: ResolvedNetSettings;
  readonly seed: number;
}

export interface NetTrainer {
  readonly batches: number;
  readonly epochs: number;
  /** Learns from every row once, in an order of its own. `onBatch` is called before each batch, and may throw. */
  runEpoch(epoch: number, onBatch: (batch: number) => void): Promise<void>;
}

/** Trains a net on rows. */
export function createNetTrainer(net: NetToTrain, rows: LearnerRows): NetTrainer {
  const { core, task, inputs, weights, scale, settings, seed } = net;
  const { rowCount } = rows;
  const order = Int32Array.from({ length: rowCount }, (_, row) => row);
  const { batches, epochs } = planBatches(rowCount, settings);
  const shuffling = createRandom(seed, 2);
  const dropping = createRandom(seed, 3);
  const matrices = listMatrices(weights);
  const states = matrices.map(({ matrix }) => createAdamState(matrix.values));
  // All rows at once, row after row: a shuffled batch then copies whole rows.
  const all = { order, first: 0, end: rowCount };
  const table = encodeNumbers(inputs, rows, all);
  const width = inputs.numeric.length;
  const codes = encodeCodes(inputs, rows, all);
  const rowWeights = relativeWeights(rows);

  const trainBatch = (batch: Batch, step: number): void => {
    const size = batch.end - batch.first;
    const numbers = copyRows(table, width, batch);
    const encoded = { rowCount: size, numbers, codes: codes.map((column) => copyCodes(column, batch)) };
    const labels = gather(rows.labels, batch).map((label) => (label - scale.offset) / scale.scale);
    const batchWeights = rowWeights === undefined ? undefined : gather(rowWeights, batch);
    const slopesOf = (scores: Float32Array): Float32Array =>
      computeSlopes(task, { scores, outputs: scale.start.length, labels, weights: batchWeights });
    const masks = drawMasks(dropping, settings, size);
    const gradients = computeGradients(core, { weights, batch: encoded }, { slopesOf, masks });
    const learningRate = (settings.learningRate / 2) * (1 + Math.cos((Math.PI * (step - 1)) / (batches * epochs)));
    states.forEach((state, index) => {
      const l2 = matrices[index]!.isBias ? 0 : settings.l2;
      stepAdam(state, gradients[index]!, { step, learningRate, l2 });
    });
  };

  return {
    batches,
    epochs,
    async runEpoch(epoch, onBatch) {
      shuffling.shuffle(order);
      for (let batch = 0; batch < batches; batch++) {
        onBatch(batch);
        const first = Math.floor((batch * rowCount) / batches);
        const end = Math.floor(((batch + 1) * rowCount) / batches);
        trainBatch({ order, first, end }, epoch * batches + batch + 1);
        const bias = weights.dense.at(-1)!.bias.values[0]!;
        if (!Number.isFinite(bias))
          throw lossNotFinite({ step: `batch ${batch + 1} of epoch ${epoch + 1}`, loss: NaN });
        await yieldToEvents();
      }
    },
  };
}

function relativeWeights({ weights, rowCount }: LearnerRows): Float64Array | undefined {
  if (weights === undefined) return undefined;
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / rowCount;
  return weights.map((weight) => weight / mean);
}

function gather(values: Float64Array, { order, first, end }: Batch): Float64Array {
  const taken = new Float64Array(end - first);
  for (let i = first; i < end; i++) taken[i - first] = values[order[i]!]!;
  return taken;
}

function copyCodes(codes: Int32Array, { order, first, end }: Batch): Int32Array {
  const into = new Int32Array(end - first);
  for (let i = first; i < end; i++) into[i - first] = codes[order[i]!]!;
  return into;
}

function copyRows(table: Float32Array, width: number, { order, first, end }: Batch): Float32Array {
  const into = new Float32Array((end - first) * width);
  for (let i = first, at = 0; i < end; i++, at += width) {
    const from = order[i]! * width;
    for (let j = 0; j < width; j++) into[at + j] = table[from + j]!;
  }
  return into;
}

/** For each hidden layer 0 where a unit is left out, and 1 / (1 - dropout) elsewhere, which keeps the mean. */
function drawMasks(
  random: Random,
  { dropout, hidden }: ResolvedNetSettings,
  rowCount: number,
): readonly Float32Array[] | undefined {
  if (dropout === 0) return undefined;
  return hidden.map((units) =>
    new Float32Array(rowCount * units).map(() => (random.next() < dropout ? 0 : 1 / (1 - dropout))),
  );
}

/** Lets timers, signals and sockets have a turn between two batches. */
function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
