import type { Range } from '@millrace/features';
import { readNumber } from '../read-number.ts';
import { finiteValues, type RoundSource } from './round-source.ts';

/** Smallest and largest finite values of several nodes, in one query. */
export async function countRanges(source: RoundSource, inputs: readonly number[]): Promise<Range[]> {
  const items = inputs.map((_, i) => `count(v${i}) as n${i}, min(v${i}) as lo${i}, max(v${i}) as hi${i}`);
  const sql = `select ${items.join(', ')} from ${finiteValues(source, inputs)}`;
  const batch = await source.engine.query(sql, { signal: source.signal });
  return inputs.map((_, i) => ({
    kind: 'range',
    count: readNumber(batch, `n${i}`),
    minimum: readNumber(batch, `lo${i}`),
    maximum: readNumber(batch, `hi${i}`),
  }));
}
