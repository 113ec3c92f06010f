import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRandom, hasCode, toColumnBatch } from '@millrace/core';
import { defineFeatures, fitFeatures, greaterThan, number, text, vocabulary } from '@millrace/features';
import { openModel } from '@millrace/model';
import { describe, expect, it } from 'vitest';
import { gradientBoostedTrees, train } from '../src/index.ts';

const random = createRandom(5);
const rows = Array.from({ length: 600 }, (_, index) => {
  const plan = ['basic', 'plus', 'pro'][random.nextInteger(3)]!;
  const months = random.nextInteger(48);
  const churned = random.next() < (plan === 'basic' ? 0.7 : 0.1) * (months < 12 ? 1 : 0.4) ? 1 : 0;
  return { plan, months: index % 17 === 0 ? null : months, isTrial: random.next() < 0.2, churned };
});
const learner = gradientBoostedTrees({ trees: 20, maxDepth: 3 });

const codeOf = async (action: Promise<unknown>): Promise<string> =>
  action.then(
    () => 'no error',
    (error: unknown) => (error as { code: string }).code,
  );

describe('train', () => {
  it('learns from plain rows and predicts on rows of the same form', async () => {
    const { model, run } = await train(rows, { learner, label: 'churned', validationSplit: 0.25 });
    expect(model.signature).toMatchObject({ task: 'binary', label: 'churned', classes: ['0', '1'] });
    expect(model.signature.inputs.map(({ name }) => name)).toEqual(['plan', 'months', 'isTrial']);
    const { scores } = await model.predictRows([
      { plan: 'basic', months: 3, isTrial: false },
      { plan: 'pro', months: 40, isTrial: false },
    ]);
    expect(scores[0]).toBeGreaterThan(0.55);
    expect(scores[1]).toBeLessThan(0.15);
    expect(run).toMatchObject({ learner: 'gradientBoostedTrees', rowCount: 450, validationRowCount: 150, seed: 0 });
    expect(run.curves.map(({ split }) => split)).toEqual(['train', 'validation']);
    expect([...model.computeLabels!(toColumnBatch(rows.slice(0, 5)))]).toEqual(
      rows.slice(0, 5).map((row) => row.churned),
    );
  });

  it('gives the same model for the same seed, and saves what it gave', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'millrace-train-'));
    try {
      const first = await train(rows, { learner, label: 'churned', validationSplit: 0.2, seed: 4 });
      const second = await train(rows, { learner, label: 'churned', validationSplit: 0.2, seed: 4, concurrency: 1 });
      const other = await train(rows, { learner, label: 'churned', validationSplit: 0.2, seed: 5 });
      expect(second.model.manifest.digest).toBe(first.model.manifest.digest);
      expect(other.model.manifest.digest).not.toBe(first.model.manifest.digest);
      await first.save(path.join(directory, 'model'));
      await using opened = await openModel(path.join(directory, 'model'));
      expect(opened.manifest).toEqual(first.model.manifest);
      expect(opened.manifest.training).toMatchObject({ learner: 'gradientBoostedTrees', seed: 4, rowCount: 480 });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('names the classes of texts, booleans and numbers', async () => {
    const named = rows.map(({ churned, ...row }, index) => ({
      ...row,
      churned: churned === 1 ? 'yes' : 'no',
      left: churned === 1,
      kind: churned === 1 ? 'gone' : index % 2 === 0 ? 'kept' : 'new',
      level: churned + 1,
      spend: churned * 10 + (index % 7) / 3,
    }));
    const only = (name: 'churned' | 'left' | 'kind' | 'level' | 'spend') =>
      named.map((row) => ({ plan: row.plan, months: row.months, [name]: row[name] }));
    const signatureOf = async (name: Parameters<typeof only>[0]) => {
      const { model } = await train(only(name), { learner, label: name });
      return [model.signature.task, model.signature.classes];
    };
    expect(await signatureOf('churned')).toEqual(['binary', ['no', 'yes']]);
    expect(await signatureOf('left')).toEqual(['binary', ['false', 'true']]);
    expect(await signatureOf('level')).toEqual(['binary', ['1', '2']]);
    expect(await signatureOf('spend')).toEqual(['regression', []]);
    const [task, classes] = await signatureOf('kind');
    expect(task).toBe('multi-class');
    expect([...(classes as string[])].sort()).toEqual(['gone', 'kept', 'new']);
  });

  it('learns a declared label from declared features, fitted here or before', async () => {
    const features = defineFeatures({
      plan: vocabulary(text('plan')),
      months: number('months'),
      risky: greaterThan(number('churned'), 0.5),
    });
    const fitted = await train(rows, { learner, label: 'risky', features });
    const given = await train(rows, { learner, label: 'risky', graph: fitFeatures(features, rows) });
    expect(given.model.manifest.digest).toBe(fitted.model.manifest.digest);
    expect(fitted.model.signature.classes).toEqual(['false', 'true']);
    expect(fitted.model.manifest.labelInputs.map(({ name }) => name)).toEqual(['churned']);
    expect(fitted.model.manifest.goldenRows.rowCount).toBe(16);
  });

  it('counts rows by their weight: a row of weight 0 might as well not be there', async () => {
    const exact = gradientBoostedTrees({ trees: 20, maxDepth: 3, minChildRows: 1, categorySmoothing: 0 });
    const opposite = rows.map((row) => ({ ...row, churned: 1 - row.churned, weight: 0 }));
    const weighted = [...rows.map((row) => ({ ...row, weight: 1 })), ...opposite];
    const { model } = await train(weighted, { learner: exact, label: 'churned', weight: 'weight' });
    const { model: plain } = await train(rows, { learner: exact, label: 'churned' });
    const asked = rows.slice(0, 50).map(({ plan, months, isTrial }) => ({ plan, months, isTrial }));
    expect([...(await model.predictRows(asked)).scores]).toEqual([...(await plain.predictRows(asked)).scores]);
  });

  it('refuses what cannot be learned from, and says why', async () => {
    const withLabels = (labels: readonly unknown[]) =>
      labels.map((churned, index) => ({ months: index, churned })) as { months: number; churned: number | null }[];
    expect(await codeOf(train(withLabels([0, 1, null, 1]), { learner, label: 'churned' }))).toBe(
      'TRAINER_LABEL_MISSING',
    );
    expect(await codeOf(train(withLabels([1, 1, 1]), { learner, label: 'churned', task: 'binary' }))).toBe(
      'TRAINER_ONE_CLASS_ONLY',
    );
    expect(await codeOf(train(withLabels([1, 2, 3]), { learner, label: 'churned', task: 'binary' }))).toBe(
      'TRAINER_INVALID_LABEL',
    );
    expect(await codeOf(train(rows, { learner, label: 'churn' }))).toBe('CORE_UNKNOWN_COLUMN');
    expect(await codeOf(train(rows, { learner, label: 'churned', validationSplit: 1 }))).toBe(
      'TRAINER_INVALID_VALIDATION_SPLIT',
    );
    expect(await codeOf(train(rows, { learner, label: 'churned', validationSplit: 'eval' }))).toBe(
      'TRAINER_SPLIT_OF_NO_ARTIFACT',
    );
    const dated = [{ at: new Date(0), churned: 0 }];
    expect(await codeOf(train(dated, { learner, label: 'churned' }))).toBe('TRAINER_COLUMN_NOT_USABLE');
    const graph = fitFeatures(defineFeatures({ months: number('months') }), rows);
    expect(await codeOf(train(rows, { learner, label: 'churned', graph }))).toBe('TRAINER_UNKNOWN_LABEL');
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    const failure = await train(rows, { learner, label: 'churned', signal }).catch((error: unknown) => error);
    expect(hasCode(failure, 'TRAINER_LABEL_MISSING')).toBe(false);
    expect((failure as Error).name).toBe('AbortError');
  });
});
