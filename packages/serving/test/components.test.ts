import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  hasCode,
  isMillraceError,
  toColumnBatch,
  type Artifact,
  type BlessingReason,
  type Engine,
} from '@millrace/core';
import { readPayload, writePayload } from '@millrace/core/artifacts';
import { createTestContext, type TestContext } from '@millrace/core/testing';
import { encodeCustom, numericGraph, openModel, writeModel } from '@millrace/model';
import { delayRows, writeTestModel, type TestModelOptions } from '@millrace/model/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BulkInferrer, inferExamples, InfraValidator, Pusher, pushModel, serve, validateInfra } from '../src/index.ts';
import { post } from './ask.ts';
import { createMemoryEngine } from './memory-engine.ts';

let engine: Engine;
let context: TestContext;
beforeAll(async () => {
  engine = createMemoryEngine();
  context = await createTestContext({ engine });
});
afterAll(() => context[Symbol.asyncDispose]());

const publishModel = (options: TestModelOptions = {}): Promise<Artifact<'model'>> =>
  context.publish('model', async (directory) => {
    await writeTestModel(directory, options);
  });

const publishExamples = (counts: Readonly<Record<string, number>>): Promise<Artifact<'examples'>> =>
  context.publish('examples', async (directory) => {
    for (const [split, count] of Object.entries(counts))
      await writeFile(path.join(directory, `${split}.parquet`), JSON.stringify({ rows: delayRows(count, count) }));
    await writePayload(
      'examples',
      {
        specVersion: 1,
        columns: [
          { name: 'id', type: 'integer' },
          { name: 'date', type: 'string' },
          { name: 'distance', type: 'float' },
          { name: 'origin', type: 'string' },
          { name: 'delay', type: 'integer' },
        ],
        splits: Object.fromEntries(
          Object.entries(counts).map(([split, rowCount]) => [split, { files: [`${split}.parquet`], rowCount }]),
        ),
        span: null,
        version: null,
      },
      directory,
    );
  });

const failedRule: BlessingReason = {
  rule: 'rocAuc at least 0.7',
  status: 'failed',
  code: 'beyond-limit',
  metric: 'rocAuc',
  slice: null,
  actual: 0.6,
  limit: 0.7,
  judgedSlices: 1,
  failedSlices: [],
  message: 'rocAuc is 0.6, below 0.7.',
};
const bless = (model: string | null, blessed: boolean): Promise<Artifact<'modelBlessing'>> =>
  context.publishPayload(
    'modelBlessing',
    { specVersion: 1, blessed, reasons: blessed ? [] : [failedRule], candidate: model, baseline: null },
    { blessed },
  );
const blessInfra = (model: string, blessed: boolean): Promise<Artifact<'infraBlessing'>> =>
  context.publishPayload(
    'infraBlessing',
    { specVersion: 1, blessed, reasons: blessed ? [] : ['It was not loaded.'], model, rowCount: 0 },
    { blessed, model },
  );

async function hasLeftover(directory: string): Promise<boolean> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  return names.some((name) => path.basename(name).startsWith('.incoming'));
}

/** A model of one number whose scorer is the given code. */
async function writeCustomModel(directory: string, source: string): Promise<void> {
  await writeModel({
    directory,
    fitted: { flavour: 'custom', files: encodeCustom(source), summary: {} },
    graph: numericGraph(['x']),
    task: 'regression',
    classes: [],
    training: { learner: 'hand', settings: {}, seed: 0, rowCount: 0 },
    goldenRows: toColumnBatch({ x: [1, 2] }),
  });
}

