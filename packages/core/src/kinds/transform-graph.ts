import type { ColumnSpec } from '../column/column.ts';
import type { JsonObject } from '../json.ts';
import { columnSpecSchema } from './examples.ts';

/** What a value inside the graph is. A categorical is a code from 0 to its number of categories - 1. */
export type GraphValueType = 'numeric' | 'text' | 'boolean' | 'timestamp' | 'categorical';

/** One operation. Which operators there are, and their settings, is the matter of the features package. */
export interface TransformGraphNode {
  readonly op: string;
  readonly type: GraphValueType;
  /** Positions of the operands in `nodes`; all lie before this node. */
  readonly inputs: readonly number[];
  readonly settings: JsonObject;
}

export interface TransformGraphOutput {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical';
  /** Number of codes. Only for categorical. */
  readonly categories?: number | undefined;
  /** Position in `nodes`. */
  readonly node: number;
}

export interface TransformGraphVocabulary {
  /** Text file beside the document: one entry a line, in the order of the codes. */
  readonly file: string;
  readonly size: number;
}

/** A fitted transform: raw columns in, features out, every constant of the analysis inside. */
export interface TransformGraphPayload {
  readonly specVersion: 1;
  /** The raw columns that are read. */
  readonly columns: readonly ColumnSpec[];
  /** Operands before operations; what several features share stands here once. */
  readonly nodes: readonly TransformGraphNode[];
  readonly outputs: readonly TransformGraphOutput[];
  readonly vocabularies: Readonly<Record<string, TransformGraphVocabulary>>;
}

const position = { type: 'integer', minimum: 0 } as const;

export const transformGraphSchema = {
  $id: 'millrace/transformGraph/1',
  type: 'object',
  required: ['specVersion', 'columns', 'nodes', 'outputs', 'vocabularies'],
  additionalProperties: false,
  properties: {
    specVersion: { const: 1 },
    columns: { type: 'array', items: columnSpecSchema },
    nodes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['op', 'type', 'inputs', 'settings'],
        additionalProperties: false,
        properties: {
          op: { type: 'string' },
          type: { enum: ['numeric', 'text', 'boolean', 'timestamp', 'categorical'] },
          inputs: { type: 'array', items: position },
          settings: { type: 'object' },
        },
      },
    },
    outputs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'kind', 'node'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', minLength: 1 },
          kind: { enum: ['numeric', 'categorical'] },
          categories: { type: 'integer', minimum: 1 },
          node: position,
        },
      },
    },
    vocabularies: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['file', 'size'],
        additionalProperties: false,
        properties: { file: { type: 'string', pattern: '^[A-Za-z0-9_.-]+\\.txt$' }, size: position },
      },
    },
  },
} as const;
