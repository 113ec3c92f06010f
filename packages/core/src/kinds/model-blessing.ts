/** What became of one rule. `rubber-stamped`: it compares with a baseline and there is none, so it does not stand in the way. */
export type BlessingStatus = 'passed' | 'failed' | 'rubber-stamped';

/** The verdict of one rule, with its numbers. */
export interface BlessingReason {
  /** The rule as text: `rocAuc at least 0.7`. */
  readonly rule: string;
  readonly status: BlessingStatus;
  /** Why, for machines. */
  readonly code:
    | 'within-limit'
    | 'beyond-limit'
    | 'no-baseline'
    | 'no-thresholds'
    | 'metric-undefined'
    | 'slice-absent'
    | 'predictions-missing';
  readonly metric: string | null;
  /** The slice that the numbers belong to; of a rule over many slices the one nearest to its limit or furthest beyond it. */
  readonly slice: string | null;
  /** The number that was compared: the value, its bound, or the change against the baseline. */
  readonly actual: number | null;
  readonly limit: number | null;
  /** Slices that the rule was asked of, and those of them that failed. */
  readonly judgedSlices: number;
  readonly failedSlices: readonly string[];
  /** One sentence for people. */
  readonly message: string;
}

/** Whether a model may be pushed, and why: one reason a rule. */
export interface ModelBlessingPayload {
  readonly specVersion: 1;
  readonly blessed: boolean;
  readonly reasons: readonly BlessingReason[];
  /** Digest of the model that was judged; null for predictions that came as a table. */
  readonly candidate: string | null;
  /** Digest of the model that it was compared with; null when there was none. */
  readonly baseline: string | null;
}

export const modelBlessingSchema = {
  $id: 'millrace/model-blessing/1',
  type: 'object',
  required: ['specVersion', 'blessed', 'reasons', 'candidate', 'baseline'],
  additionalProperties: false,
  properties: {
    specVersion: { const: 1 },
    blessed: { type: 'boolean' },
    reasons: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'rule',
          'status',
          'code',
          'metric',
          'slice',
          'actual',
          'limit',
          'judgedSlices',
          'failedSlices',
          'message',
        ],
        additionalProperties: false,
        properties: {
          rule: { type: 'string' },
          status: { enum: ['passed', 'failed', 'rubber-stamped'] },
          code: {
            enum: [
              'within-limit',
              'beyond-limit',
              'no-baseline',
              'no-thresholds',
              'metric-undefined',
              'slice-absent',
              'predictions-missing',
            ],
          },
          metric: { type: ['string', 'null'] },
          slice: { type: ['string', 'null'] },
          actual: { type: ['number', 'null'] },
          limit: { type: ['number', 'null'] },
          judgedSlices: { type: 'integer', minimum: 0 },
          failedSlices: { type: 'array', items: { type: 'string' } },
          message: { type: 'string' },
        },
      },
    },
    candidate: { type: ['string', 'null'] },
    baseline: { type: ['string', 'null'] },
  },
} as const;
