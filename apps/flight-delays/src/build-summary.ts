import path from 'node:path';
import {
  MillraceError,
  type Artifact,
  type ArtifactKind,
  type EvaluationPayload,
  type NumberStatistics,
  type StatisticsPayload,
} from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { describeAnomaly } from '@millrace/data-validation';
import type { RunResult } from '@millrace/pipeline';
import { askServedModel } from './ask-served-model.ts';
import { outputOf, outputsOf } from './run-outputs.ts';
import type { ComparedMetric, FlightsSummary } from './summary.ts';
import { addWeeks } from './weeks.ts';

export interface SummaryFacts {
  readonly learner: string;
  readonly evaluationWeek: string;
  readonly seconds: number;
}

/** Reads what a complete run published, and asks the pushed model about one flight. */
export async function buildSummary(run: RunResult, facts: SummaryFacts): Promise<FlightsSummary> {
  const weekly = outputsOf(run, 'ExampleGen', ['examples', 'examples']);
  const joined = outputsOf(run, 'PointInTimeJoin', ['examples', 'examples']);
  const statistics = outputsOf(run, 'StatisticsGen', ['statistics', 'statistics']).slice(0, weekly.length);
  const window = need(outputOf(run, 'TrainingWindow', ['examples', 'examples']), 'TrainingWindow');
  const examples = await readPayload(window);
  const evaluated = need(outputOf(run, 'Evaluator', ['evaluation', 'evaluation']), 'Evaluator');
  const evaluation = await readPayload(evaluated);
  const blessing = await readPayload(need(outputOf(run, 'Evaluator', ['blessing', 'modelBlessing']), 'Evaluator'));
  const infra = need(outputOf(run, 'InfraValidator', ['infraBlessing', 'infraBlessing']), 'InfraValidator');
  const infraBlessing = await readPayload(infra);
  const pushed = await readPayload(need(outputOf(run, 'Pusher', ['pushedModel', 'pushedModel']), 'Pusher'));
  const monitored = need(outputOf(run, 'DriftMonitor', ['driftReport', 'driftReport']), 'DriftMonitor');
  const drift = await readPayload(monitored);
  const model = need(outputOf(run, 'Trainer.point-in-time', ['model', 'model']), 'Trainer.point-in-time');
  const { signature } = await readPayload(model);
  const weeks = await Promise.all(statistics.map((artifact) => readPayload(artifact)));
  const anomalies = outputsOf(run, 'ExampleValidator', ['anomalies', 'anomalies']);

  return {
    runId: run.runId,
    ...facts,
    steps: { total: run.steps.length, cached: run.steps.filter(({ state }) => state === 'cached').length },
    data: {
      weeks: weekly.length,
      rows: sumRows(weekly),
      validatedRows: weeks.reduce((sum, { splits }) => sum + splits['all']!.rowCount, 0),
      joinedRows: sumRows(joined),
      trainRows: examples.splits['train']!.rowCount,
      notLandedRows: Number(window.properties['droppedRowCount']),
      evaluationRows: examples.splits['eval']!.rowCount,
      features: signature.inputs.length,
    },
    statistics: describeDelays(weeks),
    anomalies: await describeAnomalies(anomalies, weeks),
    metrics: {
      rocAuc: compareMetric(evaluation, 'rocAuc', 0.5),
      logLoss: compareMetric(evaluation, 'logLoss', 'constantLogLoss'),
      brier: compareMetric(evaluation, 'brier', 'constantBrier'),
      calibrationError: compareMetric(evaluation, 'calibrationError', null),
    },
    slices: { evaluated: evaluation.slices.length, weakest: findWeakest(evaluation) },
    blessing: {
      blessed: blessing.blessed,
      reasons: blessing.reasons.map(({ rule, message }) => `${rule}: ${message}`),
    },
    infraBlessing: { blessed: infraBlessing.blessed, rowCount: infraBlessing.rowCount },
    pushed: { destination: pushed.destination, version: pushed.version },
    prediction: pushed.pushed ? await askServedModel(pushed.destination, need(joined.at(-1), 'PointInTimeJoin')) : null,
    drift: {
      week: addWeeks(facts.evaluationWeek, 1),
      requests: drift.requests.rowCount,
      comparedColumns: drift.comparisons.reduce((sum, { columns }) => sum + columns.length, 0),
      alerts: drift.alerts.map(({ severity, message }) => `${severity}: ${message}`),
      labelCoverage: drift.performance?.coverage ?? 0,
      realised: drift.performance?.metrics ?? {},
    },
    reports: {
      statistics: reportOf(need(anomalies.at(-1), 'ExampleValidator')),
      evaluation: reportOf(evaluated),
      drift: reportOf(monitored),
    },
  };
}

