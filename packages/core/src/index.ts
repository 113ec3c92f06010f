export { checkArgument, checkOptions, requireOptions } from './check-options.ts';
export { concatBatches, getColumn, toRows } from './column/batches.ts';
export { getCell, isPresent } from './column/column.ts';
export { isColumnBatch, toColumn, toColumnBatch } from './column/table.ts';
export { checkParameters, defineComponent, parametersSchema, parsePort } from './component/component.ts';
export { cureOfFailure } from './cure-of-failure.ts';
export { describeValue } from './describe-value.ts';
export { unknownColumn } from './errors.ts';
export { canonicalJson, roundSignificant } from './json.ts';
export { compileSchema, findSchemaProblems, getPayloadSchema, parsePayload } from './kinds/parse-payload.ts';
export { payloadSchemas } from './kinds/payload-schemas.ts';
export { MillraceError, hasCode, isMillraceError } from './millrace-error.ts';
export { describeKnownNames, nearestNames } from './nearest-names.ts';
export { optionForms, requiredOption } from './option-forms.ts';
export { createRandom } from './random.ts';

export type { OptionNames } from './check-options.ts';
export type {
  AnyArtifact,
  Artifact,
  ArtifactFile,
  ArtifactKind,
  ArtifactManifest,
  ArtifactProperties,
  PayloadOf,
} from './artifact/artifact.ts';
export type {
  Cell,
  Column,
  ColumnBatch,
  ColumnSpec,
  ColumnType,
  ListColumn,
  NumericArray,
  NumericColumn,
  ScalarColumnType,
  StringColumn,
  Validity,
} from './column/column.ts';
export type { ColumnInput, RowInput, TableInput } from './column/table.ts';
export type {
  Component,
  ComponentDeclaration,
  InputPorts,
  OutputPorts,
  ParametersSchema,
  PortKind,
  PortSpec,
  Publish,
  PublishPayload,
  ResolvedInput,
  ResolvedInputs,
  ResolvedOutputs,
  RunArguments,
  RunContext,
} from './component/component.ts';
export type { Dataset, DatasetReadOptions, DialectName, Engine, QueryOptions, RegisteredTable } from './engine.ts';
export type { Clock, Logger, RunEvent, StepEvent } from './events.ts';
export type { JsonObject, JsonPrimitive, JsonValue } from './json.ts';
export type { ArtifactKinds } from './kinds/artifact-kinds.ts';
export type {
  AnomaliesPayload,
  Anomaly,
  AnomalyCode,
  AnomalySeverity,
  ComparatorAnomalyCode,
  Comparison,
  ComparisonKind,
  ComparisonMeasure,
  LimitAnomalyCode,
  SplitAnomalies,
} from './kinds/anomalies.ts';
export type { ExamplesPayload, SplitFiles } from './kinds/examples.ts';
export type { InferenceResultPayload } from './kinds/inference-result.ts';
export type { InfraBlessingPayload } from './kinds/infra-blessing.ts';
export type { ModelFile, ModelPayload, TrainingFacts } from './kinds/model.ts';
export type { ModelRunPayload } from './kinds/model-run.ts';
export type { SchemaProblem } from './kinds/parse-payload.ts';
export type { BlessingReason, BlessingStatus, ModelBlessingPayload } from './kinds/model-blessing.ts';
export type {
  CalibrationBin,
  ClassMetrics,
  EvaluatedMetric,
  EvaluatedSlice,
  EvaluatedSliceKey,
  EvaluationPayload,
  IntervalSettings,
  MetricEstimate,
  ModelDiagnostics,
  OmittedSlices,
  PredictionHistogram,
  ThresholdCurves,
} from './kinds/evaluation.ts';
export type {
  ColumnDrift,
  DriftAlert,
  DriftComparison,
  DriftHistogram,
  DriftMeasure,
  DriftMeasureName,
  DriftReportPayload,
  DriftState,
  RealisedPerformance,
} from './kinds/drift-report.ts';
export type { PayloadSchema } from './kinds/payload-schemas.ts';
export type { PushedModelPayload } from './kinds/pushed-model.ts';
export type {
  Comparator,
  DatasetConstraints,
  FeatureDomain,
  SchemaFeature,
  SchemaPayload,
  SharedDomain,
} from './kinds/schema.ts';
export type {
  BooleanStatistics,
  ColumnStatistics,
  Histogram,
  ListStatistics,
  NumberStatistics,
  OrderedStatistics,
  ScalarStatistics,
  SplitStatistics,
  StatisticsPayload,
  StringStatistics,
  TimestampStatistics,
  ValueCount,
  ValueFrequencies,
} from './kinds/statistics.ts';
export type {
  GraphValueType,
  TransformGraphNode,
  TransformGraphOutput,
  TransformGraphPayload,
  TransformGraphVocabulary,
} from './kinds/transform-graph.ts';
export type {
  FitOptions,
  FitProgressEvent,
  FittedModel,
  Learner,
  LearnerData,
  LearnerFeature,
  LearnerRows,
  TrainingCurve,
} from './learner.ts';
export type {
  ArtifactFilter,
  ArtifactRecord,
  ArtifactState,
  ContextRecord,
  EventFilter,
  EventRecord,
  ExecutionFilter,
  ExecutionOutputs,
  ExecutionPublication,
  ExecutionRecord,
  ExecutionState,
  LatestArtifactQuery,
  Lineage,
  LineageQuery,
  MetadataExport,
  MetadataStore,
  PageOptions,
  ProcessIdentity,
  PublishedArtifact,
  RunFilter,
  RunRecord,
  RunState,
} from './metadata-store.ts';
export type { ErrorDetails, MillraceErrorInit, MillraceErrorJson } from './millrace-error.ts';
export type { EntityKey, OnlineRow, OnlineStore, OnlineWrite } from './online-store.ts';
export type { FeatureRow, ModelSignature, Predictions, Predictor, Task } from './predictor.ts';
export type { OptionForm } from './option-forms.ts';
export type { Random } from './random.ts';
