import type { Task } from '@millrace/core';
import { sortOrderBy } from '../numbers/sort-order.ts';
import type { SliceRows } from '../numbers/slice-rows.ts';
import type { EncodedKey } from '../slices/encode-key.ts';

/** All rows that can be evaluated, as arrays: what every metric is computed from. */
export interface EvaluationTable {
  readonly task: Task;
  /** Numbers a row in each list of `models`: the number of classes for multi-class, else 1. */
  readonly scoreWidth: number;
  readonly rowCount: number;
  readonly labels: Float64Array;
  readonly weights: Float64Array | undefined;
  /** Scores of the candidate, then of the baseline where there is one. */
  readonly models: readonly Float64Array[];
  /** By identity of the key. */
  readonly keys: ReadonlyMap<string, EncodedKey>;
}

const mostSortedScores = 8;

/**
 * The same rows in an order that depends on their content alone, so that resamples, and with them the intervals, do not
 * depend on the order in which the rows came.
 */
export function sortTable(table: EvaluationTable): EvaluationTable {
  const { scoreWidth, rowCount, labels, weights, models, keys } = table;
  const scoreColumns = models.flatMap((scores) =>
    Array.from({ length: Math.min(scoreWidth, mostSortedScores) }, (_, j) =>
      scoreWidth === 1 ? scores : Float64Array.from({ length: rowCount }, (_, row) => scores[row * scoreWidth + j]!),
    ),
  );
  const sortKeys = [...scoreColumns.slice(0, 1), labels, ...scoreColumns.slice(1), ...(weights ? [weights] : [])];
  const order = sortOrderBy(sortKeys);
  return {
    ...table,
    ...gatherRows(table, order),
    keys: new Map(
      [...keys].map(([identity, key]) => [identity, { ...key, codes: key.codes.map((_, i) => key.codes[order[i]!]!) }]),
    ),
  };
}

/** The rows of a slice in arrays of their own. */
export function gatherRows({ scoreWidth, labels, weights, models }: EvaluationTable, rows: Int32Array): SliceRows {
  const pick = (values: Float64Array): Float64Array => {
    const picked = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
    return picked;
  };
  const pickScores = (scores: Float64Array): Float64Array => {
    if (scoreWidth === 1) return pick(scores);
    const picked = new Float64Array(rows.length * scoreWidth);
    for (let i = 0; i < rows.length; i++) {
      picked.set(scores.subarray(rows[i]! * scoreWidth, (rows[i]! + 1) * scoreWidth), i * scoreWidth);
    }
    return picked;
  };
  return {
    rowCount: rows.length,
    labels: pick(labels),
    weights: weights === undefined ? undefined : pick(weights),
    models: models.map(pickScores),
  };
}
