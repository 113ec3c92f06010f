export { evaluate } from './evaluate.ts';
export { evaluateModel } from './evaluate-model.ts';
export { Evaluator } from './evaluator.ts';
export { directionOf, listMetrics } from './metric-definitions.ts';
export { renderEvaluation } from './report/render-evaluation.ts';
export { judge } from './thresholds/judge.ts';

export type { EvaluateOptions } from './evaluate.ts';
export type { EvaluateResult } from './evaluate-result.ts';
export type { EvaluateModelOptions } from './evaluate-model.ts';
export type { EvaluationSettings } from './evaluation-settings.ts';
export type { EvaluatorParameters } from './evaluator.ts';
export type { MetricDirection, MetricName } from './metric-definitions.ts';
export type { DatePart, SliceKey, SliceSpec } from './slices/slice-spec.ts';
export type { ChangeLimit, Threshold } from './thresholds/threshold.ts';
