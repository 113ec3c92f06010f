import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { computeStatistics, inferSchema, renderStatisticsReport, validate } from '@millrace/data-validation';
import { evaluate, renderEvaluation } from '@millrace/evaluator';
import { monitor, renderDriftReport } from '@millrace/monitor';

const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';
const unbroken = 'a_text_without_any_space_that_is_longer_than_a_narrow_window_'.repeat(3);
const places = ['ORD', hostile, unbroken, '東京'];

/** Flights of a made-up day: `shift` moves delays and makes places appear that were never seen. */
function flightsOf(shift: number): Record<string, unknown>[] {
  return Array.from({ length: 400 }, (_, i) => ({
    id: i,
    delay: i % 10 === 0 ? null : ((i * 37) % 100) + shift,
    origin: shift > 0 && i % 40 === 0 ? `place ${i}` : places[i % places.length],
    departure: new Date(Date.UTC(2001, 5, 18 + (i % 5), (i * 7) % 24)),
    cancelled: i % 9 === 0,
    codes: [i % 3, i % 4],
    [unbroken]: (i * 53) % 17,
    empty: null,
  }));
}

function predictionsOf(flights: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  return flights.map(({ id, origin }, i) => ({
    id,
    origin,
    size: i % 7 === 0 ? 'large' : 'small',
    late: (i * 37) % 100 < 20 + 15 * (i % 4) ? 1 : 0,
    prediction: 0.1 + 0.15 * (i % 4) + ((i * 37) % 100 < 40 ? 0.2 : 0),
    before: 0.3 + ((i * 13) % 10) / 50,
  }));
}

/** The page of one comparison of two data sets, with anomalies and a schema. */
async function renderStatistics(): Promise<{ compared: string; tabbed: string }> {
  const previous = await computeStatistics(flightsOf(0));
  const left = await computeStatistics(flightsOf(30));
  const inferred = inferSchema(previous);
  const delay = { ...inferred.features['delay']!, domain: { kind: 'range', min: 0, max: 99 } as const };
  const schema = { ...inferred, features: { ...inferred.features, delay } };
  const { anomalies } = validate(left, schema, { previous });
  const tabs = { ...left, splits: { train: left.splits['all']!, eval: previous.splits['all']! } };
  return {
    compared: renderStatisticsReport({ left, right: previous, anomalies, schema, title: hostile }),
    tabbed: renderStatisticsReport({ left: tabs, right: previous }),
  };
}

async function renderEvaluated(): Promise<string> {
  const { evaluation, blessing } = await evaluate(predictionsOf(flightsOf(0)), {
    label: 'late',
    prediction: 'prediction',
    baseline: 'before',
    slices: [{}, { keys: ['origin'] }, { keys: ['size'] }],
    thresholds: [
      { metric: 'rocAuc', min: 0.99, slices: [{ keys: ['origin'] }] },
      { metric: 'logLoss', max: 10 },
    ],
    minSliceRows: 1,
    seed: 7,
  });
  return renderEvaluation(evaluation, blessing);
}

async function renderMonitored(): Promise<string> {
  const flights = flightsOf(30);
  const predictions = predictionsOf(flights);
  const requests = flights.map(({ departure, ...flight }, i) => ({
    ...flight,
    request_time: departure,
    prediction: predictions[i]!['prediction'],
  }));
  const report = await monitor(requests, {
    reference: flightsOf(0),
    labels: predictions.map(({ id, late }) => ({ id, late })),
    keys: ['id'],
    label: 'late',
  });
  return renderDriftReport(report);
}

/** The names of the pages that `writeReports` writes. */
export const reportNames = ['statistics', 'statistics-of-splits', 'evaluation', 'drift'] as const;
export type ReportName = (typeof reportNames)[number];

/** Writes every report that the packages draw, small, with texts in it that would break a careless page. */
export async function writeReports(folder: string): Promise<void> {
  const { compared, tabbed } = await renderStatistics();
  const pages: Readonly<Record<ReportName, string>> = {
    statistics: compared,
    'statistics-of-splits': tabbed,
    evaluation: await renderEvaluated(),
    drift: await renderMonitored(),
  };
  await Promise.all(Object.entries(pages).map(([name, page]) => writeFile(path.join(folder, `${name}.html`), page)));
}
