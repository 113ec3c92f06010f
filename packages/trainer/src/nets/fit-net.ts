import {
  createRandom,
  roundSignificant,
  type FitOptions,
  type FittedModel,
  type LearnerData,
  type TrainingCurve,
} from '@millrace/core';
import { lossNotFinite } from '../errors.ts';
import { checkLearnerData } from '../learner-data.ts';
import { lossName } from '../loss.ts';
import { dropWeightless } from './drop-weightless.ts';
import { measureLabels, unscale } from './label-scale.ts';
import { loadBackEnd } from './load-back-end.ts';
import { measureNet, takeCurveRows } from './measure-net.ts';
import { createNetInputs } from './net-inputs.ts';
import type { ResolvedNetSettings } from './net-settings.ts';
import { createNetWeights, listMatrices, mapMatrices } from './net-weights.ts';
import { encodeNet } from './to-layers.ts';
import { createNetTrainer } from './train-net.ts';

/** Fits a net: epochs of batches until they are done or validation stops them, then the files of the best epoch. */
export async function fitNet(
  data: LearnerData,
  options: FitOptions,
  { settings, isWide }: { readonly settings: ResolvedNetSettings; readonly isWide: boolean },
): Promise<FittedModel> {
  checkLearnerData(data);
  const { task, classCount, features, validation } = data;
  const train = dropWeightless(data.train);
  const { seed, signal, onProgress } = options;
  const { hidden, earlyStoppingEpochs } = settings;
  const tfjs = await loadBackEnd();
  const { core, backEnd } = tfjs;
  const inputs = createNetInputs(features, train, settings);
  const scale = measureLabels({ ...data, train });
  const outputs = scale.start.length;
  const weights = createNetWeights({ inputs, hidden, start: scale.start, isWide }, createRandom(seed, 1));
  const trainer = createNetTrainer({ core, task, inputs, weights, scale, settings, seed }, train);
  const { epochs, batches } = trainer;
  const curveRows = takeCurveRows(train);
  const trainLoss: number[] = [];
  const heldLoss: number[] = [];
  let best = { epoch: -1, weights };
  let epoch = 0;
  for (; epoch < epochs; epoch++) {
    await trainer.runEpoch(epoch, (batch) => {
      signal?.throwIfAborted();
      if (batch % 100 !== 0 || batch === 0) return;
      const message = `epoch ${epoch + 1}: ${batch} of ${batches} batches`;
      onProgress?.({ done: epoch * batches + batch, total: epochs * batches, message });
    });
    const net = { core, task, inputs, weights: unscale(weights, scale), outputs };
    const loss = measureNet(net, curveRows);
    if (!Number.isFinite(loss)) throw lossNotFinite({ step: `epoch ${epoch + 1}`, loss });
    trainLoss.push(loss);
    const message = `epoch ${epoch + 1}: ${loss.toFixed(5)}`;
    onProgress?.({ done: (epoch + 1) * batches, total: epochs * batches, message });
    if (validation === undefined || earlyStoppingEpochs === 0) best = { epoch, weights };
    if (validation === undefined) continue;
    heldLoss.push(measureNet(net, validation));
    if (earlyStoppingEpochs === 0) continue;
    if (best.epoch < 0 || heldLoss[epoch]! < heldLoss[best.epoch]!) {
      best = { epoch, weights: mapMatrices(weights, (values) => values.slice()) };
    }
    if (epoch - best.epoch >= earlyStoppingEpochs) {
      epoch++;
      break;
    }
  }
  const files = await encodeNet(tfjs, { task, classCount, inputs, weights: unscale(best.weights, scale) });
  const weightCount = listMatrices(weights).reduce((sum, { matrix }) => sum + matrix.values.length, 0);
  const facts = { backEnd, batches, epochsRun: epoch, epochsKept: best.epoch + 1, weights: weightCount };
  return { flavour: 'tfjs-layers', files, curves: toCurves(lossName(task), trainLoss, heldLoss), summary: facts };
}

function toCurves(
  metric: TrainingCurve['metric'],
  train: readonly number[],
  held: readonly number[],
): readonly TrainingCurve[] {
  const curves: TrainingCurve[] = [{ metric, split: 'train', values: train.map((value) => roundSignificant(value)) }];
  if (held.length > 0) {
    curves.push({ metric, split: 'validation', values: held.map((value) => roundSignificant(value)) });
  }
  return curves;
}
