import { roundSignificant, type DriftMeasure, type DriftMeasureName } from '@millrace/core';

/** A measure with rounded numbers, or why there is none. */
export function finishMeasure({
  measure,
  value,
  noise,
  unavailable,
}: {
  readonly measure: DriftMeasureName;
  readonly value?: number | undefined;
  readonly noise?: number | undefined;
  readonly unavailable?: string | undefined;
}): DriftMeasure {
  const round = (number: number | undefined): number | null =>
    number === undefined || !Number.isFinite(number) ? null : roundSignificant(number, 9);
  return { measure, value: round(value), noise: round(noise), unavailable: unavailable ?? null };
}
