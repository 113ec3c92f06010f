import { createRandom, toColumnBatch } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { createTestContext, type TestContext } from '@millrace/core/testing';
import { openDataset, openEngine, writeExamples } from '@millrace/data';
import {
  compileColumns,
  defineFeatures,
  fitFeatures,
  graphToFiles,
  greaterThan,
  number,
  text,
  vocabulary,
} from '@millrace/features';
import { openModel } from '@millrace/model';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gradientBoostedTrees, Trainer } from '../src/index.ts';
import type { Artifact, ColumnBatch, Engine } from '@millrace/core';

const random = createRandom(11);
const rows = Array.from({ length: 900 }, () => {
  const origin = ['ABQ', 'SFO', 'JFK', 'LAX'][random.nextInteger(4)]!;
  const distance = 100 + random.nextInteger(2000);
  return { origin, distance, delay: (origin === 'JFK' ? 25 : 0) + distance / 200 + 8 * random.nextNormal() };
});
const features = defineFeatures({
  origin: vocabulary(text('origin')),
  distance: number('distance'),
  late: greaterThan(number('delay'), 15),
});
const graph = fitFeatures(features, rows);

let engine: Engine;
let context: TestContext;
let examples: Artifact<'examples'>;
let transform: Artifact<'transformGraph'>;
let transformedExamples: Artifact<'transformedExamples'>;

async function writeSplits(directory: string, splits: Record<string, ColumnBatch>): Promise<void> {
  const tables = await Promise.all(Object.values(splits).map((batch) => engine.registerTable(batch)));
  const sql = Object.keys(splits).map((name, index) => [name, `select * from ${tables[index]!.relation}`] as const);
  await writeExamples({ engine, directory, splits: Object.fromEntries(sql), span: null, version: null });
}

beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
  context = await createTestContext({ engine, seed: 3, concurrency: 2 });
  const splits = { train: toColumnBatch(rows.slice(0, 700)), eval: toColumnBatch(rows.slice(700)) };
  const compute = compileColumns(graph);
  examples = await context.publish('examples', (directory) => writeSplits(directory, splits));
  transformedExamples = await context.publish('transformedExamples', (directory) =>
    writeSplits(directory, { train: compute(splits.train), eval: compute(splits.eval) }),
  );
  transform = await context.publish('transformGraph', async (directory) => {
    for (const [name, bytes] of Object.entries(graphToFiles(graph))) await writeFile(path.join(directory, name), bytes);
  });
});
afterAll(async () => {
  await context[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

const parameters = {
  learner: gradientBoostedTrees({ trees: 30, maxDepth: 3 }),
  label: 'late',
  validationSplit: 'eval',
};

describe('Trainer', () => {
  it('writes a model that opens, and how its training went', async () => {
    const { model, modelRun } = await Trainer.run({
      ...context,
      inputs: { examples, transform, transformedExamples },
      parameters,
    });
    expect(model.properties).toEqual({ learner: 'gradientBoostedTrees', task: 'binary', rowCount: 700 });
    const run = await readPayload(modelRun);
    expect(run).toMatchObject({ seed: 3, rowCount: 700, validationRowCount: 200, task: 'binary' });
    expect(run.curves[0]!.values.length).toBe(run.summary['roundsRun']);
    await using opened = await openModel(model);
    await using dataset = await openDataset(examples, { engine, split: 'eval' });
    const batch = await dataset.read();
    const { scores } = await opened.predict(batch);
    const labels = opened.computeLabels!(batch);
    const right = labels.filter((label, row) => label === (scores[row]! > 0.5 ? 1 : 0)).length;
    expect(right / labels.length).toBeGreaterThan(0.8);
  });

  it('gives the same model from raw and from transformed examples', async () => {
    const inputs = { examples, transform };
    const raw = await Trainer.run({ ...context, inputs: { ...inputs, transformedExamples: undefined }, parameters });
    const made = await Trainer.run({ ...context, inputs: { ...inputs, transformedExamples }, parameters });
    expect(raw.model.digest).toBe(made.model.digest);
    expect(raw.modelRun.digest).toBe(made.modelRun.digest);
  });

  it('names the outputs when the label is none of them', async () => {
    const run = Trainer.run({
      ...context,
      inputs: { examples, transform, transformedExamples },
      parameters: { ...parameters, label: 'lat' },
    });
    await expect(run).rejects.toMatchObject({
      code: 'TRAINER_UNKNOWN_LABEL',
      cure: expect.stringContaining('Did you mean "late"') as unknown,
    });
  });
});
