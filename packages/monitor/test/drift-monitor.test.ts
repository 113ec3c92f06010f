import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  checkParameters,
  createRandom,
  hasCode,
  toColumnBatch,
  type Artifact,
  type Engine,
  type RowInput,
} from '@millrace/core';
import { readPayload, writePayload } from '@millrace/core/artifacts';
import { createTestContext, type TestContext } from '@millrace/core/testing';
import { openEngine, writeExamples } from '@millrace/data';
import { computeStatistics } from '@millrace/data-validation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DriftMonitor, monitor, type DriftMonitorParameters, type MonitorOptions } from '../src/index.ts';

let engine: Engine;
let context: TestContext;
let examples: Artifact<'examples'>;
let statistics: Artifact<'statistics'>;
let requests: Artifact<'inferenceResult'>;

interface Flight {
  readonly flight: number;
  readonly km: number;
  readonly delay: number;
  readonly prediction: number;
}

function drawFlights(count: number, seed: number, scale = 1): (Flight & Record<string, number>)[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, flight) => {
    const km = Math.exp(random.nextNormal()) * scale;
    const delay = 10 + 5 * random.nextNormal() + km;
    return { flight, km, delay, prediction: 1 / (1 + Math.exp(-km + 1)) };
  });
}

const training = drawFlights(4000, 1);
const served = drawFlights(1500, 2, 2);

async function publishRows(kind: 'examples' | 'inferenceResult', rows: RowInput): Promise<Artifact> {
  return context.publish(kind, async (directory) => {
    await using table = await engine.registerTable(toColumnBatch(rows));
    if (kind === 'examples') {
      await writeExamples({ engine, directory, splits: { train: `select * from ${table.relation}` } });
      return {};
    }
    await engine.writeParquet(`select * from ${table.relation}`, path.join(directory, 'requests.parquet'));
    await writePayload(
      'inferenceResult',
      {
        specVersion: 1,
        columns: await engine.describe(table.relation),
        splits: { requests: { files: ['requests.parquet'], rowCount: rows.length } },
        model: 'flights@1',
        examples: 'request log',
      },
      directory,
    );
    return { malformedLines: 1 };
  });
}

