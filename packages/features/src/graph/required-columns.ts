import type { ColumnSpec } from '@millrace/core';
import type { FittedGraph } from './fitted-graph.ts';
import { pruneGraph } from './prune-graph.ts';
import { requireGraph } from './require-graph.ts';

/** The raw columns that these outputs read (all by default), with the types that they want. Throws `FEATURES_UNKNOWN_OUTPUT`. */
export function requiredColumns(graph: FittedGraph, outputs?: readonly string[]): readonly ColumnSpec[] {
  requireGraph(graph);
  return outputs === undefined ? graph.document.columns : pruneGraph(graph, outputs).document.columns;
}
