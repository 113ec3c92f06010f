import type { ColumnSpec } from '../column/column.ts';
import type { JsonObject } from '../json.ts';
import type { LearnerFeature } from '../learner.ts';
import type { ModelSignature } from '../predictor.ts';
import { columnSpecSchema } from './examples.ts';

export interface ModelFile {
  /** Path inside the model directory, with forward slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** How the model came about. */
export interface TrainingFacts {
  /** Name of the learner, or of the tool that the model was imported from. */
  readonly learner: string;
  readonly settings: JsonObject;
  readonly seed: number;
  /** Rows that it was fitted on. */
  readonly rowCount: number;
  /** What the learner tells about the fit: rounds kept, back end, importance by feature. */
  readonly summary: JsonObject;
}

/** The manifest of a trained model. */
export interface ModelPayload {
  readonly specVersion: 1;
  /** `sha256:` and 64 hexadecimal digits over the canonical JSON of all that follows: two models of one digest are the same. */
  readonly digest: string;
  /** Which adapter opens the files: `trees`, `linear`, `tfjs-layers`, `custom`. */
  readonly flavour: string;
  readonly signature: ModelSignature;
  /** The output of the feature graph that is the label; null when the graph does not make it. */
  readonly labelOutput: string | null;
  /** The columns that the label is made of. */
  readonly labelInputs: readonly ColumnSpec[];
  /** The transformed features in the order in which the flavour numbers them. */
  readonly featureOrder: readonly LearnerFeature[];
  /** The fitted feature graph. `digest` is `sha256:` and 64 digits over its files. */
  readonly transform: { readonly digest: string; readonly files: readonly string[] };
  readonly flavourFiles: readonly string[];
  readonly training: TrainingFacts;
  /** Versions of what made the model, by package name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Raw rows with the scores that the model must give for them. */
  readonly goldenRows: { readonly file: string; readonly rowCount: number };
  /** Every file beside the manifest. */
  readonly files: readonly ModelFile[];
}

const learnerFeatureSchema = {
  type: 'object',
  required: ['name', 'kind'],
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    kind: { enum: ['numeric', 'categorical'] },
    categories: { type: 'integer', minimum: 0 },
  },
} as const;

const digestSchema = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' } as const;

const pathSchema = { type: 'string', pattern: '^(?!/)(?!.*(^|/)\\.\\.?(/|$))[^\\\\]+$' } as const;

const signatureSchema = {
  type: 'object',
  required: ['task', 'inputs', 'label', 'classes'],
  additionalProperties: false,
  properties: {
    task: { enum: ['binary', 'multi-class', 'regression'] },
    inputs: { type: 'array', items: columnSpecSchema },
    label: { type: 'string' },
    classes: { type: 'array', items: { type: 'string' } },
  },
} as const;

const trainingSchema = {
  type: 'object',
  required: ['learner', 'settings', 'seed', 'rowCount', 'summary'],
  additionalProperties: false,
  properties: {
    learner: { type: 'string' },
    settings: { type: 'object' },
    seed: { type: 'integer' },
    rowCount: { type: 'integer', minimum: 0 },
    summary: { type: 'object' },
  },
} as const;

export const modelSchema = {
  $id: 'millrace/model/1',
  type: 'object',
  required: [
    'specVersion',
    'digest',
    'flavour',
    'signature',
    'labelOutput',
    'labelInputs',
    'featureOrder',
    'transform',
    'flavourFiles',
    'training',
    'versions',
    'goldenRows',
    'files',
  ],
  additionalProperties: false,
  properties: {
    specVersion: { const: 1 },
    digest: digestSchema,
    flavour: { type: 'string' },
    signature: signatureSchema,
    labelOutput: { type: ['string', 'null'] },
    labelInputs: { type: 'array', items: columnSpecSchema },
    featureOrder: { type: 'array', items: learnerFeatureSchema },
    transform: {
      type: 'object',
      required: ['digest', 'files'],
      additionalProperties: false,
      properties: {
        digest: digestSchema,
        files: { type: 'array', items: pathSchema },
      },
    },
    flavourFiles: { type: 'array', items: pathSchema },
    training: trainingSchema,
    versions: { type: 'object', additionalProperties: { type: 'string' } },
    goldenRows: {
      type: 'object',
      required: ['file', 'rowCount'],
      additionalProperties: false,
      properties: { file: pathSchema, rowCount: { type: 'integer', minimum: 0 } },
    },
    files: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'sizeBytes', 'sha256'],
        additionalProperties: false,
        properties: {
          path: pathSchema,
          sizeBytes: { type: 'integer', minimum: 0 },
          sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        },
      },
    },
  },
} as const;