beforeAll(async () => {
  engine = await openEngine({ threads: 1 });
  context = await createTestContext({ engine });
  const withoutPrediction = training.map(({ flight, km, delay }) => ({ flight, km, delay }));
  examples = (await publishRows('examples', withoutPrediction)) as Artifact<'examples'>;
  requests = (await publishRows(
    'inferenceResult',
    served.map(({ flight, km, prediction }) => ({ flight, km, prediction })),
  )) as Artifact<'inferenceResult'>;
  statistics = await context.publishPayload('statistics', await computeStatistics(examples, { engine }));
});
afterAll(async () => {
  await context[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

describe('DriftMonitor', () => {
  const parameters: DriftMonitorParameters = { keys: ['flight'], label: { column: 'delay', greaterThan: 12 } };

  it('publishes a report and says whether there are alerts', async () => {
    checkParameters(DriftMonitor, parameters);
    const labels = (await publishRows('examples', served)) as Artifact<'examples'>;
    const inputs = { requests, reference: statistics, examples: undefined, previous: undefined, labels };
    const { driftReport } = await DriftMonitor.run({ ...context, inputs, parameters });
    const report = await readPayload(driftReport);
    expect(driftReport.properties).toEqual({ hasAlerts: report.hasAlerts, alertCount: report.alerts.length });
    expect(report).toMatchObject({ requests: { rowCount: 1500, malformedLines: 1 }, hasAlerts: true });
    expect(report.alerts[0]).toMatchObject({ severity: 'alert', code: 'drift', column: 'km', measure: 'psi' });
    expect(report.performance).toMatchObject({ labelledRows: 1500, coverage: 1 });
    expect(await readFile(path.join(driftReport.path, 'report.html'), 'utf8')).toContain('<!doctype html>');
  });

  it('gives the same report from examples as from their statistics', async () => {
    const run = async (reference: MonitorOptions['reference']): Promise<unknown> =>
      (await monitor(requests, { reference, engine, keys: ['flight'] })).comparisons;
    expect(await run(examples)).toEqual(await run(statistics));
  });
});

describe('the measures of a column of numbers', () => {
  it('are those of counting the values', async () => {
    const { comparisons } = await monitor(requests, { reference: statistics, engine, columns: ['km'] });
    const { measures } = comparisons[0]!.columns.find(({ name }) => name === 'km')!;
    const measure = (name: string): number => measures.find((item) => item.measure === name)!.value!;
    const theirs = training.map(({ km }) => km).sort((a, b) => a - b);
    const mine = served.map(({ km }) => km).sort((a, b) => a - b);
    const percentile = (values: readonly number[], p: number): number =>
      values[Math.max(0, Math.ceil((p * values.length) / 100) - 1)]!;

    // Population stability over the deciles of the reference.
    const deciles = Array.from({ length: 9 }, (_, i) => percentile(theirs, (i + 1) * 10));
    const share = (values: readonly number[], bin: number): number =>
      values.filter((x) => x > (deciles[bin - 1] ?? -Infinity) && x <= (deciles[bin] ?? Infinity)).length /
      values.length;
    let psi = 0;
    for (let bin = 0; bin < 10; bin++) psi += (share(mine, bin) - 0.1) * Math.log(share(mine, bin) / 0.1);
    expect(measure('psi')).toBeCloseTo(psi, 9);

    // Kolmogorov-Smirnov over all values; the reference is known at its percentiles.
    const below = (values: readonly number[], point: number): number =>
      values.filter((x) => x <= point).length / values.length;
    const ks = Math.max(...[...theirs, ...mine].map((point) => Math.abs(below(theirs, point) - below(mine, point))));
    expect(Math.abs(measure('ks') - ks)).toBeLessThan(0.01);

    const mean = theirs.reduce((sum, x) => sum + x, 0) / theirs.length;
    const deviation = Math.sqrt(theirs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / theirs.length);
    let moved = 0;
    for (let p = 1; p <= 99; p++) moved += Math.abs(percentile(mine, p) - percentile(theirs, p)) / 99;
    expect(measure('wasserstein')).toBeCloseTo(moved / deviation, 9);
  });

  it('come with a picture over the buckets of the reference', async () => {
    const whole = (rows: readonly { readonly km: number }[]): { n: number }[] =>
      rows.map(({ km }) => ({ n: Math.min(9, Math.floor(km)) }));
    const { comparisons } = await monitor(whole(served), { reference: whole(training), engine });
    const { histogram } = comparisons[0]!.columns[0]!;
    const shares = (rows: readonly { readonly n: number }[]): number[] =>
      histogram!.labels.map((label, i) => {
        const [low, high] = label.split(' to ').map(Number) as [number, number];
        const isLast = i === histogram!.labels.length - 1;
        return rows.filter(({ n }) => n >= low && (n < high || (isLast && n === high))).length / rows.length;
      });
    histogram!.current.forEach((share, i) => expect(share).toBeCloseTo(shares(whole(served))[i]!, 5));
    histogram!.reference.forEach((share, i) => expect(share).toBeCloseTo(shares(whole(training))[i]!, 5));
  });

  it('of the same rows are 0', async () => {
    const { comparisons, alerts } = await monitor(training, { reference: examples, engine, columns: ['km', 'delay'] });
    for (const { measures, state } of comparisons[0]!.columns) {
      expect(state).toBe('stable');
      for (const { measure, value } of measures) expect(value, measure).toBeLessThan(measure === 'ks' ? 1e-3 : 1e-9);
    }
    expect(alerts).toEqual([]);
  });
});

describe('what is compared', () => {
  it('includes predictions where earlier requests have them', async () => {
    const earlier = drawFlights(1500, 7).map(({ flight, km, prediction }) => ({
      flight,
      km,
      prediction: prediction / 2,
    }));
    const { comparisons } = await monitor(requests, { previous: earlier, keys: ['flight'], engine });
    expect(comparisons.map(({ against }) => against)).toEqual(['previous']);
    expect(comparisons[0]!.columns.map(({ name, state }) => [name, state])).toEqual([
      ['km', 'alert'],
      ['prediction', 'alert'],
    ]);
  });

  it('leaves columns undecided where the rows are too few to tell', async () => {
    const few = drawFlights(25, 9).map(({ km, prediction }) => ({ km, prediction }));
    const { comparisons, alerts } = await monitor(few, { reference: statistics, engine });
    expect(comparisons[0]!.columns[0]).toMatchObject({ name: 'km', state: 'undecided' });
    expect(alerts).toEqual([]);
  });

  it('misses columns that it was told to expect', async () => {
    const { alerts } = await monitor(requests, {
      reference: statistics,
      engine,
      columns: ['km', 'delay'],
      thresholds: { numbers: {} },
    });
    expect(alerts.map(({ code, column }) => [code, column])).toEqual([['column-absent', 'delay']]);
  });

  it('can be judged by other measures and limits, column by column', async () => {
    const thresholds = { numbers: { ks: { warning: 0.05 } }, columns: { delay: {} } };
    const rows = served.map(({ km, delay, prediction }) => ({ km, delay, prediction }));
    const { comparisons, hasAlerts } = await monitor(rows, { reference: statistics, engine, thresholds });
    expect(comparisons[0]!.columns.map(({ name, state, decidedBy }) => [name, state, decidedBy])).toEqual([
      ['km', 'warning', 'ks'],
      ['delay', 'not-compared', null],
    ]);
    expect(hasAlerts).toBe(false);
  });
});

describe('realised performance', () => {
  it('raises an alert beyond its limits, with enough labels only', async () => {
    const options: MonitorOptions = {
      labels: served,
      keys: ['flight'],
      label: { column: 'delay', greaterThan: 12 },
      thresholds: { performance: { rocAuc: { min: 0.99 }, logLoss: { max: 0.1, severity: 'warning' } } },
      engine,
    };
    const { alerts } = await monitor(requests, options);
    expect(alerts.map(({ severity, code, measure }) => [severity, code, measure])).toEqual([
      ['alert', 'performance', 'rocAuc'],
      ['warning', 'performance', 'logLoss'],
    ]);
    expect((await monitor(requests, { ...options, labels: served.slice(0, 99) })).alerts).toEqual([]);
    const wrong: unknown = await monitor(requests, {
      ...options,
      thresholds: { performance: { auc: { min: 1 } } },
    }).catch((error: unknown) => error);
    expect(hasCode(wrong, 'MONITOR_UNKNOWN_METRIC')).toBe(true);
  });

  it('measures values and classes', async () => {
    const values = [
      { id: 1, prediction: 2 },
      { id: 2, prediction: 5 },
    ];
    const truth = [
      { id: 1, y: 4 },
      { id: 2, y: 4 },
    ];
    const numbers = await monitor(values, { labels: truth, keys: ['id'], label: 'y', engine });
    expect(numbers.performance).toMatchObject({
      task: 'regression',
      metrics: { mae: 1.5, meanError: -0.5, meanLabel: 4 },
    });
    expect(numbers.performance!.metrics['rmse']).toBeCloseTo(Math.sqrt(2.5), 11);
    const classes = [
      { id: 1, prediction: 'cat', probability_cat: 0.8, probability_dog: 0.2 },
      { id: 2, prediction: 'cat', probability_cat: 0.6, probability_dog: 0.4 },
    ];
    const animals = [
      { id: 1, y: 'cat' },
      { id: 2, y: 'dog' },
    ];
    const named = await monitor(classes, { labels: animals, keys: ['id'], label: 'y', engine });
    expect(named.performance).toMatchObject({ task: 'multi-class', metrics: { accuracy: 0.5 } });
    expect(named.performance!.metrics['logLoss']).toBeCloseTo(-(Math.log(0.8) + Math.log(0.4)) / 2, 11);
  });

  it('gives every request its label once, however often it was asked', async () => {
    const asked = [
      { id: 'a', prediction: 0.2 },
      { id: 'a', prediction: 0.3 },
      { id: null, prediction: 0.9 },
      { id: 'c', prediction: 0.9 },
    ];
    const labels = [
      { id: 'a', y: 1 },
      { id: 'a', y: 1 },
      { id: 'b', y: 0 },
      { id: 'c', y: null },
      { id: null, y: 1 },
    ];
    const { performance } = await monitor(asked, { labels, keys: ['id'], label: 'y', engine });
    expect(performance).toMatchObject({
      labelledRows: 2,
      coverage: 0.5,
      ambiguousRows: 0,
      keylessRows: 1,
      unmatchedLabels: 1,
      metrics: { baseRate: 1, meanPrediction: 0.25 },
    });
  });

  it.each<[string, Partial<MonitorOptions>, string]>([
    ['no keys', { label: 'y' }, 'MONITOR_LABELS_INCOMPLETE'],
    ['no label', { keys: ['id'] }, 'MONITOR_LABELS_INCOMPLETE'],
    ['an unknown key', { keys: ['no'], label: 'y' }, 'CORE_UNKNOWN_COLUMN'],
    ['an unknown label', { keys: ['id'], label: 'no' }, 'CORE_UNKNOWN_COLUMN'],
    ['keys of two types', { keys: ['id'], label: 'y', labels: [{ id: 'a', y: 1 }] }, 'MONITOR_KEY_TYPES_DIFFER'],
    [
      'a rule on text',
      { keys: ['id'], label: { column: 'y', greaterThan: 1 }, labels: [{ id: 1, y: 'x' }] },
      'MONITOR_UNUSABLE_LABEL',
    ],
    [
      'a negative threshold',
      { keys: ['id'], label: 'y', thresholds: { missingRate: { alert: -1 } } },
      'MONITOR_INVALID_THRESHOLD',
    ],
    [
      'a misspelt measure',
      { keys: ['id'], label: 'y', thresholds: { numbers: { psy: { alert: 1 } } as object } },
      'MONITOR_INVALID_THRESHOLD',
    ],
    [
      'a misspelt step',
      { keys: ['id'], label: 'y', thresholds: { missingRate: { alrt: 1 } as object } },
      'MONITOR_INVALID_THRESHOLD',
    ],
    [
      'a limit without a number',
      { keys: ['id'], label: 'y', thresholds: { performance: { mae: {} } } },
      'MONITOR_INVALID_THRESHOLD',
    ],
  ])('is refused with %s', async (_, options, code) => {
    const labels = [{ id: 1, y: 1 }];
    const error: unknown = await monitor([{ id: 1, prediction: 1 }], { labels, engine, ...options }).catch(
      (caught: unknown) => caught,
    );
    expect(hasCode(error, code) ? code : error).toBe(code);
  });
});
