import type { AnomaliesPayload } from './anomalies.ts';
import type { ExamplesPayload } from './examples.ts';
import type { InferenceResultPayload } from './inference-result.ts';
import type { InfraBlessingPayload } from './infra-blessing.ts';
import type { ModelPayload } from './model.ts';
import type { ModelRunPayload } from './model-run.ts';
import type { PushedModelPayload } from './pushed-model.ts';
import type { TransformGraphPayload } from './transform-graph.ts';
import type { SchemaPayload } from './schema.ts';
import type { StatisticsPayload } from './statistics.ts';
import type { ModelBlessingPayload } from './model-blessing.ts';
import type { EvaluationPayload } from './evaluation.ts';
import type { DriftReportPayload } from './drift-report.ts';

/**
 * The artifact kinds and the documents they hold. New kinds join by interface merging:
 * `declare module '@millrace/core' { interface ArtifactKinds { embeddings: EmbeddingsPayload } }`.
 */
export interface ArtifactKinds {
  examples: ExamplesPayload;
  /** Examples after the transform: the same document, numeric columns. */
  transformedExamples: ExamplesPayload;
  statistics: StatisticsPayload;
  schema: SchemaPayload;
  anomalies: AnomaliesPayload;
  transformGraph: TransformGraphPayload;
  model: ModelPayload;
  modelRun: ModelRunPayload;
  infraBlessing: InfraBlessingPayload;
  pushedModel: PushedModelPayload;
  inferenceResult: InferenceResultPayload;
  modelBlessing: ModelBlessingPayload;
  evaluation: EvaluationPayload;
  driftReport: DriftReportPayload;
}
