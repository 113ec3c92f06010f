import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasCode, toColumnBatch, type JsonObject, type Task } from '@millrace/core';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTfjs } from '../src/flavours/tfjs-layers/load-tfjs.ts';
import {
  encodeTfjsLayers,
  findBin,
  openModel,
  writeModel,
  type TfjsInput,
  type TfjsLayersModel,
} from '../src/index.ts';
import { delayRows, testGraph } from '../src/testing.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'millrace-tfjs-'));
  await loadTfjs();
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function toFiles(
  net: layers.LayersModel,
  rest: Omit<TfjsLayersModel, 'topology' | 'weightSpecs' | 'weightData'>,
): Promise<Record<string, Uint8Array>> {
  let saved: tf.io.ModelArtifacts | undefined;
  await net.save({
    save: async (artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } });
    },
  });
  return encodeTfjsLayers({
    ...rest,
    topology: saved!.modelTopology as JsonObject,
    weightSpecs: saved!.weightSpecs as unknown as JsonObject[],
    weightData: new Uint8Array(tf.io.CompositeArrayBuffer.join(saved!.weightData)),
  });
}

const dense: TfjsInput = {
  dtype: 'float32',
  columns: [
    { encode: 'value', feature: 'distance', fill: 0, offset: 0, scale: 1 },
    { encode: 'missing', feature: 'distance' },
    { encode: 'value', feature: 'hour', fill: 12, offset: 12, scale: 0.1, limit: 0.6 },
    { encode: 'one-hot', feature: 'origin', categories: 5 },
  ],
};
const embedded: TfjsInput = { dtype: 'int32', columns: [{ encode: 'code', feature: 'origin', fill: 0 }] };

function buildNet(units: number): layers.LayersModel {
  const initializer = (seed: number) => layers.initializers.glorotUniform({ seed });
  const numbers = layers.input({ shape: [8] });
  const codes = layers.input({ shape: [1], dtype: 'int32' });
  const embedding = layers.layers
    .embedding({ inputDim: 16, outputDim: 3, embeddingsInitializer: initializer(1) })
    .apply(codes) as layers.SymbolicTensor;
  const flat = layers.layers.flatten().apply(embedding) as layers.SymbolicTensor;
  const joined = layers.layers.concatenate().apply([numbers, flat]) as layers.SymbolicTensor;
  const hidden = layers.layers
    .dense({ units: 6, activation: 'relu', kernelInitializer: initializer(2) })
    .apply(joined) as layers.SymbolicTensor;
  const output = layers.layers
    .dense({ units, kernelInitializer: initializer(3) })
    .apply(hidden) as layers.SymbolicTensor;
  return layers.model({ inputs: [numbers, codes], outputs: output });
}

async function write(task: Task, directory: string): Promise<layers.LayersModel> {
  const classes = { binary: ['no', 'yes'], 'multi-class': ['a', 'b', 'c'], regression: [] }[task];
  const net = buildNet(task === 'multi-class' ? 3 : 1);
  const outputActivation = ({ binary: 'sigmoid', 'multi-class': 'softmax', regression: 'identity' } as const)[task];
  const files = await toFiles(net, { task, classCount: classes.length, inputs: [dense, embedded], outputActivation });
  await writeModel({
    directory,
    fitted: { flavour: 'tfjs-layers', files, summary: {} },
    graph: testGraph(),
    labelOutput: 'late',
    task,
    classes,
    training: { learner: 'net', settings: {}, seed: 0, rowCount: 0 },
    goldenRows: toColumnBatch(delayRows(10, 3).map((row) => ({ ...row, date: new Date(String(row['date'])) }))),
  });
  return net;
}

describe('tfjs-layers', () => {
  it.each<Task>(['binary', 'multi-class', 'regression'])('gives a %s net the features that it wants', async (task) => {
    const directory = path.join(root, task);
    const net = await write(task, directory);
    await using model = await openModel(directory);
    const rows = delayRows(40, 5);
    const { scores } = await model.predict(toColumnBatch(rows));
    const graphRows = rows.map((row) => {
      const vector = new Float64Array(3);
      return { row, vector };
    });
    const { compileRow } = await import('@millrace/features');
    const read = compileRow(testGraph(), ['distance', 'hour', 'origin']);
    for (const { row, vector } of graphRows) read(row, vector);
    const expected = tf.tidy(() => {
      const numbers = tf.tensor2d(
        graphRows.map(({ vector: [distance, hour, origin] }) => [
          Number.isNaN(distance) ? 0 : distance!,
          Number.isNaN(distance) ? 1 : 0,
          Math.min(0.6, Math.max(-0.6, (Number.isNaN(hour) ? 0 : hour! - 12) * 0.1)),
          ...[0, 1, 2, 3, 4].map((code) => (code === origin ? 1 : 0)),
        ]),
      );
      const codes = tf.tensor2d(
        graphRows.map(({ vector }) => [vector[2]!]),
        undefined,
        'int32',
      );
      const raw = net.predict([numbers, codes]) as tf.Tensor;
      const activated = task === 'binary' ? tf.sigmoid(raw) : task === 'multi-class' ? tf.softmax(raw) : raw;
      return [...activated.dataSync()];
    });
    expect(scores).toHaveLength(expected.length);
    expected.forEach((value, i) => expect(scores[i]).toBeCloseTo(value, 5));
    rows.forEach((row, i) => {
      const alone = model.predictRow!(row);
      alone.forEach((value, k) => expect(value).toBeCloseTo(scores[i * alone.length + k]!, 5));
    });
    net.dispose();
  });

  it('leaves no tensor behind, neither after predictions nor after the model', async () => {
    const directory = path.join(root, 'leaks');
    (await write('binary', directory)).dispose();
    const before = tf.memory().numTensors;
    {
      await using model = await openModel(directory);
      const opened = tf.memory().numTensors;
      const rows = delayRows(100);
      for (const row of rows) model.predictRow!(row);
      for (let i = 0; i < 20; i++) await model.predictRows(rows);
      expect(tf.memory().numTensors).toBe(opened);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('runs on WebAssembly and leaves the handlers of the process alone', () => {
    expect(tf.getBackend()).toBe('wasm');
    expect(process.listeners('unhandledRejection').filter((listener) => /reason/.test(String(listener)))).toEqual([]);
  });

  it.each([
    [[], 3, 0],
    [[], NaN, 1],
    [[1, 2, 4], -Infinity, 0],
    [[1, 2, 4], 1, 0],
    [[1, 2, 4], 1.5, 1],
    [[1, 2, 4], 4, 2],
    [[1, 2, 4], Infinity, 3],
    [[1, 2, 4], NaN, 4],
  ])('finds in the bounds %j for %d the bin %d', (bounds, value, bin) => {
    expect(findBin(bounds, value)).toBe(bin);
  });

  it('refuses a net that does not fit its description', async () => {
    const net = buildNet(1);
    const files = await toFiles(net, { task: 'binary', classCount: 2, inputs: [dense], outputActivation: 'sigmoid' });
    net.dispose();
    const before = tf.memory().numTensors;
    const attempt = writeModel({
      directory: path.join(root, 'unfit'),
      fitted: { flavour: 'tfjs-layers', files, summary: {} },
      graph: testGraph(),
      labelOutput: 'late',
      task: 'binary',
      classes: ['no', 'yes'],
      training: { learner: 'net', settings: {}, seed: 0, rowCount: 0 },
      goldenRows: toColumnBatch([]),
    });
    await expect(attempt).rejects.toSatisfy((error) => hasCode(error, 'MODEL_INVALID_TFJS'));
    expect(tf.memory().numTensors).toBe(before);
  });
});
