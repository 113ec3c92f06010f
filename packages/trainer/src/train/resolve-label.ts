import type { LearnerFeature, LearnerRows, Task } from '@millrace/core';
import { countCategories, describeOutputs, programOf, type FittedGraph } from '@millrace/features';
import { taskNotPossible, unknownLabel } from '../errors.ts';

export interface ResolvedLabel {
  readonly task: Task;
  /** Two for binary (the second is the positive one), none for regression. */
  readonly classes: readonly string[];
}

/** The outputs of a graph beside the label. Throws `TRAINER_UNKNOWN_LABEL`. */
export function selectFeatures(graph: FittedGraph, label: string): readonly LearnerFeature[] {
  const outputs = describeOutputs(graph);
  const known = outputs.map(({ name }) => name);
  if (!known.includes(label)) throw unknownLabel({ name: label, known });
  return outputs.filter(({ name }) => name !== label);
}

/**
 * The task that a label sets. A categorical output has one class per code that is neither out of vocabulary nor missing,
 * two make it binary; a numeric one is binary when its values are 0 and 1, otherwise regression unless `task` says that
 * they number classes. In the splits, labels without a class become NaN.
 */
export function resolveLabel(
  graph: FittedGraph,
  label: string,
  rows: { readonly task: Task | undefined; readonly splits: readonly [LearnerRows, LearnerRows | undefined] },
): ResolvedLabel {
  const { task, splits } = rows;
  const [output] = describeOutputs(graph, [label]);
  const { nodes, outputs } = graph.document;
  const position = outputs.find(({ name }) => name === label)!.node;
  if (output!.kind === 'categorical') {
    const classes = nameClasses(graph, position);
    const found: Task = classes.length === 2 ? 'binary' : 'multi-class';
    if (task !== undefined && task !== found) {
      throw taskNotPossible({ label, task, reason: `it has ${classes.length} classes` });
    }
    for (const { labels } of splits.filter((rows) => rows !== undefined)) {
      for (let row = 0; row < labels.length; row++) if (!(labels[row]! < classes.length)) labels[row] = NaN;
    }
    return { task: found, classes };
  }
  const { labels } = splits[0];
  if (task === 'multi-class') {
    const highest = labels.reduce((most, value) => (value > most ? value : most), 0);
    if (!(highest < 100_000)) throw taskNotPossible({ label, task, reason: `its values go up to ${highest}` });
    const classCount = Math.max(2, Math.floor(highest) + 1);
    return { task, classes: Array.from({ length: classCount }, (_, index) => String(index)) };
  }
  const isBinary =
    task === 'binary' ||
    (task === undefined && labels.every((value) => value === 0 || value === 1 || Number.isNaN(value)));
  if (!isBinary) return { task: 'regression', classes: [] };
  return { task: 'binary', classes: nodes[position]!.type === 'boolean' ? ['false', 'true'] : ['0', '1'] };
}

function nameClasses(graph: FittedGraph, position: number): readonly string[] {
  const program = programOf(graph);
  const node = program.nodes[position]!;
  if (node.op === 'lookup') return program.vocabularies[node.settings.vocabulary]!;
  return Array.from({ length: countCategories(node, program.vocabularies) - 1 }, (_, code) => String(code));
}
