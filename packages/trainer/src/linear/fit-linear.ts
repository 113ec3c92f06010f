import {
  roundSignificant,
  type FitOptions,
  type FittedModel,
  type JsonObject,
  type LearnerData,
  type TrainingCurve,
} from '@millrace/core';
import { encodeLinear } from '@millrace/model';
import { lossNotFinite } from '../errors.ts';
import { checkLearnerData } from '../learner-data.ts';
import { computeLoss, lossName } from '../loss.ts';
import { computeScores, createDesign, foldStandardisation } from './design.ts';
import { createLinearObjective, splitPoint } from './linear-objective.ts';
import { minimise } from './minimise.ts';
import { solveNormalEquations } from './normal-equations.ts';

export interface LinearFit {
  readonly l2: number;
  readonly l1: number;
  readonly maxIterations: number;
}

/** No part of the gradient of the mean loss, on standardised features, exceeds this at the end. */
const TOLERANCE = 1e-8;

/** Fits a linear model: in one step where squared error and no l1 allow it, else by iterations. */
export function fitLinear(data: LearnerData, options: FitOptions, settings: LinearFit): FittedModel {
  checkLearnerData(data);
  const { task, classCount, features, train, validation } = data;
  const outputs = task === 'multi-class' ? classCount : 1;
  const design = createDesign(features, train);
  const losses: number[] = [];
  let model: { readonly weights: Float64Array; readonly bias: Float64Array };
  let facts: JsonObject;
  if (task === 'regression' && settings.l1 === 0) {
    model = solveNormalEquations(design, train, settings.l2);
    facts = { solver: 'normal-equations' };
  } else {
    const freeFrom = design.slotCount * outputs;
    const minimum = minimise({
      start: new Float64Array(freeFrom + outputs),
      evaluate: createLinearObjective(design, train, { task, outputs, l2: settings.l2 }),
      l1: settings.l1,
      freeFrom,
      maxIterations: settings.maxIterations,
      tolerance: TOLERANCE,
      onIteration(loss) {
        options.signal?.throwIfAborted();
        if (!Number.isFinite(loss)) throw lossNotFinite({ step: `iteration ${losses.length + 1}`, loss });
        losses.push(loss);
        const message = `iteration ${losses.length}: ${loss.toFixed(6)}`;
        options.onProgress?.({ done: losses.length, total: settings.maxIterations, message });
      },
    });
    model = splitPoint(minimum.point, outputs);
    facts = { solver: 'l-bfgs', iterations: minimum.iterations, converged: minimum.converged };
  }
  const measure = (rows: LearnerData['train']): number => {
    const scores = new Float64Array(rows.rowCount * outputs);
    computeScores(design, rows, { ...model, into: scores });
    return roundSignificant(computeLoss(task, rows, { scores, width: outputs }));
  };
  const metric = lossName(task);
  const curves: TrainingCurve[] = [{ metric, split: 'train', values: [measure(train)] }];
  if (validation !== undefined) curves.push({ metric, split: 'validation', values: [measure(validation)] });
  if (losses.length > 0) {
    curves.push({ metric: 'objective', split: 'train', values: losses.map((loss) => roundSignificant(loss)) });
  }
  for (const { values } of curves) {
    const loss = values.at(-1)!;
    if (!Number.isFinite(loss)) throw lossNotFinite({ step: 'the last iteration', loss });
  }
  const weights = foldStandardisation(design, model, { task, classCount });
  return { flavour: 'linear', files: encodeLinear(weights), curves, summary: facts };
}
