import { describeValue, type FeatureRow } from '@millrace/core';
import { wrongRow } from './errors.ts';
import { bindNode } from './evaluate/bind-node.ts';
import { planSteps } from './evaluate/program.ts';
import { bindField } from './evaluate/read-field.ts';
import { createVector, type Vector } from './evaluate/vector.ts';
import type { FittedGraph } from './graph/fitted-graph.ts';
import { programOf } from './graph/program-of.ts';
import { selectOutputs } from './graph/select-outputs.ts';

/**
 * Compiles a graph (or these outputs of it, in this order) for single rows as clients send them. The function fills
 * `into` with one number per output, exactly what `compileColumns` gives for that row: NaN where a numeric is missing, the
 * code of a categorical. It allocates nothing of its own, and generates no code at run time.
 *
 * A field that is absent, null or NaN is missing; fields that are not read are ignored. The compiled function throws
 * `FEATURES_WRONG_VALUE` naming field, value and what is expected.
 */
export function compileRow(
  graph: FittedGraph,
  outputs?: readonly string[],
): (row: FeatureRow, into: Float64Array) => void {
  const targets = selectOutputs(graph, outputs).map(({ node }) => node);
  const vectors: Vector[] = [];
  const fields: ((row: FeatureRow) => void)[] = [];
  const operations: (() => void)[] = [];
  for (const { index, node, ...prepared } of planSteps(programOf(graph), targets)) {
    const out = createVector(node.type, 1);
    vectors[index] = out;
    if (node.op === 'column') fields.push(bindField(node.settings.name, node.settings.columnType, out));
    else {
      const run = bindNode(node, { ...prepared, inputs: node.inputs.map((input) => vectors[input]!), out });
      if (node.op !== 'constant') operations.push(run);
    }
  }
  const results = targets.map((target) => vectors[target] as Float64Array | Int32Array);
  return (row, into) => {
    if (typeof row !== 'object' || row === null) throw wrongRow({ value: describeValue(row) });
    for (let i = 0; i < fields.length; i++) fields[i]!(row);
    for (let i = 0; i < operations.length; i++) operations[i]!();
    for (let i = 0; i < results.length; i++) into[i] = results[i]![0]!;
  };
}