function need<TKind extends ArtifactKind>(artifact: Artifact<TKind> | undefined, step: string): Artifact<TKind> {
  if (artifact !== undefined) return artifact;
  throw new MillraceError({
    code: 'FLIGHTS_RUN_INCOMPLETE',
    message: `The step ${step} gave nothing in this run.`,
    cure: 'Look at its error above, mend it, and run again: what is done is not repeated.',
    details: { step },
  });
}

function sumRows(artifacts: readonly Artifact<'examples'>[]): number {
  return artifacts.reduce((sum, { properties }) => sum + Number(properties['rowCount']), 0);
}

function reportOf({ path: directory }: Artifact): string {
  return path.join(directory, 'report.html');
}

function describeDelays(weeks: readonly StatisticsPayload[]): FlightsSummary['statistics'] {
  const delays = weeks.map(
    ({ splits }) => splits['all']!.columns.find(({ name }) => name === 'delay') as NumberStatistics,
  );
  const rows = delays.reduce((sum, { presentCount }) => sum + presentCount, 0);
  const airports = weeks.flatMap(({ splits }) =>
    splits['all']!.columns.flatMap((column) =>
      column.name === 'origin' && column.type === 'string' ? column.frequencies.values : [],
    ),
  );
  return {
    meanDelay: delays.reduce((sum, { mean, presentCount }) => sum + mean! * presentCount, 0) / rows,
    minDelay: Math.min(...delays.map(({ min }) => min!)),
    maxDelay: Math.max(...delays.map(({ max }) => max!)),
    airports: new Set(airports).size,
  };
}

async function describeAnomalies(
  artifacts: readonly Artifact<'anomalies'>[],
  weeks: readonly StatisticsPayload[],
): Promise<FlightsSummary['anomalies']> {
  const payloads = await Promise.all(artifacts.map((artifact) => readPayload(artifact)));
  const found = payloads.flatMap(({ splits }) => Object.values(splits).flatMap(({ findings }) => findings));
  const byCode: Record<string, number> = {};
  const examples: string[] = [];
  for (const anomaly of found) {
    byCode[anomaly.code] = (byCode[anomaly.code] ?? 0) + 1;
    if (byCode[anomaly.code] === 1) examples.push(describeAnomaly(anomaly).summary);
  }
  return {
    total: found.length,
    impossibleDelays: found
      .filter(({ code, path: column }) => code === 'INT_TYPE_SMALL_INT' && column === 'delay')
      .reduce((sum, { count }) => sum + (count ?? 0), 0),
    duplicateRows: weeks.reduce((sum, { splits }) => sum + (splits['all']!.duplicateRowCount ?? 0), 0),
    byCode,
    examples,
  };
}

function compareMetric(evaluation: EvaluationPayload, name: string, constant: number | string | null): ComparedMetric {
  const { metrics } = evaluation.slices[0]!;
  const { value, lower, upper, baseline } = metrics[name]!;
  return {
    value: value!,
    lower,
    upper,
    ticketOnly: baseline!.value!,
    constant: typeof constant === 'string' ? metrics[constant]!.value : constant,
  };
}

function findWeakest({ slices }: EvaluationPayload): FlightsSummary['slices']['weakest'] {
  return slices
    .filter(({ slicing, rowCount }) => slicing === 'origin' && rowCount >= 1000)
    .map(({ name, rowCount, metrics }) => ({ name, rowCount, rocAuc: metrics['rocAuc']!.value ?? Number.NaN }))
    .sort((a, b) => a.rocAuc - b.rocAuc)
    .slice(0, 3);
}
