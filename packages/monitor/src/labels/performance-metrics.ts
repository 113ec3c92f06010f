import { roundSignificant, type RealisedPerformance, type Task } from '@millrace/core';
import type { LabelledRequests } from './join-labels.ts';

export const performanceMetricNames: Readonly<Record<Task, readonly string[]>> = {
  binary: ['logLoss', 'rocAuc', 'brier', 'accuracy', 'calibrationError', 'meanPrediction', 'baseRate'],
  'multi-class': ['accuracy', 'logLoss'],
  regression: ['mae', 'rmse', 'meanError', 'meanPrediction', 'meanLabel'],
};

/** Metrics of the requests that got a label, over all and by day. The definitions are the evaluator's. */
export function measurePerformance(requests: LabelledRequests): RealisedPerformance {
  const task = taskOf(requests);
  const rows = requests.labels.values.map((_, row) => row);
  const days = new Map<number, number[]>();
  rows.forEach((row) => {
    const day = requests.days[row]!;
    if (Number.isNaN(day)) return;
    const own = days.get(day);
    if (own === undefined) days.set(day, [row]);
    else own.push(row);
  });
  return {
    task,
    labelledRows: rows.length,
    coverage: requests.requestRows === 0 ? 0 : roundSignificant(rows.length / requests.requestRows),
    ambiguousRows: requests.ambiguousRows,
    keylessRows: requests.keylessRows,
    unmatchedLabels: requests.unmatchedLabels,
    metrics: measureRows(requests, rows, task),
    days: [...days]
      .sort(([a], [b]) => a - b)
      .map(([day, own]) => ({
        date: new Date(day * 86_400_000).toISOString().slice(0, 10),
        rowCount: own.length,
        metrics: measureRows(requests, own, task),
      })),
  };
}

function taskOf({ labels, predictions, probabilities }: LabelledRequests): Task {
  if (labels.isText || probabilities.size > 0) return 'multi-class';
  const isBinary =
    labels.values.every((label) => label === 0 || label === 1) &&
    predictions.every((prediction) => typeof prediction === 'number' && prediction >= 0 && prediction <= 1);
  return isBinary ? 'binary' : 'regression';
}

function measureRows(requests: LabelledRequests, rows: readonly number[], task: Task): RealisedPerformance['metrics'] {
  const values = {
    binary: measureBinary,
    'multi-class': measureClasses,
    regression: measureValues,
  }[task](requests, rows);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number.isFinite(value) ? roundSignificant(value) : null]),
  );
}

const clip = (probability: number): number => Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, probability));

function measureBinary({ labels, predictions }: LabelledRequests, rows: readonly number[]): Record<string, number> {
  let logLoss = 0;
  let brier = 0;
  let correct = 0;
  let predicted = 0;
  let positives = 0;
  // Ten bins of equal width, as the evaluator's calibration error.
  const gaps = new Float64Array(10);
  for (const row of rows) {
    const label = labels.values[row] as number;
    const score = predictions[row] as number;
    logLoss -= Math.log(clip(label === 1 ? score : 1 - score));
    brier += (label - score) ** 2;
    correct += score >= 0.5 === (label === 1) ? 1 : 0;
    predicted += score;
    positives += label;
    gaps[Math.min(9, Math.floor(score * 10))]! += label - score;
  }
  const count = rows.length;
  return {
    logLoss: logLoss / count,
    rocAuc: areaUnderRoc(
      rows.map((row) => predictions[row] as number),
      rows.map((row) => labels.values[row] as number),
    ),
    brier: brier / count,
    accuracy: correct / count,
    calibrationError: gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / count,
    meanPrediction: predicted / count,
    baseRate: positives / count,
  };
}

/** Share of pairs of a positive and a negative row in the right order, ties half. NaN when a class is absent. */
function areaUnderRoc(scores: readonly number[], labels: readonly number[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  let negatives = 0;
  let positives = 0;
  let ordered = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    let tiedPositives = 0;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) {
      tiedPositives += labels[order[end]!]!;
      end++;
    }
    const tiedNegatives = end - start - tiedPositives;
    ordered += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    start = end;
  }
  return ordered / (positives * negatives);
}

function measureClasses(requests: LabelledRequests, rows: readonly number[]): Record<string, number> {
  const { labels, predictions, probabilities } = requests;
  let correct = 0;
  let logLoss = 0;
  for (const row of rows) {
    const label = String(labels.values[row]);
    if (String(predictions[row]) === label) correct++;
    logLoss -= Math.log(clip(probabilities.get(label)?.[row] ?? 0));
  }
  return { accuracy: correct / rows.length, logLoss: probabilities.size === 0 ? Number.NaN : logLoss / rows.length };
}

function measureValues({ labels, predictions }: LabelledRequests, rows: readonly number[]): Record<string, number> {
  let absolute = 0;
  let squared = 0;
  let error = 0;
  let predicted = 0;
  let labelled = 0;
  for (const row of rows) {
    const label = Number(labels.values[row]);
    const prediction = Number(predictions[row]);
    absolute += Math.abs(prediction - label);
    squared += (prediction - label) ** 2;
    error += prediction - label;
    predicted += prediction;
    labelled += label;
  }
  const count = rows.length;
  return {
    mae: absolute / count,
    rmse: Math.sqrt(squared / count),
    meanError: error / count,
    meanPrediction: predicted / count,
    meanLabel: labelled / count,
  };
}
