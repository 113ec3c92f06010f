import { invalidLinear } from '../../errors.ts';
import type { Flavour, Scorer } from '../flavour.ts';
import { applyLink, outputsOf } from '../link.ts';
import { decodeLinear } from './linear-codec.ts';
import type { LinearWeights } from './linear-weights.ts';

/** Scores a linear model whose arrays were checked. `isCategorical[j]` says how the slots of feature j are meant. */
export function createLinearScorer(linear: LinearWeights, isCategorical: readonly boolean[]): Scorer {
  const { task, bias, slotOffsets, weights, fill } = linear;
  const outputs = outputsOf(task, linear.classCount);
  const width = isCategorical.length;
  const addRow = (features: Float64Array, scores: Float64Array, into: number): void => {
    for (let k = 0; k < outputs; k++) scores[into + k] = bias[k]!;
    for (let j = 0; j < width; j++) {
      const value = features[j]!;
      let slot = slotOffsets[j]!;
      let factor = 1;
      if (isCategorical[j]!) {
        slot += value;
        if (!(value >= 0 && slot < slotOffsets[j + 1]!)) continue;
      } else {
        factor = Number.isNaN(value) ? fill[j]! : value;
      }
      for (let k = 0; k < outputs; k++) scores[into + k]! += factor * weights[slot * outputs + k]!;
    }
  };
  return {
    score(columns, rowCount) {
      const scores = new Float64Array(rowCount * outputs);
      const features = new Float64Array(width);
      for (let row = 0; row < rowCount; row++) {
        for (let j = 0; j < width; j++) features[j] = columns[j]![row]!;
        addRow(features, scores, row * outputs);
      }
      return applyLink(task, scores, outputs);
    },
    scoreRow(features) {
      const scores = new Float64Array(outputs);
      addRow(features, scores, 0);
      return applyLink(task, scores, outputs);
    },
  };
}

/** Weighted sums of features. */
export const linear: Flavour = {
  name: 'linear',
  goldenTolerance: 1e-9,
  open({ files, featureOrder }) {
    const weights = decodeLinear(files);
    const { slotOffsets } = weights;
    if (slotOffsets.length - 1 !== featureOrder.length)
      throw invalidLinear({
        reason: `it has ${slotOffsets.length - 1} features where the model has ${featureOrder.length}`,
      });
    featureOrder.forEach(({ name, kind }, j) => {
      const slots = slotOffsets[j + 1]! - slotOffsets[j]!;
      if (kind === 'numeric' && slots !== 1)
        throw invalidLinear({ reason: `the numeric feature "${name}" has ${slots} slots` });
    });
    return createLinearScorer(
      weights,
      featureOrder.map(({ kind }) => kind === 'categorical'),
    );
  },
};
