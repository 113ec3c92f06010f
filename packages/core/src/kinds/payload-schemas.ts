import type { ArtifactKind } from '../artifact/artifact.ts';
import { anomaliesSchema } from './anomalies.ts';
import { examplesSchema } from './examples.ts';
import { inferenceResultSchema } from './inference-result.ts';
import { infraBlessingSchema } from './infra-blessing.ts';
import { modelSchema } from './model.ts';
import { modelRunSchema } from './model-run.ts';
import { pushedModelSchema } from './pushed-model.ts';
import { transformGraphSchema } from './transform-graph.ts';
import { schemaSchema } from './schema.ts';
import { statisticsSchema } from './statistics.ts';
import { modelBlessingSchema } from './model-blessing.ts';
import { evaluationSchema } from './evaluation.ts';
import { driftReportSchema } from './drift-report.ts';

export interface PayloadSchema {
  /** The JSON document inside the artifact directory. */
  readonly fileName: string;
  readonly schema: object;
}

/** The document and the JSON Schema of each kind that comes with the platform. */
export const payloadSchemas: Readonly<Record<ArtifactKind, PayloadSchema>> = {
  examples: { fileName: 'examples.json', schema: examplesSchema },
  transformedExamples: { fileName: 'examples.json', schema: examplesSchema },
  statistics: { fileName: 'statistics.json', schema: statisticsSchema },
  schema: { fileName: 'schema.json', schema: schemaSchema },
  anomalies: { fileName: 'anomalies.json', schema: anomaliesSchema },
  transformGraph: { fileName: 'transform-graph.json', schema: transformGraphSchema },
  model: { fileName: 'model.json', schema: modelSchema },
  modelRun: { fileName: 'model-run.json', schema: modelRunSchema },
  infraBlessing: { fileName: 'infra-blessing.json', schema: infraBlessingSchema },
  pushedModel: { fileName: 'pushed-model.json', schema: pushedModelSchema },
  inferenceResult: { fileName: 'inference-result.json', schema: inferenceResultSchema },
  modelBlessing: { fileName: 'model-blessing.json', schema: modelBlessingSchema },
  evaluation: { fileName: 'evaluation.json', schema: evaluationSchema },
  driftReport: { fileName: 'drift-report.json', schema: driftReportSchema },
};
