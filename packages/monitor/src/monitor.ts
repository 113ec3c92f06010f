import {
  checkOptions,
  optionForms,
  type Dataset,
  type DriftReportPayload,
  type Engine,
  type RealisedPerformance,
  type SplitStatistics,
} from '@millrace/core';
import { openDataset, withEngine, type DatasetInput } from '@millrace/data';
import { computeStatistics } from '@millrace/data-validation';
import { resolveThresholds, type DriftThresholds, type ResolvedThresholds } from './alerts/drift-thresholds.ts';
import { findAlerts } from './alerts/find-alerts.ts';
import { compareRequests, type ComparedSides } from './compare/compare-requests.ts';
import { labelsIncomplete, noReference } from './errors.ts';
import { joinLabels } from './labels/join-labels.ts';
import { labelRuleForm, type LabelRule } from './labels/label-rule.ts';
import { measurePerformance } from './labels/performance-metrics.ts';
import { describeRequests, openRequests, type RequestsInput } from './open-requests.ts';
import { readReference, typesOf, type ReferenceInput } from './reference.ts';

export interface MonitorOptions {
  /** What the model learned from: examples, or their statistics. */
  readonly reference?: ReferenceInput | undefined;
  /** Of a reference with splits. @defaultValue `train`, else the first */
  readonly referenceSplit?: string | undefined;
  /** Earlier requests. With them predictions are compared too. */
  readonly previous?: RequestsInput | undefined;
  /** Data with what came to pass, as far as it is known. */
  readonly labels?: DatasetInput | undefined;
  /** Columns that a request and its label share. Needed with `labels`; they are not compared. */
  readonly keys?: readonly string[] | undefined;
  /** The label among the columns of `labels`. Needed with them. */
  readonly label?: LabelRule | undefined;
  /** Columns of the reference that requests must carry and that are compared. @defaultValue all that both have */
  readonly columns?: readonly string[] | undefined;
  readonly thresholds?: DriftThresholds | undefined;
  /** @defaultValue an embedded engine of its own */
  readonly engine?: Engine | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Columns that the log adds to each request. */
const isOwnColumn = (name: string): boolean => /^(request_|prediction$|probability_)/.test(name);

/**
 * Compares what a model was asked with what it learned from (skew) and with what it was asked before (drift), column by
 * column; measures the predictions whose outcome has come; and says what is beyond its threshold.
 * Throws `MONITOR_NO_REFERENCE`, `MONITOR_LABELS_INCOMPLETE`, `MONITOR_NO_REQUEST_LOG`, `MONITOR_KEY_TYPES_DIFFER`.
 */
export async function monitor(requests: RequestsInput, options: MonitorOptions = {}): Promise<DriftReportPayload> {
  const { data, text, texts, object, engine: engineForm, signal: signalForm } = optionForms;
  checkOptions<MonitorOptions>(options, 'monitor', {
    reference: data,
    referenceSplit: text,
    previous: data,
    labels: data,
    keys: texts,
    label: labelRuleForm,
    columns: texts,
    thresholds: object,
    engine: engineForm,
    signal: signalForm,
  });
  const { reference, referenceSplit, previous, labels, keys = [], label, signal } = options;
  const thresholds = resolveThresholds(options.thresholds);
  if (reference === undefined && previous === undefined && labels === undefined) throw noReference();
  if (labels !== undefined && keys.length === 0) throw labelsIncomplete({ missing: 'keys' });
  if (labels !== undefined && label === undefined) throw labelsIncomplete({ missing: 'label' });

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
  const isMeta = (name: string): boolean => keys.includes(name) || name.startsWith('request_');
  const known = sides.reference.columns.map(({ name }) => name).filter((name) => !isMeta(name));
  const columns = wanted === undefined ? known : known.filter((name) => wanted.includes(name) || isOwnColumn(name));
  return compareRequests({ ...sides, columns }, thresholds, signal);
}

async function measure(
  source: Parameters<typeof joinLabels>[0],
  signal: AbortSignal | undefined,
): Promise<RealisedPerformance> {
  return measurePerformance(await joinLabels(source, signal));
}
