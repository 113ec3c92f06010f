import type { DriftMeasure, DriftMeasureName, DriftState } from '@millrace/core';
import { stepOf, type MeasureLimits } from '../alerts/drift-thresholds.ts';

export interface Verdict {
  readonly state: DriftState;
  readonly decidedBy: DriftMeasureName | null;
}

const order: readonly DriftState[] = ['alert', 'warning', 'undecided', 'stable', 'not-compared'];

/**
 * The worst that any measure with limits says. A distance counts when it is beyond its limit and beyond what chance makes
 * of samples of these sizes. Where chance alone reaches the limit and nothing larger was seen, the rows are too few to tell.
 */
export function judgeMeasures(measures: readonly DriftMeasure[], limits: MeasureLimits): Verdict {
  let worst: Verdict = { state: 'not-compared', decidedBy: null };
  for (const measure of measures) {
    const own = limits[measure.measure];
    if (own === undefined) continue;
    const state = judgeMeasure(measure, own);
    if (order.indexOf(state) < order.indexOf(worst.state)) worst = { state, decidedBy: measure.measure };
  }
  return worst;
}

function judgeMeasure(
  { value, noise }: DriftMeasure,
  limits: { readonly warning?: number | undefined; readonly alert?: number | undefined },
): DriftState {
  if (value === null) return 'not-compared';
  const step = stepOf(value, limits);
  if (step !== undefined && value > (noise ?? 0)) return step;
  const lowest = limits.warning ?? limits.alert;
  return lowest !== undefined && noise !== null && noise >= lowest ? 'undecided' : 'stable';
}
