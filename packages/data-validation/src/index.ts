export { compareColumns } from './drift/compare-columns.ts';
export { jensenShannonDivergence } from './drift/jensen-shannon.ts';
export { checkSchema } from './schema/check-schema.ts';
export { computeStatistics } from './statistics/compute-statistics.ts';
export { inferSchema } from './schema/infer-schema.ts';
export { updateSchema } from './schema/update-schema.ts';
export { validateStatistics } from './validation/validate-statistics.ts';

export type { ColumnDistance, ColumnMeasure, CompareColumnsOptions } from './drift/compare-columns.ts';
export type { Distance } from './drift/value-distances.ts';
export type { InferSchemaOptions } from './schema/infer-schema.ts';
export type { ComputeStatisticsOptions } from './statistics/compute-statistics.ts';
export type { UpdateSchemaOptions } from './schema/update-schema.ts';
export type { Severities, ValidateStatisticsOptions } from './validation/validate-statistics.ts';
