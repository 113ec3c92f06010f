import { getColumn } from '@millrace/core';
import type { Quantiles, QuantilesRequest } from '@millrace/features';
import { doubleLiteral } from '../render/literal.ts';
import { finiteValues, type RoundSource } from './round-source.ts';

/** Values at fractions of the sorted finite values of a node: exact, values that occur. One column in memory at a time. */
export async function countQuantiles(source: RoundSource, { input, fractions }: QuantilesRequest): Promise<Quantiles> {
  if (fractions.length === 0) return { kind: 'quantiles', values: [] };
  const list = fractions.map(doubleLiteral).join(', ');
  const sql = `select quantile_disc(v0, [${list}]) as q from ${finiteValues(source, [input])}`;
  const column = getColumn(await source.engine.query(sql, { signal: source.signal }), 'q');
  if (column.type !== 'list' || column.items.type === 'string') return { kind: 'quantiles', values: [] };
  const { items, offsets } = column;
  return { kind: 'quantiles', values: Array.from(items.values.subarray(offsets[0], offsets[1]), (value) => value + 0) };
}
