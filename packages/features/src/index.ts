export { compileColumns } from './compile-columns.ts';
export { compileExpression } from './compile-expression.ts';
export { compileRow } from './compile-row.ts';
export { checkFeatures, defineFeatures } from './define-features.ts';
export {
  absolute,
  add,
  asNumber,
  clip,
  cosine,
  divide,
  floor,
  log1p,
  maximum,
  minimum,
  multiply,
  negate,
  sine,
  squareRoot,
  subtract,
} from './expression/arithmetic.ts';
export { asText, bucketize, cross, hashBuckets, oneHot, quantileBuckets, vocabulary } from './expression/categories.ts';
export { constant, flag, instant, integer, number, text, timestamp } from './expression/leaves.ts';
export {
  and,
  equals,
  greaterOrEqual,
  greaterThan,
  ifMissing,
  isIn,
  isMissing,
  lessOrEqual,
  lessThan,
  not,
  notEquals,
  or,
  when,
} from './expression/logic.ts';
export {
  addTime,
  dayOfMonth,
  dayOfWeek,
  dayOfYear,
  hourOfDay,
  minuteOfDay,
  month,
  secondOfDay,
  timeBetween,
  year,
} from './expression/moments.ts';
export { timeUnits } from './expression/operators.ts';
export { mean, minMax, quantile, scale, zScore } from './expression/scaling.ts';
export { fitFeatures } from './fit/fit-features.ts';
export { startFit } from './fit/start-fit.ts';
export { describeOutputs } from './graph/describe-outputs.ts';
export { countCategories } from './graph/fitted-graph.ts';
export { graphFromFiles, graphToFiles } from './graph/graph-files.ts';
export { programOf } from './graph/program-of.ts';
export { pruneGraph } from './graph/prune-graph.ts';
export { requiredColumns } from './graph/required-columns.ts';
export { readRows } from './read-rows.ts';
export { hashText } from './text/md5.ts';

export type { CompiledExpression } from './compile-expression.ts';
export type { Feature, FeatureSet } from './define-features.ts';
export type { ClipOptions } from './expression/arithmetic.ts';
export type { VocabularyOptions } from './expression/categories.ts';
export type {
  BooleanExpression,
  BooleanOperand,
  CategoricalExpression,
  Expression,
  IndicatorsExpression,
  NumericExpression,
  NumericOperand,
  OperandOf,
  OutputExpression,
  PlainLiterals,
  PlainType,
  TextExpression,
  TextOperand,
  TimestampExpression,
  ValueType,
} from './expression/expression.ts';
export type { Comparison } from './expression/logic.ts';
export type { Mapper, TimeUnit } from './expression/operators.ts';
export type { SettingsOf } from './expression/settings.ts';
export type { FitRound } from './fit/start-fit.ts';
export type {
  Frequencies,
  FrequenciesRequest,
  Moments,
  MomentsRequest,
  Quantiles,
  QuantilesRequest,
  Range,
  RangeRequest,
  Statistic,
  StatisticRequest,
} from './fit/statistics.ts';
export type { FittedGraph, GraphProgram, MapperNode } from './graph/fitted-graph.ts';
