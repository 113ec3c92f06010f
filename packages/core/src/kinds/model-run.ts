import type { JsonObject } from '../json.ts';
import type { TrainingCurve } from '../learner.ts';
import type { Task } from '../predictor.ts';

/** How one training went: what was asked for, and what was seen on the way. */
export interface ModelRunPayload {
  readonly specVersion: 1;
  /** Name of the learner. */
  readonly learner: string;
  readonly settings: JsonObject;
  readonly seed: number;
  readonly task: Task;
  /** Rows that were fitted. */
  readonly rowCount: number;
  /** Rows that the validation curves and early stopping looked at; 0 without validation. */
  readonly validationRowCount: number;
  /** One value per round or epoch, from the first that ran to the last, those after the best one included. */
  readonly curves: readonly TrainingCurve[];
  /** What the learner tells: rounds kept, back end, importance by feature. */
  readonly summary: JsonObject;
}

export const modelRunSchema = {
  $id: 'millrace/modelRun/1',
  type: 'object',
  required: [
    'specVersion',
    'learner',
    'settings',
    'seed',
    'task',
    'rowCount',
    'validationRowCount',
    'curves',
    'summary',
  ],
  additionalProperties: false,
  properties: {
    specVersion: { const: 1 },
    learner: { type: 'string', minLength: 1 },
    settings: { type: 'object' },
    seed: { type: 'integer' },
    task: { enum: ['binary', 'multi-class', 'regression'] },
    rowCount: { type: 'integer', minimum: 1 },
    validationRowCount: { type: 'integer', minimum: 0 },
    curves: {
      type: 'array',
      items: {
        type: 'object',
        required: ['metric', 'split', 'values'],
        additionalProperties: false,
        properties: {
          metric: { type: 'string', minLength: 1 },
          split: { enum: ['train', 'validation'] },
          values: { type: 'array', items: { type: 'number' } },
        },
      },
    },
    summary: { type: 'object' },
  },
} as const;
