import type { ExamplesPayload } from './examples.ts';

/**
 * The artifact kinds and the documents they hold. New kinds join by interface merging:
 * `declare module '@millrace/core' { interface ArtifactKinds { embeddings: EmbeddingsPayload } }`.
 */
export interface ArtifactKinds {
  examples: ExamplesPayload;
  /** Examples after the transform: the same document, numeric columns. */
  transformedExamples: ExamplesPayload;
}
