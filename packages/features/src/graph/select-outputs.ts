import { describeValue, type TransformGraphOutput } from '@millrace/core';
import { unknownOutput } from '../errors.ts';
import type { FittedGraph } from './fitted-graph.ts';
import { requireGraph } from './require-graph.ts';

/** The outputs of these names, in the order of the names; all when none are named. Throws `FEATURES_UNKNOWN_OUTPUT`. */
export function selectOutputs(
  graph: FittedGraph,
  names: readonly string[] | undefined,
): readonly TransformGraphOutput[] {
  requireGraph(graph);
  const { document } = graph;
  if (names === undefined) return document.outputs;
  const byName = new Map(document.outputs.map((output) => [output.name, output]));
  return [names].flat().map((name) => {
    const output = byName.get(name);
    if (output === undefined)
      throw unknownOutput({ name: typeof name === 'string' ? name : describeValue(name), known: [...byName.keys()] });
    return output;
  });
}
