import { assembleGraph } from './assemble-graph.ts';
import type { FittedGraph } from './fitted-graph.ts';
import { programOf } from './program-of.ts';
import { selectOutputs } from './select-outputs.ts';

/**
 * The graph of these outputs alone, in this order: operations, columns and vocabularies that only others need are gone. So
 * a served graph does not ask for the label's columns. Throws `FEATURES_UNKNOWN_OUTPUT`.
 */
export function pruneGraph(graph: FittedGraph, outputs: readonly string[]): FittedGraph {
  return assembleGraph({ ...programOf(graph), outputs: selectOutputs(graph, outputs) });
}
