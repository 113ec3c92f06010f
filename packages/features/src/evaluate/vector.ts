import type { GraphValueType } from '@millrace/core';

export type TextVector = (string | null)[];

/**
 * Values of one node over rows. Numeric, boolean (0 and 1) and timestamp: doubles with NaN where missing. Text: null where
 * missing. Categorical: codes.
 */
export type Vector = Float64Array | Int32Array | TextVector;

export function createVector(type: GraphValueType, rowCount: number): Vector {
  switch (type) {
    case 'text':
      return new Array<string | null>(rowCount).fill(null);
    case 'categorical':
      return new Int32Array(rowCount);
    case 'numeric':
    case 'boolean':
    case 'timestamp':
      return new Float64Array(rowCount);
  }
}
