import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRandom, hasCode, toColumnBatch, type FittedModel, type Learner, type LearnerData } from '@millrace/core';
import { numericGraph, openModel, writeModel } from '@millrace/model';
import { loadTfjs } from '@millrace/model/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { logisticRegression, mlp, train, wideAndDeep } from '../src/index.ts';

const options = { seed: 1, concurrency: 1 };
const lastLoss = ({ curves }: FittedModel, split = 'train'): number =>
  curves.find((curve) => curve.split === split)!.values.at(-1)!;

/** 1 where both numbers have the same sign: no weighted sum of them tells. */
function xor(rowCount: number, seed = 3): LearnerData {
  const random = createRandom(seed);
  const columns = [0, 1].map(() => Float64Array.from({ length: rowCount }, () => random.next() * 2 - 1));
  const labels = Float64Array.from({ length: rowCount }, (_, row) =>
    columns[0]![row]! * columns[1]![row]! > 0 ? 1 : 0,
  );
  const features = ['a', 'b'].map((name) => ({ name, kind: 'numeric' as const }));
  return { task: 'binary', classCount: 2, features, train: { rowCount, columns, labels } };
}

/** Rows of one categorical feature, whose labels are drawn by `probabilities`. */
function categories(probabilities: readonly number[]): LearnerData {
  const random = createRandom(8);
  const rowCount = 4000;
  const codes = Int32Array.from({ length: rowCount }, () => random.nextInteger(probabilities.length));
  const labels = Float64Array.from(codes, (code) => (random.next() < probabilities[code]! ? 1 : 0));
  const features = [{ name: 'c', kind: 'categorical' as const, categories: probabilities.length }];
  return { task: 'binary', classCount: 2, features, train: { rowCount, columns: [codes], labels } };
}

async function leaveTensors(action: () => Promise<unknown>): Promise<number> {
  const { core } = await loadTfjs();
  const before = core.memory().numTensors;
  await action();
  return core.memory().numTensors - before;
}

const bytesOf = ({ files }: FittedModel): string => Buffer.from(files['tfjs-weights.bin']!).toString('base64');

beforeAll(() => loadTfjs());

describe.each([
  ['mlp', mlp],
  ['wideAndDeep', wideAndDeep],
] as const)('%s', (name, create) => {
  it('learns what no weighted sum can tell', async () => {
    const data = xor(2000);
    const net = await create({ hidden: [16, 8], learningRate: 0.01 }).fit(data, options);
    const line = await logisticRegression().fit(data, options);
    expect(lastLoss(line)).toBeGreaterThan(0.68);
    expect(lastLoss(net)).toBeLessThan(0.12);
    expect(net.flavour).toBe('tfjs-layers');
    expect(net.summary).toMatchObject({ backEnd: 'wasm', batches: 33, epochsRun: 31, epochsKept: 31 });
  });

  it('gives the same files for the same seed, bit for bit, and others for another', async () => {
    const learner = create({ hidden: [8], epochs: 2, dropout: 0.2 });
    const data = xor(500);
    const [first, second, other] = [
      await learner.fit(data, options),
      await learner.fit(data, { ...options, concurrency: 2 }),
      await learner.fit(data, { ...options, seed: 2 }),
    ];
    expect(second).toEqual(first);
    expect(bytesOf(other)).not.toBe(bytesOf(first));
    expect(learner.name).toBe(name);
  });

  it('leaves no tensor behind, whether it ends or is stopped', async () => {
    const data = { ...xor(300), validation: xor(100, 4).train };
    const learner = create({ hidden: [4], epochs: 3, dropout: 0.1 });
    expect(await leaveTensors(() => learner.fit(data, options))).toBe(0);
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    const stopped = () =>
      learner.fit(data, { ...options, signal: controller.signal, onProgress: stop }).then(
        () => 'ended',
        (error: unknown) => (error as Error).name,
      );
    expect(await leaveTensors(async () => expect(await stopped()).toBe('AbortError'))).toBe(0);
  });

  it('learns as if rows of weight 0 were not there', async () => {
    const data = xor(400);
    const { columns, labels } = data.train;
    const weights = new Float64Array(400).fill(2, 0, 300);
    const kept = {
      rowCount: 300,
      columns: columns.map((values) => values.slice(0, 300)),
      labels: labels.slice(0, 300),
    };
    const learner = create({ hidden: [4], epochs: 2 });
    const weighted = await learner.fit({ ...data, train: { ...data.train, weights } }, options);
    expect(bytesOf(weighted)).toBe(bytesOf(await learner.fit({ ...data, train: kept }, options)));
  });
});

