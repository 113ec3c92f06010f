import type { EvaluatedMetric, MetricEstimate } from '@millrace/core';
import { directionOf } from '../metric-definitions.ts';

/** What the interval of a change says: it lies on one side of 0, or it does not. */
export type ChangeVerdict = 'better' | 'worse' | 'moved' | 'unclear' | 'none';

export function judgeChange(name: string, { change }: Pick<EvaluatedMetric, 'change'>): ChangeVerdict {
  if (change === null || change.value === null) return 'none';
  const side = sideOf(change);
  if (side === 0) return 'unclear';
  const direction = directionOf(name);
  if (direction === 'none') return 'moved';
  return side > 0 === (direction === 'higher') ? 'better' : 'worse';
}

function sideOf({ lower, upper }: MetricEstimate): -1 | 0 | 1 {
  if (lower === null || upper === null) return 0;
  return lower > 0 ? 1 : upper < 0 ? -1 : 0;
}

export const changeWords: Readonly<Record<ChangeVerdict, string>> = {
  better: 'better than the baseline',
  worse: 'worse than the baseline',
  moved: 'differs from the baseline',
  unclear: 'no clear difference from the baseline',
  none: '',
};
