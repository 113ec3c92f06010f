import { describeValue, optionForms } from '@millrace/core';
import { notGraph } from '../errors.ts';

/** Throws `FEATURES_NOT_A_GRAPH` for what is no fitted graph. */
export function requireGraph(graph: unknown): void {
  if (!optionForms.graph.admits(graph)) throw notGraph({ value: describeValue(graph) });
}
