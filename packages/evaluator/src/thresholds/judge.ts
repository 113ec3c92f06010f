import type {
  BlessingReason,
  EvaluatedMetric,
  EvaluatedSlice,
  EvaluationPayload,
  ModelBlessingPayload,
} from '@millrace/core';
import { checkArgument, optionForms, roundSignificant } from '@millrace/core';
import { evaluationForm } from '../result-forms.ts';
import { allRows } from '../slices/slice-spec.ts';
import { checkThresholdParts, describeRule, listRules, type Rule, type Threshold } from './threshold.ts';

/**
 * Holds an evaluation against thresholds: one reason a rule. A model without any threshold is not blessed, so that nothing
 * is pushed because somebody forgot to say what good means. Without a baseline, rules of change do not stand in the way
 * and say so. A metric that is undefined, and a slice that was asked for by value and is absent, fail.
 */
export function judge(evaluation: EvaluationPayload, thresholds: readonly Threshold[]): ModelBlessingPayload {
  const place = { caller: 'judge' };
  checkArgument(evaluation, evaluationForm, { ...place, argument: 'evaluation' });
  checkArgument(thresholds, optionForms.list, { ...place, argument: 'thresholds' });
  thresholds.forEach(checkThresholdParts);
  const reasons = listRules(thresholds).map((rule) => judgeRule(rule, evaluation));
  if (reasons.length === 0) reasons.push(noThresholds);
  if (evaluation.droppedRows.missingPrediction > 0) reasons.push(missingPredictions(evaluation));
  return {
    specVersion: 1,
    blessed: reasons.every(({ status }) => status !== 'failed'),
    reasons,
    candidate: evaluation.candidate,
    baseline: evaluation.baseline,
  };
}

const noNumbers = { metric: null, slice: null, actual: null, limit: null, judgedSlices: 0, failedSlices: [] };

const noThresholds: BlessingReason = {
  ...noNumbers,
  rule: 'at least one threshold',
  status: 'failed',
  code: 'no-thresholds',
  message: 'No threshold is set, and a model is only blessed when it passes one.',
};

function missingPredictions({ droppedRows, rowCount }: EvaluationPayload): BlessingReason {
  const missing = droppedRows.missingPrediction;
  return {
    ...noNumbers,
    rule: 'a prediction for every row',
    status: 'failed',
    code: 'predictions-missing',
    actual: missing,
    limit: 0,
    message: `${missing} of ${rowCount + missing} labelled rows have no prediction; the metrics speak of the others only.`,
  };
}

interface JudgedSlice {
  readonly slice: EvaluatedSlice;
  readonly actual: number | undefined;
  /** How far on the right side of the limit; negative beyond it. */
  readonly margin: number;
}

function judgeRule(rule: Rule, evaluation: EvaluationPayload): BlessingReason {
  const facts = { rule: describeRule(rule), metric: rule.metric, limit: rule.limit };
  const isChange = rule.kind === 'absolute-change' || rule.kind === 'relative-change';
  const slices = evaluation.slices.filter(({ slicing }) => slicing === rule.slicing);
  if (slices.length === 0) {
    const omitted = evaluation.omittedSlices.filter(({ slicing }) => slicing === rule.slicing);
    const small = omitted.reduce((sum, { sliceCount }) => sum + sliceCount, 0);
    const why = small === 0 ? 'no row is in it' : `${small} have fewer than ${omitted[0]!.limit} rows`;
    return {
      ...noNumbers,
      ...facts,
      status: 'failed',
      code: 'slice-absent',
      message: `No slice of ${rule.slicing} could be judged: ${why}.`,
    };
  }
  if (isChange && !hasBaseline(slices)) {
    return {
      ...noNumbers,
      ...facts,
      status: 'rubber-stamped',
      code: 'no-baseline',
      message: 'There is no baseline to compare with, so this rule was not applied.',
    };
  }

  const judged = slices.map((slice) => judgeSlice(rule, slice));
  const failed = judged.filter(({ margin }) => !(margin >= 0));
  const worst = judged.reduce((a, b) => (isWorse(b, a) ? b : a));
  return {
    ...facts,
    status: failed.length === 0 ? 'passed' : 'failed',
    code: failed.length === 0 ? 'within-limit' : worst.actual === undefined ? 'metric-undefined' : 'beyond-limit',
    slice: worst.slice.name,
    actual: worst.actual === undefined ? null : roundSignificant(worst.actual),
    judgedSlices: judged.length,
    failedSlices: failed.map(({ slice }) => slice.name),
    message: describeVerdict(rule, { worst, failed: failed.length, judged: judged.length }),
  };
}

function hasBaseline(slices: readonly EvaluatedSlice[]): boolean {
  return slices.some(({ metrics }) => Object.values(metrics).some(({ baseline }) => baseline !== null));
}

function judgeSlice(rule: Rule, slice: EvaluatedSlice): JudgedSlice {
  const actual = comparedNumber(rule, slice.metrics[rule.metric]!);
  if (actual === undefined) return { slice, actual, margin: Number.NaN };
  return { slice, actual, margin: rule.side === 'at-least' ? actual - rule.limit : rule.limit - actual };
}

function isWorse(a: JudgedSlice, b: JudgedSlice): boolean {
  if (Number.isNaN(a.margin)) return !Number.isNaN(b.margin);
  return a.margin < b.margin;
}

/** undefined where the metric, its interval, or a ratio to a baseline of 0 is. */
function comparedNumber({ kind, side, compare }: Rule, metric: EvaluatedMetric): number | undefined {
  const estimate = kind === 'min' || kind === 'max' ? metric : metric.change;
  const end = compare === 'value' ? 'value' : side === 'at-least' ? 'lower' : 'upper';
  const number = estimate?.[end] ?? undefined;
  if (kind !== 'relative-change' || number === undefined) return number;
  const base = Math.abs(metric.baseline?.value ?? 0);
  return base === 0 ? undefined : number / base;
}

function describeVerdict(
  rule: Rule,
  { worst, failed, judged }: { readonly worst: JudgedSlice; readonly failed: number; readonly judged: number },
): string {
  const isOverall = rule.slicing === allRows;
  if (worst.actual === undefined) {
    const place = isOverall ? allRows : `the slice ${worst.slice.name}`;
    const others = judged > 1 ? ` ${failed} of ${judged} slices fail.` : '';
    return `${rule.metric} cannot be compared in ${place}: ${explainUndefined(rule)}.${others}`;
  }
  const wanted = rule.side === 'at-least' ? 'at least' : 'at most';
  const number = `${format(worst.actual)}, ${wanted} ${rule.limit} is wanted`;
  if (judged === 1 && !rule.isKeyed) return `It is ${number}.`;
  const outcome = failed === 0 ? `All ${judged} slices pass` : `${failed} of ${judged} slices fail`;
  return `${outcome}; the worst is ${worst.slice.name} with ${number}.`;
}

function explainUndefined({ kind, compare }: Rule): string {
  if (kind === 'relative-change') return 'it, or its ratio to the baseline, is undefined there';
  return compare === 'interval' ? 'it has no interval there' : 'it is undefined there (an AUC of one class, 0/0)';
}

function format(value: number): string {
  return String(roundSignificant(value, 5));
}
