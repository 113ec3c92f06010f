import type { ColumnSpec, TransformGraphNode, TransformGraphOutput, TransformGraphPayload } from '@millrace/core';
import { columnTypesDiffer } from '../errors.ts';
import type { FittedGraph, MapperNode } from './fitted-graph.ts';

export interface GraphParts {
  readonly nodes: readonly MapperNode[];
  readonly outputs: readonly TransformGraphOutput[];
  /** Entries by name; those that no node looks up are left out. */
  readonly vocabularies: Readonly<Record<string, readonly string[]>>;
}

/** Makes the document: only what the outputs need, in the order of the nodes, positions counted anew. */
export function assembleGraph({ nodes, outputs, vocabularies }: GraphParts): FittedGraph {
  const needed = markNeeded(
    nodes,
    outputs.map(({ node }) => node),
  );
  const positions = new Map<number, number>();
  const kept: MapperNode[] = [];
  nodes.forEach((node, index) => {
    if (!needed[index]) return;
    positions.set(index, kept.length);
    kept.push({ ...node, inputs: node.inputs.map((input) => positions.get(input)!) } as MapperNode);
  });
  const used = kept.flatMap((node) => (node.op === 'lookup' ? [node.settings.vocabulary] : []));
  const entries = Object.keys(vocabularies)
    .filter((name) => used.includes(name))
    .map((name) => [name, vocabularies[name]!] as const);
  const document: TransformGraphPayload = {
    specVersion: 1,
    columns: readColumns(kept),
    nodes: kept as readonly TransformGraphNode[],
    outputs: outputs.map((output) => ({ ...output, node: positions.get(output.node)! })),
    vocabularies: Object.fromEntries(
      entries.map(([name, { length }]) => [name, { file: `vocabulary-${name}.txt`, size: length }]),
    ),
  };
  return { document, vocabularies: Object.fromEntries(entries) };
}

/** Which nodes the targets need, themselves included. */
export function markNeeded(nodes: readonly MapperNode[], targets: readonly number[]): readonly boolean[] {
  const needed = nodes.map(() => false);
  for (const target of targets) needed[target] = true;
  for (let index = nodes.length - 1; index >= 0; index--) {
    if (needed[index]) for (const input of nodes[index]!.inputs) needed[input] = true;
  }
  return needed;
}

/** The raw columns of the leaves, in the order in which they are first read. A column read as number and as integer is integer. */
export function readColumns(nodes: readonly MapperNode[]): readonly ColumnSpec[] {
  const columns = new Map<string, ColumnSpec>();
  for (const node of nodes) {
    if (node.op !== 'column') continue;
    const { name, columnType: type } = node.settings;
    const before = columns.get(name);
    const isNumber = type === 'float' || type === 'integer';
    if (before === undefined || (before.type === 'float' && type === 'integer')) columns.set(name, { name, type });
    else if (before.type !== type && !(before.type === 'integer' && isNumber))
      throw columnTypesDiffer({ column: name, first: before.type, second: type });
  }
  return [...columns.values()];
}
