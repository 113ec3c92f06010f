import type { ColumnSpec } from '../column/column.ts';

export interface SplitFiles {
  /** Parquet files inside the artifact, in row order. */
  readonly files: readonly string[];
  readonly rowCount: number;
}

/** Rows in Parquet files, by split. */
export interface ExamplesPayload {
  readonly specVersion: 1;
  readonly columns: readonly ColumnSpec[];
  readonly splits: Readonly<Record<string, SplitFiles>>;
  /** The span that was read: a number, or days since 1970-01-01 for dated spans. null when the source has none. */
  readonly span: number | null;
  readonly version: number | null;
}

export const columnSpecSchema = {
  type: 'object',
  required: ['name', 'type'],
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    type: { enum: ['float', 'integer', 'boolean', 'string', 'timestamp', 'list'] },
    itemType: { enum: ['float', 'integer', 'boolean', 'string', 'timestamp'] },
  },
} as const;

export const splitFilesSchema = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['files', 'rowCount'],
    additionalProperties: false,
    properties: {
      files: { type: 'array', items: { type: 'string', pattern: '^[^/\\\\]+\\.parquet$' } },
      rowCount: { type: 'integer', minimum: 0 },
    },
  },
} as const;

export const examplesSchema = {
  $id: 'millrace/examples/1',
  type: 'object',
  required: ['specVersion', 'columns', 'splits', 'span', 'version'],
  additionalProperties: false,
  properties: {
    specVersion: { const: 1 },
    columns: { type: 'array', items: columnSpecSchema },
    splits: splitFilesSchema,
    span: { type: ['integer', 'null'] },
    version: { type: ['integer', 'null'] },
  },
} as const;
