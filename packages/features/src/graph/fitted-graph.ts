import type { GraphValueType, TransformGraphPayload } from '@millrace/core';
import type { Mapper } from '../expression/operators.ts';
import type { SettingsOf } from '../expression/settings.ts';

/** A fitted transform in memory: the document of kind `transformGraph` and the entries of its vocabularies, by name. */
export interface FittedGraph {
  readonly document: TransformGraphPayload;
  readonly vocabularies: Readonly<Record<string, readonly string[]>>;
}

/** A node of the fitted graph with its operator known and its settings typed. */
export type MapperNode = {
  readonly [TOp in Mapper]: {
    readonly op: TOp;
    readonly type: GraphValueType;
    /** Positions of the operands; all lie before this node. */
    readonly inputs: readonly number[];
    readonly settings: SettingsOf<TOp>;
  };
}[Mapper];

/** What evaluation needs: operations in order, and the vocabularies that they look up. */
export interface GraphProgram {
  readonly nodes: readonly MapperNode[];
  readonly vocabularies: Readonly<Record<string, readonly string[]>>;
}

/** Number of codes of a categorical node, the last one (missing) included. */
export function countCategories(node: MapperNode, vocabularies: GraphProgram['vocabularies']): number {
  switch (node.op) {
    case 'lookup':
      return vocabularies[node.settings.vocabulary]!.length + node.settings.oovBuckets + 1;
    case 'bucketize':
      return node.settings.boundaries.length + 2;
    case 'hashBuckets':
    case 'cross':
      return node.settings.buckets + 1;
    default:
      return 0;
  }
}
