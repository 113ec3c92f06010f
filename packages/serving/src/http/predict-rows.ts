import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FeatureRow, Predictions } from '@millrace/core';
import type { OpenedModel } from '@millrace/model';

/** Rows that are predicted without letting other requests in between: a few milliseconds of work. */
const rowsPerTurn = 256;

/** Predicts rows; large requests in turns, so that small ones need not wait for them. */
export function predictRows(model: OpenedModel, rows: readonly FeatureRow[]): Float64Array | Promise<Float64Array> {
  if (rows.length > rowsPerTurn) return predictInTurns(model, rows);
  const predictions = model.predictRows(rows);
  return predictions instanceof Promise ? predictions.then(({ scores }: Predictions) => scores) : predictions.scores;
}

async function predictInTurns(model: OpenedModel, rows: readonly FeatureRow[]): Promise<Float64Array> {
  const { task, classes } = model.signature;
  const outputs = task === 'multi-class' ? classes.length : 1;
  const scores = new Float64Array(rows.length * outputs);
  for (let first = 0; first < rows.length; first += rowsPerTurn) {
    if (first > 0) await nextTurn();
    const part = await model.predictRows(rows.slice(first, first + rowsPerTurn), { firstRow: first });
    scores.set(part.scores, first * outputs);
  }
  return scores;
}

/** One number a row, or one list of probabilities a row for multi-class models. What is not finite becomes null in JSON. */
export function toPredictions(scores: Float64Array, outputs: number): readonly (number | readonly number[])[] {
  if (outputs === 1) return Array.from(scores);
  return Array.from({ length: scores.length / outputs }, (_, row) =>
    Array.from(scores.subarray(row * outputs, (row + 1) * outputs)),
  );
}
