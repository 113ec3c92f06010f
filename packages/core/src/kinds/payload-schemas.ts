import type { ArtifactKind } from '../artifact/artifact.ts';
import { examplesSchema } from './examples.ts';
import { inferenceResultSchema } from './inference-result.ts';
import { infraBlessingSchema } from './infra-blessing.ts';
import { modelSchema } from './model.ts';
import { pushedModelSchema } from './pushed-model.ts';

export interface PayloadSchema {
  /** The JSON document inside the artifact directory. */
  readonly fileName: string;
  readonly schema: object;
}

/** The document and the JSON Schema of each kind that comes with the platform. */
export const payloadSchemas: Readonly<Record<ArtifactKind, PayloadSchema>> = {
  examples: { fileName: 'examples.json', schema: examplesSchema },
  transformedExamples: { fileName: 'examples.json', schema: examplesSchema },
  model: { fileName: 'model.json', schema: modelSchema },
  infraBlessing: { fileName: 'infra-blessing.json', schema: infraBlessingSchema },
  pushedModel: { fileName: 'pushed-model.json', schema: pushedModelSchema },
  inferenceResult: { fileName: 'inference-result.json', schema: inferenceResultSchema },
};
