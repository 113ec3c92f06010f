import type { Engine } from '@millrace/core';
import type { Dialect } from '@millrace/data';

/** The rows that a round counts. */
export interface RoundSource {
  readonly engine: Engine;
  readonly dialect: Dialect;
  readonly signal: AbortSignal | undefined;
  /** A FROM item with the values of these nodes as columns `v0`, `v1`, ... */
  readonly valuesOf: (inputs: readonly number[]) => string;
}

/** A FROM item with the finite values of these nodes as columns `v0`, `v1`, ...; all else is NULL. */
export function finiteValues({ dialect, valuesOf }: RoundSource, inputs: readonly number[]): string {
  const values = inputs.map((_, i) => `case when ${dialect.isFinite(`v${i}`)} then v${i} end as v${i}`);
  return `(select ${values.join(', ')} from ${valuesOf(inputs)})`;
}
