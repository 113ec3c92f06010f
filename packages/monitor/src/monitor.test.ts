import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRandom, hasCode } from '@millrace/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { monitor } from './monitor.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'millrace-monitor-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

type Ride = {
  readonly ride: number;
  readonly city: string | null;
  readonly distance: number;
  readonly begun: string;
  readonly delay: number;
};

function drawRides(count: number, seed: number, cities: readonly (string | null)[], farther = 0): Ride[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, ride) => ({
    ride,
    city: cities[random.nextInteger(cities.length)]!,
    distance: Math.exp(random.nextNormal() / 2) + farther,
    begun: new Date(Date.UTC(2001, 5, 18) + ride * 60_000).toISOString(),
    delay: random.nextNormal() * 10,
  }));
}

const asReference = (rides: readonly Ride[]): Record<string, unknown>[] =>
  rides.map(({ begun, ...ride }) => ({ ...ride, begun: new Date(begun) }));

async function writeLog(name: string, rides: readonly Ride[]): Promise<string> {
  const lines = rides.map(({ ride, city, distance, begun }) =>
    JSON.stringify({
      time: Date.parse(begun),
      requestId: `r${ride}`,
      model: 'delays',
      version: 3,
      instances: [{ ride, city, distance, begun }],
      predictions: [0.25],
      durationMs: 1,
    }),
  );
  const folder = await mkdtemp(path.join(directory, name));
  await writeFile(path.join(folder, 'requests-000001.jsonl'), `${lines.join('\n')}\n{"time":1,"requ`);
  return folder;
}

it('finds nothing where nothing has moved', async () => {
  const requests = await writeLog('same', drawRides(2000, 1, ['ulm', 'bonn', 'jena']));
  const report = await monitor(requests, {
    reference: asReference(drawRides(5000, 2, ['ulm', 'bonn', 'jena'])),
    keys: ['ride'],
  });
  expect(report.requests).toMatchObject({
    rowCount: 2000,
    malformedLines: 1,
    models: [{ model: 'delays', version: 3, rowCount: 2000 }],
  });
  expect(report.comparisons[0]!.columns.map(({ name, state }) => [name, state])).toEqual([
    ['city', 'stable'],
    ['distance', 'stable'],
    ['begun', 'stable'],
  ]);
  expect(report.comparisons[0]!.absentColumns).toEqual(['delay']);
  expect(report.hasAlerts).toBe(false);
});

it('compares a key when it is named among the columns', async () => {
  const requests = await writeLog('keys', drawRides(2000, 1, ['ulm', 'bonn']));
  const reference = asReference(drawRides(5000, 2, ['ulm', 'bonn']));
  const named = await monitor(requests, { reference, keys: ['ride', 'city'], columns: ['city', 'distance'] });
  expect(named.comparisons[0]!.columns.map(({ name }) => name)).toEqual(['city', 'distance']);
  const unnamed = await monitor(requests, { reference, keys: ['ride', 'city'] });
  expect(unnamed.comparisons[0]!.columns.map(({ name }) => name)).toEqual(['distance', 'begun']);
});

it('finds what has moved, and says what', async () => {
  const requests = await writeLog('moved', drawRides(2000, 3, ['ulm', 'bonn', null, 'kiel', null], 1));
  const report = await monitor(requests, {
    reference: asReference(drawRides(5000, 2, ['ulm', 'bonn', 'jena'])),
    keys: ['ride'],
  });
  expect(report.hasAlerts).toBe(true);
  expect(report.alerts.map(({ severity, code, column }) => [severity, code, column])).toEqual([
    ['alert', 'drift', 'city'],
    ['alert', 'missing-rate', 'city'],
    ['alert', 'unknown-values', 'city'],
    ['alert', 'drift', 'distance'],
  ]);
});

it('measures the predictions whose outcome has come', async () => {
  const rides = drawRides(400, 4, ['ulm']);
  const requests = await writeLog('realised', rides);
  const known = rides.slice(0, 300);
  const labels = [...known, { ...known[0]!, delay: known[0]!.delay > 5 ? 0 : 20 }, { ...known[1]!, ride: 9999 }];
  const { performance } = await monitor(requests, {
    labels,
    keys: ['ride'],
    label: { column: 'delay', greaterThan: 5 },
  });
  const late = known.slice(1).filter(({ delay }) => delay > 5).length;
  expect(performance).toMatchObject({
    task: 'binary',
    labelledRows: 299,
    coverage: 299 / 400,
    ambiguousRows: 1,
    unmatchedLabels: 1,
    metrics: { rocAuc: 0.5, meanPrediction: 0.25 },
  });
  expect(performance!.metrics['baseRate']).toBeCloseTo(late / 299, 12);
  const logLoss = -(late * Math.log(0.25) + (299 - late) * Math.log(0.75)) / 299;
  expect(performance!.metrics['logLoss']).toBeCloseTo(logLoss, 10);
});

it('asks for something to compare with', async () => {
  const error: unknown = await monitor([{ prediction: 1 }], {}).catch((caught: unknown) => caught);
  expect(hasCode(error, 'MONITOR_NO_REFERENCE')).toBe(true);
});
