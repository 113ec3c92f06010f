import type { Column, ColumnBatch } from '@millrace/core';
import { prepareColumns } from './evaluate/evaluate-columns.ts';
import type { FittedGraph } from './graph/fitted-graph.ts';
import { programOf } from './graph/program-of.ts';
import { selectOutputs } from './graph/select-outputs.ts';

/**
 * Compiles a graph (or these outputs of it, in this order) for columns. Numeric outputs are Float64Arrays with NaN where
 * missing, booleans 0 and 1 among them; categorical outputs are Int32Arrays of codes, never missing. What outputs share is
 * computed once. The batch may hold more columns than are read.
 *
 * Throws `FEATURES_UNKNOWN_OUTPUT`; the compiled function throws `CORE_UNKNOWN_COLUMN`, `FEATURES_WRONG_COLUMN` for a column of
 * another type, or `FEATURES_WRONG_VALUE` with the row for a value that the type cannot hold.
 */
export function compileColumns(graph: FittedGraph, outputs?: readonly string[]): (batch: ColumnBatch) => ColumnBatch {
  const selected = selectOutputs(graph, outputs);
  const compute = prepareColumns(
    programOf(graph),
    selected.map(({ node }) => node),
  );
  return (batch) => {
    const vectors = compute(batch);
    const columns: Record<string, Column> = {};
    selected.forEach(({ name }, index) => {
      const values = vectors[index] as Float64Array | Int32Array;
      columns[name] = { type: values instanceof Int32Array ? 'integer' : 'float', values, validity: undefined };
    });
    return { rowCount: batch.rowCount, columns };
  };
}
