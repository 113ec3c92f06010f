import type { LearnerFeature } from '@millrace/core';
import type { FittedGraph } from './fitted-graph.ts';
import { selectOutputs } from './select-outputs.ts';

/** What a learner is told of the outputs, in their order or in that of `outputs`. Throws `FEATURES_UNKNOWN_OUTPUT`. */
export function describeOutputs(graph: FittedGraph, outputs?: readonly string[]): LearnerFeature[] {
  return selectOutputs(graph, outputs).map(({ name, kind, categories }) =>
    kind === 'categorical' ? { name, kind, categories } : { name, kind },
  );
}