describe('nets', () => {
  it('learn the shares of categories, in the wide part too', async () => {
    const shares = [0.1, 0.5, 0.9, 0.3];
    const data = categories(shares);
    const { codes, labels } = { codes: data.train.columns[0]!, labels: data.train.labels };
    for (const learner of [mlp({ hidden: [8] }), wideAndDeep({ hidden: [8] })]) {
      const all = Float64Array.from(shares, (_, code) => code);
      const scores = await scoreOpened(await learner.fit(data, options), data, [all]);
      shares.forEach((_, code) => {
        const of = labels.filter((_label, row) => codes[row] === code);
        const share = of.reduce((sum, label) => sum + label, 0) / of.length;
        expect(Math.abs(scores[code]! - share)).toBeLessThan(0.03);
      });
    }
  });

  it('tell missing values from the mean', async () => {
    const random = createRandom(6);
    const values = Float64Array.from({ length: 1500 }, (_, row) => (row % 3 === 0 ? NaN : random.nextNormal()));
    const codes = Float64Array.from({ length: 1500 }, (_, row) => (row % 5 === 0 ? NaN : random.nextInteger(3)));
    const labels = values.map((value, row) => (Number.isNaN(value) ? 1 : 0) * (Number.isNaN(codes[row]!) ? 0 : 1));
    const features = [
      { name: 'x', kind: 'numeric' as const },
      { name: 'c', kind: 'categorical' as const, categories: 3 },
    ];
    const data: LearnerData = {
      task: 'binary',
      classCount: 2,
      features,
      train: { rowCount: 1500, columns: [values, codes], labels },
    };
    expect(lastLoss(await mlp({ hidden: [16], learningRate: 0.01 }).fit(data, options))).toBeLessThan(0.05);
  });

  it('learn classes and values, and the opened model gives the scores of the training', async () => {
    const random = createRandom(9);
    const rows = Array.from({ length: 1200 }, () => {
      const [x, y] = [random.nextNormal() * 50 + 200, random.nextNormal()];
      const ring = Math.hypot((x - 200) / 50, y);
      const at = random.nextInteger(40);
      return {
        x: at === 0 ? null : x,
        y,
        kind: 'abc'[at % 3]!,
        ring: ring < 0.8 ? 'in' : ring < 1.6 ? 'mid' : 'out',
        far: 1000 + 300 * ring,
      };
    });
    const withoutFar = rows.map(({ x, y, kind, ring }) => ({ x, y, kind, ring }));
    const withoutRing = rows.map(({ x, y, kind, far }) => ({ x, y, kind, far }));
    const learner = wideAndDeep({ hidden: [24, 12], learningRate: 0.01 });
    const classes = await train(withoutFar, { learner, label: 'ring', validationSplit: 0.2 });
    expect(classes.run.task).toBe('multi-class');
    expect(classes.run.curves[1]!.values.at(-1)).toBeLessThan(0.3);
    const values = await train(withoutRing, { learner, label: 'far' });
    const deviation = 300 * 0.65;
    expect(values.run.curves[0]!.values.at(-1)).toBeLessThan(0.2 * deviation);
    const { scores } = await values.model.predict(toColumnBatch(withoutRing));
    const rmse = Math.sqrt(rows.reduce((sum, { far }, row) => sum + (scores[row]! - far) ** 2, 0) / rows.length);
    expect(rmse).toBeCloseTo(values.run.curves[0]!.values.at(-1)!, 2);
    await values.model[Symbol.asyncDispose]();
    await classes.model[Symbol.asyncDispose]();
  });

  it('keep the best epoch when validation stops them', async () => {
    const random = createRandom(2);
    const noise = (rowCount: number): LearnerData['train'] => ({
      rowCount,
      columns: [0, 1, 2, 3].map(() => Float64Array.from({ length: rowCount }, () => random.nextNormal())),
      labels: Float64Array.from({ length: rowCount }, () => random.nextInteger(2)),
    });
    const features = ['a', 'b', 'c', 'd'].map((name) => ({ name, kind: 'numeric' as const }));
    const validation = noise(400);
    const data: LearnerData = { task: 'binary', classCount: 2, features, train: noise(100), validation };
    const learner = (earlyStoppingEpochs: number): Learner =>
      mlp({ hidden: [64], epochs: 40, learningRate: 0.02, earlyStoppingEpochs });
    const stopped = await learner(4).fit(data, options);
    const held = stopped.curves[1]!.values;
    const best = held.indexOf(Math.min(...held));
    expect(stopped.summary).toMatchObject({ epochsRun: held.length, epochsKept: best + 1 });
    expect(held.length).toBe(best + 1 + 4);
    const scores = await scoreOpened(stopped, data, validation.columns);
    const losses = validation.labels.map((label, row) => -Math.log(label === 1 ? scores[row]! : 1 - scores[row]!));
    expect(losses.reduce((sum, loss) => sum + loss, 0) / 400).toBeCloseTo(held[best]!, 5);
    const full = await learner(0).fit(data, options);
    expect(full.curves[1]!.values).toHaveLength(40);
    expect(full.summary).toMatchObject({ epochsRun: 40, epochsKept: 40 });
  });

  it('say which setting is wrong, and when the loss is no number any more', async () => {
    const codeOf = (action: () => unknown): unknown => {
      try {
        return action();
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(codeOf(() => mlp({ hidden: [] }))).toBe('TRAINER_INVALID_SETTING');
    expect(codeOf(() => mlp({ dropout: 1 }))).toBe('TRAINER_INVALID_SETTING');
    expect(codeOf(() => wideAndDeep({ layers: [3] } as object))).toBe('TRAINER_UNKNOWN_SETTING');
    const data = xor(200);
    const labels = Float64Array.from(data.train.columns[0]!, (value) => value * 1e200);
    const huge: LearnerData = { ...data, task: 'regression', classCount: 0, train: { ...data.train, labels } };
    await expect(mlp({ epochs: 1 }).fit(huge, options)).rejects.toSatisfy((error) =>
      hasCode(error, 'TRAINER_LOSS_NOT_FINITE'),
    );
  });
});

/** Scores of the model that is written and opened again, on the rows of the learner. */
async function scoreOpened(
  fitted: FittedModel,
  data: Omit<LearnerData, 'train'>,
  columns: LearnerData['train']['columns'],
): Promise<Float64Array> {
  const directory = await mkdtemp(path.join(tmpdir(), 'millrace-net-'));
  const names = data.features.map(({ name }) => name);
  const rows = Array.from(columns[0]!, (_, row) =>
    Object.fromEntries(names.map((name, j) => [name, Number.isNaN(columns[j]![row]!) ? null : columns[j]![row]!])),
  );
  try {
    await writeModel({
      directory,
      fitted,
      graph: numericGraph(names),
      task: data.task,
      classes: Array.from({ length: data.classCount }, (_, index) => String(index)),
      training: { learner: 'net', settings: {}, seed: 0, rowCount: rows.length },
      goldenRows: toColumnBatch(rows.slice(0, 5)),
    });
    await using model = await openModel(directory);
    return (await model.predict(toColumnBatch(rows))).scores;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
