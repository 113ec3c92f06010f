import {
  unknownColumn,
  type Dataset,
  type DriftReportPayload,
  type RealisedPerformance,
  type SplitStatistics,
} from '@millrace/core';
import { openDataset, withEngine } from '@millrace/data';
import { computeStatistics } from '@millrace/data-validation';
import type { ResolvedThresholds } from './alerts/drift-thresholds.ts';
import { findAlerts } from './alerts/find-alerts.ts';
import { compareRequests, type ComparedSides } from './compare/compare-requests.ts';
import { joinLabels } from './labels/join-labels.ts';
import { measurePerformance } from './labels/performance-metrics.ts';
import type { MonitorOptions } from './monitor.ts';
import { describeRequests, openRequests, type RequestsInput } from './open-requests.ts';
import { readReference, typesOf } from './reference.ts';

/** Columns that the log adds to each request. */
const isOwnColumn = (name: string): boolean => /^(request_|prediction$|probability_)/.test(name);

/** Reads both sides of every comparison that is asked for, compares them, measures predictions and finds the alerts. */
export async function compareAll(
  requests: RequestsInput,
  options: MonitorOptions,
  thresholds: ResolvedThresholds,
): Promise<DriftReportPayload> {
  const { reference, referenceSplit, previous, labels, keys = [], label, signal } = options;
  return withEngine(options.engine, async (engine) => {
    await using outcomes = labels === undefined ? undefined : await openDataset(labels, { engine });
    const learned =
      reference === undefined ? undefined : await readReference(reference, { engine, split: referenceSplit, signal });
    const types = { ...keyTypes(outcomes, keys), ...(learned === undefined ? {} : typesOf(learned)) };
    await using opened = await openRequests(requests, engine, { types, signal });
    const { dataset } = opened;
    const facts = await describeRequests(opened, signal);
    const current = await describeColumns(dataset, signal);
    const ownColumns = new Set([...keys, ...dataset.columns.map(({ name }) => name).filter(isOwnColumn)]);
    const sides = { requests: dataset, current, ownColumns, wanted: options.columns, keys };

    const comparisons = [];
    if (learned !== undefined) {
      comparisons.push(await compare({ ...sides, against: 'reference', reference: learned }, thresholds, signal));
    }
    if (previous !== undefined) {
      await using earlier = await openRequests(previous, engine, { types, signal });
      const before = await describeColumns(earlier.dataset, signal);
      comparisons.push(await compare({ ...sides, against: 'previous', reference: before }, thresholds, signal));
    }
    const performance =
      outcomes === undefined || label === undefined
        ? null
        : await measure({ engine, requests: dataset, labels: outcomes, keys, label }, signal);

    const { rowCount, malformedLines } = facts;
    const alerts = findAlerts(
      { rowCount, malformedLines, comparisons, performance, expected: new Set(options.columns ?? []) },
      thresholds,
    );
    return {
      specVersion: 1,
      requests: facts,
      comparisons,
      performance,
      alerts,
      hasAlerts: alerts.some(({ severity }) => severity === 'alert'),
    };
  });
}

async function describeColumns(dataset: Dataset, signal: AbortSignal | undefined): Promise<SplitStatistics> {
  return (await computeStatistics(dataset, { engine: dataset.engine, signal })).splits['all']!;
}

function keyTypes(labels: Dataset | undefined, keys: readonly string[]): ReturnType<typeof typesOf> {
  const columns = labels?.columns.filter(({ name }) => keys.includes(name)) ?? [];
  return Object.fromEntries(columns.flatMap(({ name, type }) => (type === 'list' ? [] : [[name, type]])));
}

type WantedSides = Omit<ComparedSides, 'columns'> & {
  readonly wanted: readonly string[] | undefined;
  readonly keys: readonly string[];
};

function compare(
  { wanted, keys, ...sides }: WantedSides,
  thresholds: ResolvedThresholds,
  signal: AbortSignal | undefined,
): ReturnType<typeof compareRequests> {
  const known = sides.reference.columns.map(({ name }) => name).filter((name) => !name.startsWith('request_'));
  if (sides.against === 'reference') {
    for (const name of wanted ?? [])
      if (!known.includes(name)) throw unknownColumn({ name, known, place: 'the reference' });
  }
  const isCompared = (name: string): boolean =>
    wanted === undefined ? !keys.includes(name) : wanted.includes(name) || isOwnColumn(name);
  const columns = known.filter(isCompared);
  return compareRequests({ ...sides, columns }, thresholds, signal);
}

async function measure(
  source: Parameters<typeof joinLabels>[0],
  signal: AbortSignal | undefined,
): Promise<RealisedPerformance> {
  return measurePerformance(await joinLabels(source, signal));
}
