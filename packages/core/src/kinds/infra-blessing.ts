/** Whether a model loads and answers in a fresh server. Property: `blessed`. */
export interface InfraBlessingPayload {
  readonly specVersion: 1;
  readonly blessed: boolean;
  /** Why not, one sentence each; empty when blessed. */
  readonly reasons: readonly string[];
  /** Digest of the model artifact that was tried. */
  readonly model: string;
  /** Rows whose answers were compared; 0 when no examples were given and loading alone was tried. */
  readonly rowCount: number;
}

export const infraBlessingSchema = {
  $id: 'millrace/infra-blessing/1',
  type: 'object',
  required: ['specVersion', 'blessed', 'reasons', 'model', 'rowCount'],
  additionalProperties: false,
  properties: {
    specVersion: { const: 1 },
    blessed: { type: 'boolean' },
    reasons: { type: 'array', items: { type: 'string' } },
    model: { type: 'string' },
    rowCount: { type: 'integer', minimum: 0 },
  },
} as const;
