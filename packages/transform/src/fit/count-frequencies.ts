import { getColumn } from '@millrace/core';
import type { Frequencies, FrequenciesRequest } from '@millrace/features';
import type { RoundSource } from './round-source.ts';

/** The texts of a node by frequency, ties by code points: one group-by. */
export async function countFrequencies(
  source: RoundSource,
  { input, size, minCount }: FrequenciesRequest,
): Promise<Frequencies> {
  const sql =
    `select v0 as entry from ${source.valuesOf([input])} where v0 is not null group by v0 ` +
    `having count(*) >= ${minCount} order by count(*) desc, v0${size === null ? '' : ` limit ${size}`}`;
  const column = getColumn(await source.engine.query(sql, { signal: source.signal }), 'entry');
  const entries = column.type === 'string' ? column.values.filter((value) => value !== null) : [];
  return { kind: 'frequencies', entries };
}
