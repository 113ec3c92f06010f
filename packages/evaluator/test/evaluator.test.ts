import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkParameters, hasCode, toColumnBatch, type Artifact, type Engine } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { createTestContext, type TestContext } from '@millrace/core/testing';
import { openDataset, openEngine, writeExamples } from '@millrace/data';
import { openModel } from '@millrace/model';
import { delayRows, writeTestModel } from '@millrace/model/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate, Evaluator, evaluateModel, type EvaluatorParameters } from '../src/index.ts';

let engine: Engine;
let context: TestContext;
let examples: Artifact<'examples'>;
let model: Artifact<'model'>;
let baseline: Artifact<'model'>;

const flights = delayRows(3000, 5).map((row) => ({
  ...row,
  date: new Date(String(row['date'])),
  // The outcome of every tenth flight is not known yet.
  delay: Number(row['id']) % 10 === 0 ? null : row['delay'],
}));

beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
  context = await createTestContext({ engine, seed: 3 });
  examples = await context.publish('examples', async (directory) => {
    await using table = await engine.registerTable(toColumnBatch(flights));
    await writeExamples({ engine, directory, splits: { eval: `select * from ${table.relation}` } });
  });
  model = await context.publish('model', async (directory) => void (await writeTestModel(directory, { seed: 1 })));
  baseline = await context.publish('model', async (directory) => void (await writeTestModel(directory, { seed: 2 })));
});
afterAll(async () => {
  await context[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

const parameters: EvaluatorParameters = {
  slices: [{}, { keys: ['origin'] }, { keys: [{ column: 'date', part: 'hourOfDay' }] }],
  thresholds: [
    { metric: 'rocAuc', min: 0.7 },
    { metric: 'logLoss', change: { direction: 'lower', absolute: 10 } },
  ],
};

describe('Evaluator', () => {
  it('publishes metrics, a page and a verdict', async () => {
    const output = await Evaluator.run({ ...context, inputs: { examples, model, baseline }, parameters });
    const evaluation = await readPayload(output.evaluation);
    expect(evaluation).toMatchObject({
      task: 'binary',
      label: 'late',
      classes: ['on-time', 'late'],
      rowCount: 2700,
      droppedRows: { missingLabel: 300, missingPrediction: 0 },
      candidate: model.digest,
      baseline: baseline.digest,
    });
    expect(evaluation.slices.slice(0, 3).map(({ name }) => name)).toEqual(['all rows', 'origin = ATL', 'origin = BOS']);
    expect(evaluation.slices.filter(({ slicing }) => slicing === 'hourOfDay(date)')).toHaveLength(24);
    const blessing = await readPayload(output.blessing);
    // The trees are random: they know nothing.
    expect(blessing.reasons.map(({ status }) => status)).toEqual(['failed', 'passed']);
    expect(output.blessing.properties).toEqual({ blessed: false });
    expect(await readFile(path.join(output.evaluation.path, 'report.html'), 'utf8')).toContain('<!doctype html>');
  });

  it('gives the same artifact for the same run', async () => {
    const run = (): ReturnType<typeof Evaluator.run> =>
      Evaluator.run({ ...context, inputs: { examples, model, baseline: undefined }, parameters });
    const [first, second] = [await run(), await run()];
    expect(second.evaluation.digest).toBe(first.evaluation.digest);
    expect(second.blessing.digest).toBe(first.blessing.digest);
    const { reasons } = await readPayload(first.blessing);
    expect(reasons.map(({ status }) => status)).toEqual(['failed', 'rubber-stamped']);
  });

  it('checks its parameters', () => {
    checkParameters(Evaluator, parameters);
    expect(() => checkParameters(Evaluator, { slices: [{ key: 'origin' }] })).toThrowError(/"key"/);
  });
});

describe('evaluateModel', () => {
  it('measures what predicting first and evaluating the table measures', async () => {
    await using opened = await openModel(model);
    await using dataset = await openDataset(examples, { engine });
    const batch = await dataset.read();
    const { scores } = await opened.predict(batch);
    const labels = opened.computeLabels!(batch);
    const table = { p: scores, y: Array.from(labels, (label) => (Number.isNaN(label) ? null : label)) };
    const fromTable = await evaluate(table, { label: 'y', prediction: 'p', engine });
    const fromModel = await evaluateModel(opened, examples, { engine });
    expect(fromModel.evaluation.slices).toEqual(fromTable.evaluation.slices);
    expect(fromModel.evaluation.diagnostics).toEqual(fromTable.evaluation.diagnostics);
  });

  it('reads a raw column as the label when told to', async () => {
    await using opened = await openModel(model);
    const rows = flights.map((row) => ({ ...row, outcome: Number(row.delay ?? 0) > 0 ? 'late' : 'on-time' }));
    const { evaluation } = await evaluateModel(opened, rows, { label: 'outcome', engine });
    const late = rows.filter(({ outcome }) => outcome === 'late').length;
    expect(evaluation.slices[0]!.metrics['baseRate']!.value).toBeCloseTo(late / rows.length, 12);
  });

  it('refuses a model that cannot make its label, and a baseline of another task', async () => {
    await using opened = await openModel(model);
    const mute = { ...opened, computeLabels: undefined };
    const unlabelled: unknown = await evaluateModel(mute, examples, { engine }).catch((error: unknown) => error);
    expect(hasCode(unlabelled, 'EVALUATOR_LABEL_NEEDED')).toBe(true);
    const regressor = { ...opened, signature: { ...opened.signature, task: 'regression' as const } };
    const differs: unknown = await evaluateModel(opened, examples, { engine, baseline: regressor }).catch(
      (error: unknown) => error,
    );
    expect(hasCode(differs, 'EVALUATOR_BASELINE_DIFFERS') && differs.message).toContain('regression');
  });

  it('stops when it is told to', async () => {
    await using opened = await openModel(model);
    const signal = AbortSignal.abort();
    await expect(evaluateModel(opened, examples, { engine, signal })).rejects.toThrowError(/abort/i);
  });
});
