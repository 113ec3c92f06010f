import { roundSignificant, type ClassMetrics, type ModelDiagnostics } from '@millrace/core';
import { macroRocAuc } from '../multi-class/macro-roc-auc.ts';
import { confusionCells, predictedClass } from '../multi-class/sample-multi-class.ts';
import type { EvaluationTable } from '../rows/evaluation-table.ts';
import { calibrationBins, predictionHistogram } from './calibration-bins.ts';
import { thresholdCurves } from './threshold-curves.ts';

/** Curves, calibration, histogram and confusion of each model over all rows. */
export function diagnose(
  table: EvaluationTable,
  options: { readonly decisionThreshold: number; readonly classes: readonly string[] },
): readonly ModelDiagnostics[] {
  const weights = table.weights ?? new Float64Array(table.rowCount).fill(1);
  return table.models.map((scores) => {
    switch (table.task) {
      case 'binary':
        return diagnoseBinary({ scores, labels: table.labels, weights }, options.decisionThreshold);
      case 'multi-class':
        return diagnoseClasses({ scores, labels: table.labels, weights }, options.classes);
      case 'regression':
        return {
          curves: null,
          calibration: calibrationBins({ predictions: scores, labels: table.labels, weights }),
          histogram: predictionHistogram(scores, { isProbability: false }),
          confusion: null,
          perClass: [],
        };
    }
  });
}

interface ModelRows {
  readonly scores: Float64Array;
  readonly labels: Float64Array;
  readonly weights: Float64Array;
}

function diagnoseBinary({ scores, labels, weights }: ModelRows, decisionThreshold: number): ModelDiagnostics {
  const confusion = [
    [0, 0],
    [0, 0],
  ];
  for (let row = 0; row < labels.length; row++) {
    confusion[labels[row]!]![scores[row]! >= decisionThreshold ? 1 : 0]! += weights[row]!;
  }
  return {
    curves: thresholdCurves({ scores, labels, weights }),
    calibration: calibrationBins({ predictions: scores, labels, weights }),
    histogram: predictionHistogram(scores, { isProbability: true, groupOf: labels }),
    confusion: confusion.map((counts) => counts.map((count) => roundSignificant(count))),
    perClass: [],
  };
}

function diagnoseClasses({ scores, labels, weights }: ModelRows, classes: readonly string[]): ModelDiagnostics {
  const classCount = classes.length;
  const cells = confusionCells(scores, labels, classCount);
  const confusion = classes.map(() => new Array<number>(classCount).fill(0));
  const confidence = new Float64Array(labels.length);
  const isCorrect = new Float64Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const predicted = predictedClass(scores, row, classCount);
    confusion[labels[row]!]![cells[row]! % classCount]! += weights[row]!;
    confidence[row] = scores[row * classCount + predicted]!;
    isCorrect[row] = predicted === labels[row] ? 1 : 0;
  }
  const { byClass } = macroRocAuc({ scores, labels, weights, classCount });
  return {
    curves: null,
    calibration: calibrationBins({ predictions: confidence, labels: isCorrect, weights }),
    histogram: predictionHistogram(confidence, { isProbability: true, groupOf: isCorrect }),
    confusion: confusion.map((counts) => counts.map((count) => roundSignificant(count))),
    perClass: classes.map((className, c): ClassMetrics => {
      const actual = confusion[c]!.reduce((sum, count) => sum + count, 0);
      const predicted = confusion.reduce((sum, counts) => sum + counts[c]!, 0);
      const hits = confusion[c]![c]!;
      return {
        className,
        rowCount: labels.filter((label) => label === c).length,
        metrics: {
          precision: orNull(hits / predicted),
          recall: orNull(hits / actual),
          f1: orNull((2 * hits) / (actual + predicted)),
          rocAuc: orNull(byClass[c]!),
        },
      };
    }),
  };
}

function orNull(value: number): number | null {
  return Number.isFinite(value) ? roundSignificant(value) : null;
}
