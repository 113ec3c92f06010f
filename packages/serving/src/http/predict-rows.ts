import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FeatureRow, Predictions } from '@millrace/core';
import type { OpenedModel } from '@millrace/model';
import { clientGone } from '../errors.ts';

/** Requests up to this size are predicted in one go. */
const rowsAtOnce = 64;
/** How long a turn of a larger request may keep the others waiting, about. */
const turnMs = 5;

/**
 * Predicts rows; large requests in turns, so that small ones need not wait for them. Stops with
 * `SERVING_CLIENT_GONE` between two turns when nobody waits for the answer any more.
 */
export function predictRows(
  model: OpenedModel,
  rows: readonly FeatureRow[],
  isAwaited: () => boolean,
): Float64Array | Promise<Float64Array> {
  if (rows.length > rowsAtOnce) return predictInTurns(model, rows, isAwaited);
  const predictions = model.predictRows(rows);
  return predictions instanceof Promise ? predictions.then(({ scores }: Predictions) => scores) : predictions.scores;
}

async function predictInTurns(
  model: OpenedModel,
  rows: readonly FeatureRow[],
  isAwaited: () => boolean,
): Promise<Float64Array> {
  const { task, classes } = model.signature;
  const outputs = task === 'multi-class' ? classes.length : 1;
  const scores = new Float64Array(rows.length * outputs);
  let count = rowsAtOnce;
  for (let firstRow = 0; firstRow < rows.length;) {
    if (firstRow > 0) await nextTurn();
    if (!isAwaited()) throw clientGone();
    const start = performance.now();
    const part = await model.predictRows(rows.slice(firstRow, firstRow + count), { firstRow });
    scores.set(part.scores, firstRow * outputs);
    firstRow += part.rowCount;
    const speed = count / Math.max(performance.now() - start, 0.01);
    count = Math.min(Math.max(Math.round(speed * turnMs), rowsAtOnce), 4096);
  }
  return scores;
}

/** One number a row, or one list of probabilities a row for multi-class models. */
export function toPredictions(scores: Float64Array, outputs: number): readonly (number | readonly number[])[] {
  const predictions: (number | number[])[] = [];
  for (let at = 0; at < scores.length; at += outputs)
    predictions.push(outputs === 1 ? scores[at]! : Array.from(scores.subarray(at, at + outputs)));
  return predictions;
}
