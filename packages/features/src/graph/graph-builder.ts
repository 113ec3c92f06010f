import { canonicalJson, type GraphValueType, type JsonObject } from '@millrace/core';
import type { Expression } from '../expression/expression.ts';
import type { MapperNode } from './fitted-graph.ts';

/** Collects the nodes of expression trees; equal subtrees become one node. */
export interface GraphBuilder {
  readonly nodes: MapperNode[];
  /** Position of the node, which is made when there is none like it. */
  readonly add: (node: MapperNode) => number;
}

export function createGraphBuilder(): GraphBuilder {
  const nodes: MapperNode[] = [];
  const positions = new Map<string, number>();
  return {
    nodes,
    add(node) {
      const key = canonicalJson([node.op, node.inputs, node.settings]);
      let position = positions.get(key);
      if (position === undefined) {
        position = nodes.push(node) - 1;
        positions.set(key, position);
      }
      return position;
    },
  };
}

/** A checked mapper expression as a node; the check of its operator and settings is what makes the cast true. */
export function toMapperNode(expression: Expression, inputs: readonly number[]): MapperNode {
  const { op, type, settings } = expression;
  return mapperNode({ op, type: type as GraphValueType, inputs, settings });
}

export function mapperNode(node: {
  readonly op: string;
  readonly type: GraphValueType;
  readonly inputs: readonly number[];
  readonly settings: JsonObject;
}): MapperNode {
  return node as unknown as MapperNode;
}
