import type { ColumnSpec } from '../column/column.ts';
import { columnSpecSchema, splitFilesSchema, type SplitFiles } from './examples.ts';

/** Predictions for all rows of some examples, in Parquet files, in the order of the examples. */
export interface InferenceResultPayload {
  readonly specVersion: 1;
  /** Kept columns, then `prediction` (and one `probability_<class>` a class for multi-class). */
  readonly columns: readonly ColumnSpec[];
  readonly splits: Readonly<Record<string, SplitFiles>>;
  /** Digests of the artifacts that it was made from. */
  readonly model: string;
  readonly examples: string;
}

export const inferenceResultSchema = {
  $id: 'millrace/inference-result/1',
  type: 'object',
  required: ['specVersion', 'columns', 'splits', 'model', 'examples'],
  additionalProperties: false,
  properties: {
    specVersion: { const: 1 },
    columns: { type: 'array', items: columnSpecSchema },
    splits: splitFilesSchema,
    model: { type: 'string' },
    examples: { type: 'string' },
  },
} as const;
