import { createRandom, type Task } from '@millrace/core';
import { loadTfjs } from '@millrace/model/tfjs';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { computeSlopes } from './net-loss.ts';
import { computeGradients, computeNetScores, type EncodedBatch } from './net-pass.ts';
import { createNetWeights, listMatrices, type NetWeights } from './net-weights.ts';

const rowCount = 40;
const random = createRandom(4);

function createNet(outputs: number, hasNumbers: boolean): NetWeights {
  const numeric = hasNumbers
    ? [0, 1, 2].map((feature) => ({ feature, column: { encode: 'missing' as const, feature: `n${feature}` } }))
    : [];
  const coded = [5, 9].map((categories, index) => ({
    name: `c${index}`,
    feature: index,
    categories,
    bounds: undefined,
    width: index + 2,
  }));
  const start = Array.from({ length: outputs }, () => random.nextNormal());
  const weights = createNetWeights({ inputs: { numeric, coded }, hidden: [7, 4], start, isWide: true }, random);
  for (const { matrix } of listMatrices(weights)) {
    matrix.values.forEach((value, i) => (matrix.values[i] = value + 0.3 * random.nextNormal()));
  }
  return weights;
}

it.each<[Task, number, boolean]>([
  ['binary', 1, true],
  ['multi-class', 3, true],
  ['regression', 1, false],
])(
  'computes the gradients of %s that TensorFlow.js derives from the whole formula',
  async (task, outputs, hasNumbers) => {
    const { core: tf } = await loadTfjs();
    const weights = createNet(outputs, hasNumbers);
    const batch: EncodedBatch = {
      rowCount,
      numbers: Float32Array.from({ length: hasNumbers ? rowCount * 3 : 0 }, () => random.nextNormal()),
      codes: [6, 10].map((bound) => Int32Array.from({ length: rowCount }, () => random.nextInteger(bound))),
    };
    const labels = Float64Array.from({ length: rowCount }, () =>
      task === 'regression' ? random.nextNormal() : random.nextInteger(Math.max(2, outputs)),
    );
    const rowWeights = Float64Array.from({ length: rowCount }, () => random.next() * 2);
    const masks = [7, 4].map((units) =>
      Float32Array.from({ length: rowCount * units }, () => random.nextInteger(2) * 2),
    );

    // The plain formula, on the back end whose kernels are complete.
    const name = tf.getBackend();
    tf.env().set('PROD', true); // without advice on the console
    await tf.setBackend('cpu');
    const before = tf.memory().numTensors;
    const arrays = listMatrices(weights).map(({ matrix }) => matrix);
    const expected = tf.tidy(() => {
      const toLoss = (...given: Tensor[]): Scalar => {
        const [e0, e1, k0, b0, k1, b1, k2, b2, wide, w0, w1] = given as Tensor2D[];
        const codes = batch.codes.map((values) => tf.tensor1d(values, 'int32'));
        const numbers = tf.tensor2d(batch.numbers, [rowCount, hasNumbers ? 3 : 0]);
        const masked = masks.map((values, i) => tf.tensor2d(values, [rowCount, [7, 4][i]!]));
        const embedded = [tf.gather(e0!, codes[0]!), tf.gather(e1!, codes[1]!)];
        let values: Tensor2D = tf.concat2d(hasNumbers ? [numbers, ...embedded] : embedded, 1);
        values = tf.mul(tf.relu(tf.add(tf.matMul(values, k0!), b0!)), masked[0]!);
        values = tf.mul(tf.relu(tf.add(tf.matMul(values, k1!), b1!)), masked[1]!);
        let scores: Tensor2D = tf.add(tf.matMul(values, k2!), b2!);
        scores = tf.add(scores, hasNumbers ? tf.matMul(numbers, wide!) : tf.sum(wide!));
        scores = tf.add(tf.add(scores, tf.gather(w0!, codes[0]!)), tf.gather(w1!, codes[1]!));
        const answers = tf.tensor1d(Array.from(labels));
        const flat = tf.reshape(scores, [-1]);
        const losses =
          task === 'regression'
            ? tf.mul(tf.square(tf.sub(flat, answers)), 0.5)
            : task === 'binary'
              ? tf.sub(tf.softplus(flat), tf.mul(flat, answers))
              : tf.neg(tf.sum(tf.mul(tf.logSoftmax(scores), tf.oneHot(tf.cast(answers, 'int32'), outputs)), 1));
        return tf.mean(tf.mul(losses, tf.tensor1d(Array.from(rowWeights))));
      };
      const used = arrays.map(({ values, rows, columns }) => tf.tensor2d(values, [rows, columns]));
      return tf
        .grads(toLoss)(used)
        .map((gradient) => [...gradient.dataSync()]);
    });
    expect(tf.memory().numTensors).toBe(before);

    for (const backEnd of ['cpu', name]) {
      await tf.setBackend(backEnd);
      const slopesOf = (scores: Float32Array): Float32Array =>
        computeSlopes(task, { scores, outputs, labels, weights: rowWeights });
      const gradients = computeGradients(tf, { weights, batch }, { slopesOf, masks });
      expect(gradients).toHaveLength(expected.length);
      gradients.forEach((gradient, index) => {
        expect(gradient).toHaveLength(expected[index]!.length);
        gradient.forEach((value, i) => expect(value).toBeCloseTo(expected[index]![i]!, 5));
      });
      expect(computeNetScores(tf, weights, batch)).toHaveLength(rowCount * outputs);
    }
    expect(tf.memory().numTensors).toBe(before);
  },
);
