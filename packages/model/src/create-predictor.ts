import type { ColumnBatch, FeatureRow, ModelPayload, NumericArray, Predictions, Predictor } from '@millrace/core';
import { compileColumns, compileRow, type FittedGraph } from '@millrace/features';
import { inInstance, notColumns, wrongScores } from './errors.ts';
import type { Scorer } from './flavours/flavour.ts';
import { outputsOf } from './flavours/link.ts';

export interface PredictRowsOptions {
  /** What the first row is called in errors. @defaultValue 0 */
  readonly firstRow?: number | undefined;
}

/** A predictor that also takes rows as clients send them. */
export interface RowPredictor extends Predictor {
  /**
   * The predictions of rows as clients send them: JSON values by column name. Absent and null values are missing, other
   * fields are not read. Throws `MODEL_WRONG_INSTANCE` naming the row and the field.
   */
  predictRows(rows: readonly FeatureRow[], options?: PredictRowsOptions): Predictions | Promise<Predictions>;
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
  const fillFeatures = compileRow(graph, names);
  const features = new Float64Array(names.length);
  const { scoreRow } = scorer;

  const readRow = (instance: FeatureRow, row: number): void => {
    try {
      fillFeatures(instance, features);
    } catch (error) {
      throw inInstance({ row, error });
    }
  };

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
      if (typeof batch.rowCount !== 'number')
        throw notColumns({ received: Array.isArray(batch) ? 'a list of rows' : typeof batch });
      const computed = toFeatures(batch).columns;
      return score(
        names.map((name) => numbersOf(computed[name]!)),
        batch.rowCount,
      );
    },
    predictRows(rows, { firstRow = 0 } = {}) {
      const rowCount = rows.length;
      if (rowCount === 1 && scoreRow !== undefined) {
        readRow(rows[0]!, firstRow);
        return check(scoreRow(features), 1);
      }
      const columns = names.map(() => new Float64Array(rowCount));
      for (let row = 0; row < rowCount; row++) {
        readRow(rows[row]!, row + firstRow);
        for (let j = 0; j < features.length; j++) columns[j]![row] = features[j]!;
      }
      return score(columns, rowCount);
    },
    predictRow:
      scoreRow === undefined
        ? undefined
        : (row) => {
            fillFeatures(row, features);
            return scoreRow(features);
          },
    computeLabels: labelOutput === null ? undefined : createLabeller(graph, labelOutput, signature.classes.length),
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
