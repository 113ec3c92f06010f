import type { NumericArray } from '@millrace/core';

/** The parts of DuckDB's vectors that hold the data; their own accessors box one value at a time. */
export interface RawVector {
  readonly items?: NumericArray | BigInt64Array | BigUint64Array;
  readonly dataView?: DataView;
  readonly entryData?: BigUint64Array;
  readonly validity: { readonly data: BigUint64Array | null };
  readonly itemCount: number;
}

/** One byte a row from DuckDB's bits, or undefined when none of these rows is missing. */
export function readValidity(vector: RawVector, start: number, count: number): Uint8Array | undefined {
  const { data } = vector.validity;
  if (data === null) return undefined;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let isWhole = true;
  const validity = new Uint8Array(count);
  for (let row = 0, at = start; row < count; row++, at++) {
    const bit = (bytes[at >> 3]! >> (at & 7)) & 1;
    validity[row] = bit;
    if (bit === 0) isWhole = false;
  }
  return isWhole ? undefined : validity;
}
