import { roundSignificant } from '@millrace/core';

interface MeanAndDeviation {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Rounds to the digits that do not depend on the order of a sum: 12 of the deviation, and of the mean those down to the last
 * digit of the deviation. The mean of values around zero is noise in all its digits: it becomes 0.
 */
export function roundMoments({ mean, deviation }: MeanAndDeviation): MeanAndDeviation {
  // Squares beyond the range of doubles: nothing is known of the digits of the mean either.
  if (!Number.isFinite(deviation)) return { mean: Number.NaN, deviation };
  if (mean === 0 || deviation === 0) return { mean: roundSignificant(mean), deviation: roundSignificant(deviation) };
  const lost = Math.max(0, magnitude(deviation) - magnitude(mean));
  return { mean: lost < 12 ? roundSignificant(mean, 12 - lost) : 0, deviation: roundSignificant(deviation) };
}

/** The exponent of the first decimal digit. */
function magnitude(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)));
}
