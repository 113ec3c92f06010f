import { checkOptions, optionForms, requiredOption } from '@millrace/core';
import { invalidOption, thresholdWithoutLimit } from '../errors.ts';
import type { MetricName } from '../metric-definitions.ts';
import { allRows, nameSlicing, type SliceSpec } from '../slices/slice-spec.ts';

/**
 * How much the candidate may differ from the baseline; change means candidate minus baseline.
 * `higher` is better: the change must be at least `absolute`, and change / |baseline| at least `relative`.
 * `lower` is better: the change must be at most `absolute`, and change / |baseline| at most `relative`.
 */
export interface ChangeLimit {
  readonly direction: 'higher' | 'lower';
  readonly absolute?: number | undefined;
  readonly relative?: number | undefined;
}

/** What one metric must reach. Bounds are inclusive. */
export interface Threshold {
  readonly metric: MetricName;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly change?: ChangeLimit | undefined;
  /** Where it must hold: in every slice of each of these. @defaultValue all rows */
  readonly slices?: readonly SliceSpec[] | undefined;
  /**
   * `value` compares the estimate; `interval` the end of its confidence interval that is nearer to failure, so that a
   * model passes only when the data show it. @defaultValue 'value'
   */
  readonly compare?: 'value' | 'interval' | undefined;
}

/** One limit of one threshold in one slicing: what a blessing gives one reason for. */
export interface Rule {
  readonly metric: string;
  readonly kind: 'min' | 'max' | 'absolute-change' | 'relative-change';
  /** Whether the compared number must be at least or at most the limit. */
  readonly side: 'at-least' | 'at-most';
  readonly limit: number;
  readonly slicing: string;
  /** True where the slicing may have any number of slices, and none is not a failure of a named one. */
  readonly isKeyed: boolean;
  readonly compare: 'value' | 'interval';
}

/** Refuses parts of a threshold that nobody reads, or of another form. Throws as `checkOptions` does. */
export function checkThresholdParts(threshold: Threshold, index: number): void {
  const caller = `thresholds[${index}]`;
  const { text, number, object, list } = optionForms;
  checkOptions<Threshold>(threshold, caller, {
    metric: requiredOption(text),
    min: true,
    max: true,
    change: object,
    slices: list,
    compare: { expected: "'value' or 'interval'", admits: (value) => value === 'value' || value === 'interval' },
  });
  const { change } = threshold;
  if (change === undefined) return;
  checkOptions<ChangeLimit>(change, `${caller}.change`, {
    direction: requiredOption({
      expected: "'higher' or 'lower', whichever is better",
      admits: (value) => value === 'higher' || value === 'lower',
    }),
    absolute: number,
    relative: number,
  });
}

/** Throws `EVALUATOR_THRESHOLD_WITHOUT_LIMIT`, `EVALUATOR_INVALID_OPTION`. */
export function checkThresholds(thresholds: readonly Threshold[]): void {
  for (const threshold of thresholds) {
    const rules = listRules([threshold]);
    if (rules.length === 0) throw thresholdWithoutLimit({ metric: threshold.metric });
    for (const { kind, limit } of rules) {
      if (!Number.isFinite(limit)) {
        throw invalidOption({
          option: `thresholds: ${kind} of ${threshold.metric}`,
          value: limit,
          expected: 'a finite number',
        });
      }
    }
  }
}

/** Every rule of the thresholds, in their order. */
export function listRules(thresholds: readonly Threshold[]): readonly Rule[] {
  return thresholds.flatMap(({ metric, min, max, change, slices = [{}], compare = 'value' }) => {
    const changeSide = change?.direction === 'higher' ? 'at-least' : 'at-most';
    const limits = [
      { kind: 'min', side: 'at-least', limit: min },
      { kind: 'max', side: 'at-most', limit: max },
      { kind: 'absolute-change', side: changeSide, limit: change?.absolute },
      { kind: 'relative-change', side: changeSide, limit: change?.relative },
    ] as const;
    return limits.flatMap(({ kind, side, limit }) =>
      limit === undefined
        ? []
        : slices.map((spec) => ({
            metric,
            kind,
            side,
            limit,
            slicing: nameSlicing(spec),
            isKeyed: (spec.keys ?? []).length > 0,
            compare,
          })),
    );
  });
}

/** `rocAuc at least 0.7`, `change of logLoss at most 0, in every slice of origin`. */
export function describeRule({ metric, kind, side, limit, slicing, isKeyed, compare }: Rule): string {
  const isRelative = kind === 'relative-change';
  const subject =
    kind === 'min' || kind === 'max' ? metric : `${isRelative ? 'relative change' : 'change'} of ${metric}`;
  const bound = compare === 'value' ? '' : side === 'at-least' ? 'lower bound of ' : 'upper bound of ';
  const place = slicing === allRows ? '' : isKeyed ? `, in every slice of ${slicing}` : `, where ${slicing}`;
  return `${bound}${subject} ${side === 'at-least' ? 'at least' : 'at most'} ${limit}${place}`;
}
