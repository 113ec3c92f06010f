import type { Random } from '@millrace/core';
import type { CodedInput, NetInputs } from './net-inputs.ts';

/** A matrix in row-major order. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

interface DenseWeights {
  /** Shape [inputs, units]. */
  readonly kernel: Matrix;
  /** Shape [1, units]. */
  readonly bias: Matrix;
}

/** All that a net learns. */
export interface NetWeights {
  /** An embedding for each coded input: shape [categories + 1, width]. */
  readonly tables: readonly Matrix[];
  /** Hidden layers, and last the one that makes raw scores. The first reads numbers and embeddings side by side. */
  readonly dense: readonly DenseWeights[];
  /** The linear part: weights of numbers, shape [numbers, outputs], and of categories, shape [categories + 1, outputs]. */
  readonly wide: { readonly kernel: Matrix; readonly tables: readonly Matrix[] } | undefined;
}

export interface NetShape {
  readonly inputs: NetInputs;
  readonly hidden: readonly number[];
  /** Raw score of each output where nothing is known. */
  readonly start: readonly number[];
  readonly isWide: boolean;
}

/**
 * Weights to begin with: Glorot's uniform distribution (Glorot and Bengio 2010) for dense layers, uniform numbers within
 * 0.05 for embeddings, zeros for the linear part.
 */
export function createNetWeights({ inputs, hidden, start, isWide }: NetShape, random: Random): NetWeights {
  const { numeric, coded } = inputs;
  const outputs = start.length;
  const uniform = (rows: number, columns: number, limit: number): Matrix => {
    const matrix = zeros(rows, columns);
    for (let i = 0; i < matrix.values.length; i++) matrix.values[i] = (random.next() * 2 - 1) * limit;
    return matrix;
  };
  const tables = coded.map(({ categories, width }) => uniform(categories + 1, width, 0.05));
  const widths = [numeric.length + embeddedWidth(coded), ...hidden, outputs];
  const dense = widths.slice(1).map((units, layer) => {
    const fanIn = widths[layer]!;
    return { kernel: uniform(fanIn, units, Math.sqrt(6 / (fanIn + units))), bias: zeros(1, units) };
  });
  dense.at(-1)!.bias.values.set(start);
  const wide = {
    kernel: zeros(numeric.length, outputs),
    tables: coded.map(({ categories }) => zeros(categories + 1, outputs)),
  };
  return { tables, dense, wide: isWide ? wide : undefined };
}

/** Every matrix once, always in the same order, and whether `l2` holds it. */
export function listMatrices({ tables, dense, wide }: NetWeights): readonly {
  readonly matrix: Matrix;
  readonly isBias: boolean;
}[] {
  return [
    ...tables.map((matrix) => ({ matrix, isBias: false })),
    ...dense.flatMap(({ kernel, bias }) => [
      { matrix: kernel, isBias: false },
      { matrix: bias, isBias: true },
    ]),
    ...(wide === undefined ? [] : [wide.kernel, ...wide.tables].map((matrix) => ({ matrix, isBias: false }))),
  ];
}

/** Weights of the same shapes, made from each matrix. */
export function mapMatrices(
  { tables, dense, wide }: NetWeights,
  map: (values: Float32Array) => Float32Array,
): NetWeights {
  const mapped = (matrix: Matrix): Matrix => ({ ...matrix, values: map(matrix.values) });
  return {
    tables: tables.map(mapped),
    dense: dense.map(({ kernel, bias }) => ({ kernel: mapped(kernel), bias: mapped(bias) })),
    wide: wide === undefined ? undefined : { kernel: mapped(wide.kernel), tables: wide.tables.map(mapped) },
  };
}

function embeddedWidth(coded: readonly CodedInput[]): number {
  return coded.reduce((sum, { width }) => sum + width, 0);
}

function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float32Array(rows * columns) };
}
