import { defineFeatures, fitFeatures, number, type FittedGraph } from '@millrace/features';

/** The graph of a model that takes numbers as they are, by the names of their columns: for models trained elsewhere. */
export function numericGraph(columns: readonly string[]): FittedGraph {
  return fitFeatures(defineFeatures(Object.fromEntries(columns.map((name) => [name, number(name)]))), []);
}
