import { roundSignificant } from '@millrace/core';
import type { Moments } from '@millrace/features';
import { readNumber } from '../read-number.ts';
import { doubleLiteral } from '../render/literal.ts';
import { finiteValues, type RoundSource } from './round-source.ts';

/** Rows from whose median the sums are taken. */
const sampleRows = 1000;

/**
 * Means and population deviations of several nodes, in one query over all rows. Sums are taken around a value from the middle
 * of the first rows and compensated (Kahan), so that they agree to about 15 digits whatever thread adds what: rounded to 12
 * (by the features package), they are the same in every run. Plain sums over a million rows differ in the 13th digit.
 */
export async function countMoments(source: RoundSource, inputs: readonly number[]): Promise<Moments[]> {
  const shifts = await findMiddles(source, inputs);
  const found = await sumAround(source, inputs, shifts);
  // A mean many deviations away from the shift has cost digits: those columns are summed again, around their mean.
  const again = inputs.flatMap((_, i) => (isFarOff(found[i]!) ? [i] : []));
  if (again.length > 0) {
    const means = again.map((i) => roundSignificant(found[i]!.mean));
    const better = await sumAround(
      source,
      again.map((i) => inputs[i]!),
      means,
    );
    again.forEach((i, at) => (found[i] = better[at]!));
  }
  return found.map(({ count, mean, deviation }) => ({ kind: 'moments', count, mean, deviation }));
}

interface Sums {
  readonly count: number;
  readonly mean: number;
  readonly deviation: number;
  /** How far the mean lies from the shift. */
  readonly distance: number;
}

function isFarOff({ distance, deviation }: Sums): boolean {
  return deviation > 0 && Math.abs(distance) > 10 * deviation;
}

async function findMiddles(source: RoundSource, inputs: readonly number[]): Promise<readonly number[]> {
  const first = `(select * from ${finiteValues(source, inputs)} limit ${sampleRows})`;
  const middles = inputs.map((_, i) => `${source.dialect.exactQuantiles(`v${i}`, [0.5])}[1] as v${i}`);
  const batch = await source.engine.query(`select ${middles.join(', ')} from ${first}`, { signal: source.signal });
  return inputs.map((_, i) => {
    const middle = readNumber(batch, `v${i}`);
    return Number.isNaN(middle) ? 0 : middle;
  });
}

async function sumAround(source: RoundSource, inputs: readonly number[], shifts: readonly number[]): Promise<Sums[]> {
  const items = inputs.map((_, i) => {
    const shifted = `(v${i} - ${doubleLiteral(shifts[i]!)})`;
    return `count(v${i}) as n${i}, fsum(${shifted}) as s${i}, fsum(${shifted} * ${shifted}) as q${i}`;
  });
  const sql = `select ${items.join(', ')} from ${finiteValues(source, inputs)}`;
  const batch = await source.engine.query(sql, { signal: source.signal });
  return inputs.map((_, i) => {
    const count = readNumber(batch, `n${i}`);
    const distance = readNumber(batch, `s${i}`) / count;
    const variance = readNumber(batch, `q${i}`) / count - distance * distance;
    return { count, distance, mean: shifts[i]! + distance, deviation: Math.sqrt(Math.max(0, variance)) };
  });
}
