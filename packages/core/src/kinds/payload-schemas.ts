import type { ArtifactKind } from '../artifact/artifact.ts';
import { examplesSchema } from './examples.ts';

export interface PayloadSchema {
  /** The JSON document inside the artifact directory. */
  readonly fileName: string;
  readonly schema: object;
}

/** The document and the JSON Schema of each kind that comes with the platform. */
export const payloadSchemas: Readonly<Record<ArtifactKind, PayloadSchema>> = {
  examples: { fileName: 'examples.json', schema: examplesSchema },
  transformedExamples: { fileName: 'examples.json', schema: examplesSchema },
};
