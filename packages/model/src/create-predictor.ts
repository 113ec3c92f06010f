import type { ColumnBatch, FeatureRow, ModelPayload, NumericArray, Predictions, Predictor } from '@millrace/core';
import { compileColumns, compileRow, type FittedGraph } from '@millrace/features';
import { inInstance, wrongScores } from './errors.ts';
import type { Scorer } from './flavours/flavour.ts';
import { outputsOf } from './flavours/link.ts';

/** A predictor that also takes rows as clients send them. */
export interface RowPredictor extends Predictor {
  /**
   * The predictions of rows as clients send them: JSON values by column name. Absent and null values are missing, other
   * fields are not read. Throws `MODEL_WRONG_INSTANCE` naming the row and the field.
   */
  predictRows(rows: readonly FeatureRow[]): Predictions | Promise<Predictions>;
}

export interface PredictorParts {
  readonly manifest: Pick<ModelPayload, 'flavour' | 'signature' | 'labelOutput' | 'featureOrder'>;
  readonly graph: FittedGraph;
  readonly scorer: Scorer;
}

/** Puts the feature graph before the scorer: raw rows in, scores out. */
export function createPredictor({ manifest, graph, scorer }: PredictorParts): RowPredictor {
  const { signature, featureOrder, labelOutput, flavour } = manifest;
  const names = featureOrder.map(({ name }) => name);
  const outputs = outputsOf(signature.task, signature.classes.length);
  const toFeatures = compileColumns(graph, names);
  const readRow = compileRow(graph, names);
  const { scoreRow } = scorer;

  const check = (scores: Float64Array, rowCount: number): Predictions => {
    if (!(scores instanceof Float64Array) || scores.length !== rowCount * outputs) {
      const actual = scores instanceof Float64Array ? `${scores.length} scores` : `a ${typeof scores}`;
      throw wrongScores({ flavour, expected: rowCount * outputs, actual });
    }
    return { rowCount, scores };
  };
  const score = (columns: readonly NumericArray[], rowCount: number): Predictions | Promise<Predictions> => {
    const scores = scorer.score(columns, rowCount);
    return scores instanceof Promise ? scores.then((settled) => check(settled, rowCount)) : check(scores, rowCount);
  };

  return {
    specVersion: 1,
    signature,
    predict(batch) {
      const features = toFeatures(batch).columns;
      return score(
        names.map((name) => numbersOf(features[name]!)),
        batch.rowCount,
      );
    },
    predictRows(rows) {
      const rowCount = rows.length;
      const columns = names.map(() => new Float64Array(rowCount));
      const features = new Float64Array(names.length);
      for (let row = 0; row < rowCount; row++) {
        try {
          readRow(rows[row]!, features);
        } catch (error) {
          throw inInstance({ row, error });
        }
        for (let j = 0; j < features.length; j++) columns[j]![row] = features[j]!;
      }
      return score(columns, rowCount);
    },
    predictRow: scoreRow === undefined ? undefined : compileRowPath(readRow, scoreRow, names.length),
    computeLabels: labelOutput === null ? undefined : createLabeller(graph, labelOutput, signature.classes.length),
  };
}

function compileRowPath(
  readRow: (row: FeatureRow, into: Float64Array) => void,
  scoreRow: (features: Float64Array) => Float64Array,
  width: number,
): (row: FeatureRow) => Float64Array {
  const features = new Float64Array(width);
  return (row) => {
    readRow(row, features);
    return scoreRow(features);
  };
}

function createLabeller(graph: FittedGraph, output: string, classCount: number): (batch: ColumnBatch) => Float64Array {
  const compute = compileColumns(graph, [output]);
  return (batch) => {
    const labels = Float64Array.from(numbersOf(compute(batch).columns[output]!));
    // The codes after the classes stand for values that no class has, and for missing ones.
    if (classCount > 0)
      for (let row = 0; row < labels.length; row++) if (!(labels[row]! < classCount)) labels[row] = NaN;
    return labels;
  };
}

function numbersOf(column: ColumnBatch['columns'][string]): NumericArray {
  return (column as { readonly values: NumericArray }).values;
}