describe('pushModel', () => {
  it('writes the next version, and keeps the newest when it is the same model', async () => {
    const destination = path.join(context.directory, 'pushed');
    const [first, second] = [await publishModel({ seed: 1 }), await publishModel({ seed: 2 })];
    expect(await pushModel(first, { destination })).toEqual({
      version: 1,
      directory: path.join(destination, '1'),
      isNew: true,
    });
    expect(await pushModel(first.path, { destination })).toMatchObject({ version: 1, isNew: false });
    await mkdir(path.join(destination, '41'));
    expect(await pushModel(second, { destination })).toMatchObject({ version: 42, isNew: true });
    // Back to the first model: it becomes the newest, for servers to take.
    expect(await pushModel(first, { destination })).toMatchObject({ version: 43, isNew: true });
    expect((await readdir(destination)).sort()).toEqual(['1', '41', '42', '43']);
    await using model = await openModel(path.join(destination, '43'));
    expect(model.manifest.digest).toBe((await readPayload(first)).digest);
  });

  it('gives concurrent pushes versions of their own', async () => {
    const destination = path.join(context.directory, 'concurrent');
    const models = await Promise.all([1, 2, 3, 4, 5].map((seed) => publishModel({ seed })));
    const pushed = await Promise.all(models.map((model) => pushModel(model, { destination })));
    expect(pushed.map(({ version }) => version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
    expect((await readdir(destination)).sort()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('gives one model one version, however many push it at once', async () => {
    const destination = path.join(context.directory, 'same');
    const model = await publishModel();
    const pushed = await Promise.all([1, 2, 3, 4, 5].map(() => pushModel(model, { destination })));
    expect(pushed.map(({ version }) => version)).toEqual([1, 1, 1, 1, 1]);
    expect(pushed.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await readdir(destination)).toEqual(['1']);
  });

  it('removes what a push left that was killed', async () => {
    const destination = path.join(context.directory, 'killed');
    const model = await publishModel();
    const script = `
      import { pushModel } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
      for (let seed = 0; ; seed++) await Promise.all([0, 1, 2, 3].map(() => pushModel(process.argv[1], { destination: process.argv[2] + '/' + seed % 8 })));`;
    for (let delayMs = 0; !(await hasLeftover(destination)); delayMs += 3) {
      await rm(destination, { recursive: true, force: true });
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, model.path, destination]);
      while ((await readdir(destination).catch(() => [])).length === 0) await sleep(1);
      await sleep(delayMs % 40);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    for (const folder of await readdir(destination)) {
      await pushModel(model, { destination: path.join(destination, folder) });
      expect(await readdir(path.join(destination, folder))).toEqual(['1']);
    }
  });

  it('pushes nothing that is damaged, and leaves nothing behind', async () => {
    const destination = path.join(context.directory, 'refused');
    const damaged = path.join(context.directory, 'damaged');
    await cp((await publishModel()).path, damaged, { recursive: true });
    const bytes = await readFile(path.join(damaged, 'trees.bin'));
    bytes[100]! ^= 1;
    await writeFile(path.join(damaged, 'trees.bin'), bytes);
    const error = await pushModel(damaged, { destination }).catch((caught: unknown) => caught);
    expect(hasCode(error, 'MODEL_FILE_CORRUPT')).toBe(true);
    await writeFile(path.join(context.directory, 'file'), '');
    const model = await publishModel();
    const taken = await pushModel(model, { destination: path.join(context.directory, 'file') }).catch(
      (e: unknown) => e,
    );
    expect(isMillraceError(taken) && taken.code).toBe('SERVING_CANNOT_PUSH');
  });
});

describe('Pusher', () => {
  const run = (inputs: Parameters<typeof Pusher.run>[0]['inputs'], destination: string) =>
    Pusher.run({ ...context, inputs, parameters: { destination } });

  it('pushes what is blessed and says where, when and as what', async () => {
    const destination = path.join(context.directory, 'blessed');
    const model = await publishModel();
    const [blessing, infraBlessing] = [await bless(model.digest, true), await blessInfra(model.digest, true)];
    const { pushedModel } = await run({ model, blessing, infraBlessing }, destination);
    expect(pushedModel.properties).toEqual({ pushed: true, destination, version: 1, model: model.digest });
    expect(await readPayload(pushedModel)).toEqual({
      specVersion: 1,
      pushed: true,
      reasons: [],
      model: model.digest,
      destination,
      version: 1,
      pushedAt: context.clock(),
    });
    await using server = await serve({ models: { late: destination }, port: 0 });
    expect((await post(`${server.url}/v1/models/late:predict`, { instances: delayRows(1) })).status).toBe(200);
  });

  it('leaves the unblessed where it is, succeeds, and says why', async () => {
    const destination = path.join(context.directory, 'unblessed');
    const model = await publishModel();
    const other = await publishModel({ seed: 8 });
    const yes = await bless(model.digest, true);
    const cases = [
      [{ blessing: await bless(model.digest, false), infraBlessing: undefined }, ['rocAuc is 0.6, below 0.7.']],
      [{ blessing: yes, infraBlessing: await blessInfra(model.digest, false) }, ['It was not loaded.']],
      [
        { blessing: await bless(other.digest, true), infraBlessing: undefined },
        [`The blessing is for the model ${other.digest}, not for ${model.digest}.`],
      ],
    ] as const;
    for (const [blessings, reasons] of cases) {
      const { pushedModel } = await run({ model, ...blessings }, destination);
      expect(pushedModel.properties).toMatchObject({ pushed: false, version: null });
      expect(await readPayload(pushedModel)).toMatchObject({ pushed: false, reasons, version: null, pushedAt: null });
    }
    expect(await readdir(destination).catch(() => 'nothing there')).toBe('nothing there');
  });

  it('warns when no blessing is wired, and pushes', async () => {
    const warnings: string[] = [];
    const logger = { info: () => undefined, warn: (message: string) => warnings.push(message) };
    const inputs = { model: await publishModel(), blessing: undefined, infraBlessing: undefined };
    const parameters = { destination: path.join(context.directory, 'unguarded') };
    const { pushedModel } = await Pusher.run({ ...context, logger, inputs, parameters });
    expect(pushedModel.properties['pushed']).toBe(true);
    expect(warnings).toEqual([expect.stringContaining('no blessing is wired')]);
  });
});

describe('InfraValidator', () => {
  it('blesses a model that a fresh server loads and answers with as this process does', async () => {
    const model = await publishModel({ task: 'multi-class' });
    const examples = await publishExamples({ train: 50, eval: 4 });
    const inputs = { model, examples };
    const { infraBlessing } = await InfraValidator.run({ ...context, inputs, parameters: { numExamples: 6 } });
    expect(await readPayload(infraBlessing)).toEqual({
      specVersion: 1,
      blessed: true,
      reasons: [],
      model: model.digest,
      rowCount: 4,
    });
    expect(infraBlessing.properties).toEqual({ blessed: true, model: model.digest });
  });

  it('tries loading alone without examples', async () => {
    const inputs = { model: await publishModel(), examples: undefined };
    const { infraBlessing } = await InfraValidator.run({ ...context, inputs, parameters: {} });
    expect(await readPayload(infraBlessing)).toMatchObject({ blessed: true, rowCount: 0 });
  });

  it('does not bless what is damaged or does not load in time', async () => {
    const { path: source } = await publishModel();
    const damaged = path.join(context.directory, 'infra-damaged');
    await cp(source, damaged, { recursive: true });
    await writeFile(path.join(damaged, 'golden.json'), '{}');
    expect(await validateInfra(damaged)).toMatchObject({
      blessed: false,
      reasons: [expect.stringContaining('The model cannot be opened: The file golden.json')],
    });
    expect(await validateInfra(source, { maxLoadingTimeMs: 1, numTries: 2 })).toEqual({
      blessed: false,
      reasons: ['The model was not served: it was not loaded within 1 ms'],
      tries: 2,
    });
  });

  it.each([
    [
      'answers otherwise there',
      'return x.map((value) => (isServer && value > 100 ? 2 : 1));',
      'The server predicted 2 for row 1, this process 1.',
    ],
    ['ends there', 'if (isServer) process.exit(3); return x.map(() => 1);', 'the server process ended with code 3'],
    ['hangs there', 'while (isServer); return x.map(() => 1);', 'it was not loaded within 1500 ms'],
    [
      'fails there',
      'if (isServer && x[1] > 100) throw new Error("no disk"); return x.map(() => 1);',
      'The server answered 500',
    ],
  ])('does not bless a model that %s', async (name, body, reason) => {
    const directory = path.join(context.directory, `infra-${name.replaceAll(' ', '-')}`);
    const source = `
      const isServer = process.argv[1].endsWith('server-process.js');
      export const createScorer = () => ({ score: ([x]) => { ${body} } });`;
    await writeCustomModel(directory, source);
    const verdict = await validateInfra(directory, {
      rows: [{ x: 3 }, { x: 300 }],
      numTries: 1,
      maxLoadingTimeMs: name === 'hangs there' ? 1500 : 60_000,
    });
    expect(verdict).toMatchObject({ blessed: false, tries: 1 });
    expect(verdict.reasons[0]).toContain(reason);
  });

  it('gives the same blessing when a server was killed on the way', async () => {
    const marker = path.join(context.directory, 'server-died');
    const source = `
      const { existsSync, writeFileSync } = process.getBuiltinModule('node:fs');
      const marker = ${JSON.stringify(marker)};
      export const createScorer = () => ({ score: ([x]) => {
        if (process.argv[1].endsWith('server-process.js') && !existsSync(marker)) {
          writeFileSync(marker, '');
          process.kill(process.pid, 'SIGKILL');
        }
        return x.map(() => 1);
      } });`;
    const model = await context.publish('model', (to) => writeCustomModel(to, source));
    const warnings: string[] = [];
    const logger = { info: () => undefined, warn: (message: string) => warnings.push(message) };
    const run = { ...context, logger, inputs: { model, examples: undefined }, parameters: {} };
    const { infraBlessing: disturbed } = await InfraValidator.run(run);
    expect(warnings).toEqual(['InfraValidator: it took 2 attempts.']);
    const { infraBlessing: undisturbed } = await InfraValidator.run(run);
    expect(warnings).toHaveLength(1);
    expect(disturbed.digest).toBe(undisturbed.digest);
  });

  it('stops when it is told to, and the server with it', async () => {
    const { path: source } = await publishModel();
    const controller = new AbortController();
    const validation = validateInfra(source, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(validation).rejects.toThrow('aborted');
  });
});

describe('BulkInferrer', () => {
  it('predicts all splits in order, with the columns that are kept', async () => {
    const model = await publishModel();
    const examples = await publishExamples({ train: 10, eval: 4 });
    const inputs = { model, examples, blessing: undefined };
    const parameters = { keyColumns: ['id', 'origin'] };
    const { inferenceResult } = await BulkInferrer.run({ ...context, inputs, parameters });
    expect(inferenceResult.properties).toEqual({ predicted: true, rowCount: 14, model: model.digest });
    expect(await readPayload(inferenceResult)).toEqual({
      specVersion: 1,
      columns: [
        { name: 'id', type: 'integer' },
        { name: 'origin', type: 'string' },
        { name: 'prediction', type: 'float' },
      ],
      splits: {
        eval: { files: ['eval-00001.parquet'], rowCount: 4 },
        train: { files: ['train-00001.parquet'], rowCount: 10 },
      },
      model: model.digest,
      examples: examples.digest,
    });
    await using opened = await openModel(model);
    const rows = delayRows(10, 10);
    const { scores } = await opened.predictRows(rows);
    const written = JSON.parse(
      await readFile(path.join(inferenceResult.path, 'train-00001.parquet'), 'utf8'),
    ) as object;
    expect(written).toEqual({
      rows: rows.map(({ id, origin }, i) => ({ id, origin, prediction: scores[i] })),
    });
  });

  it('names the most probable class and gives all probabilities', async () => {
    const model = await publishModel({ task: 'multi-class' });
    const inputs = { model, examples: await publishExamples({ eval: 5 }), blessing: undefined };
    const { inferenceResult } = await BulkInferrer.run({ ...context, inputs, parameters: { keyColumns: [] } });
    const { rows } = JSON.parse(await readFile(path.join(inferenceResult.path, 'eval-00001.parquet'), 'utf8')) as {
      rows: Record<string, number | string>[];
    };
    await using opened = await openModel(model);
    const { scores } = await opened.predictRows(delayRows(5, 5));
    rows.forEach((row, i) => {
      const probabilities = [...scores.subarray(i * 3, i * 3 + 3)];
      const best = ['early', 'on-time', 'late'][probabilities.indexOf(Math.max(...probabilities))];
      expect(row).toEqual({
        prediction: best,
        probability_early: probabilities[0],
        'probability_on-time': probabilities[1],
        probability_late: probabilities[2],
      });
    });
  });

  it('predicts nothing with a model that is not blessed', async () => {
    const model = await publishModel();
    const inputs = { model, examples: await publishExamples({ eval: 5 }), blessing: await bless(model.digest, false) };
    const { inferenceResult } = await BulkInferrer.run({ ...context, inputs, parameters: {} });
    expect(inferenceResult.properties).toMatchObject({ predicted: false, rowCount: 0 });
    expect(await readPayload(inferenceResult)).toMatchObject({ columns: [], splits: {} });
  });

  it('refuses splits and columns that are not there, and rows that have gone', async () => {
    const model = await publishModel();
    const examples = await publishExamples({ eval: 5 });
    const inputs = { model, examples, blessing: undefined };
    for (const [parameters, code] of [
      [{ splits: ['evil'] }, 'SERVING_UNKNOWN_SPLIT'],
      [{ keyColumns: ['ids'] }, 'CORE_UNKNOWN_COLUMN'],
    ] as const) {
      const error = await BulkInferrer.run({ ...context, inputs, parameters }).catch((caught: unknown) => caught);
      expect(isMillraceError(error) && error.code).toBe(code);
    }
    await writeFile(path.join(examples.path, 'eval.parquet'), JSON.stringify({ rows: delayRows(4, 5) }));
    const error = await BulkInferrer.run({ ...context, inputs, parameters: {} }).catch((caught: unknown) => caught);
    expect(isMillraceError(error) && [error.code, error.details['file']]).toEqual([
      'CORE_ARTIFACT_CORRUPT',
      'eval.parquet',
    ]);
    // Who has no artifact, and so no digests, is told by the count of rows.
    await using predictor = await openModel(model);
    const lost: unknown = await inferExamples({
      engine,
      predictor,
      examples: await readPayload(examples),
      examplesDirectory: examples.path,
      directory: context.scratchDirectory,
    }).catch((caught: unknown) => caught);
    expect(hasCode(lost, 'SERVING_ROWS_LOST')).toBe(true);
  });
});
