/** Where a model was put for servers to find, or why not. Properties: `pushed`, `destination`, `version`. */
export interface PushedModelPayload {
  readonly specVersion: 1;
  readonly pushed: boolean;
  /** Why it was not pushed, one sentence each; empty when pushed. */
  readonly reasons: readonly string[];
  /** Digest of the model artifact. */
  readonly model: string;
  /** The directory that servers watch. */
  readonly destination: string;
  /** The number of the version, and the name of its directory in `destination`; null when not pushed. */
  readonly version: number | null;
  /** Milliseconds since 1970; null when not pushed. */
  readonly pushedAt: number | null;
}

export const pushedModelSchema = {
  $id: 'millrace/pushed-model/1',
  type: 'object',
  required: ['specVersion', 'pushed', 'reasons', 'model', 'destination', 'version', 'pushedAt'],
  additionalProperties: false,
  properties: {
    specVersion: { const: 1 },
    pushed: { type: 'boolean' },
    reasons: { type: 'array', items: { type: 'string' } },
    model: { type: 'string' },
    destination: { type: 'string' },
    version: { type: ['integer', 'null'], minimum: 1 },
    pushedAt: { type: ['number', 'null'] },
  },
} as const;
