import {
  canonicalJson,
  getCell,
  getColumn,
  type ColumnBatch,
  type ColumnSpec,
  type FeatureRow,
  type Predictor,
} from '@millrace/core';
import { flavourFileInvalid, goldenRowsDiffer } from './errors.ts';
import { parseJsonFile } from './json-file.ts';

export const goldenName = 'golden.json';

/** Raw rows and the scores that the model gave for them when it was written. */
export interface GoldenRows {
  readonly specVersion: 1;
  readonly rows: readonly FeatureRow[];
  /** As in `Predictions` of core: row after row. */
  readonly scores: readonly number[];
}

/** The rows of a batch as plain JSON, with the columns that a prediction reads. What JSON cannot say becomes null. */
export function toGoldenRows(batch: ColumnBatch, inputs: readonly ColumnSpec[]): readonly FeatureRow[] {
  const columns = inputs.map(({ name }) => [name, getColumn(batch, name, 'the golden rows')] as const);
  return Array.from({ length: batch.rowCount }, (_, row) =>
    Object.fromEntries(
      columns.map(([name, column]) => {
        const cell = getCell(column, row);
        return [name, typeof cell === 'number' && !Number.isFinite(cell) ? null : cell];
      }),
    ),
  );
}

export function encodeGoldenRows(golden: GoldenRows): Uint8Array {
  return new TextEncoder().encode(`${canonicalJson(golden)}\n`);
}

export function decodeGoldenRows(bytes: Uint8Array | undefined, outputs: number): GoldenRows {
  const golden = parseJsonFile<GoldenRows>(goldenName, bytes);
  const isSound = golden.specVersion === 1 && Array.isArray(golden.rows) && Array.isArray(golden.scores);
  if (!isSound || golden.scores.length !== golden.rows.length * outputs)
    throw flavourFileInvalid({ file: goldenName, reason: `it does not hold rows with ${outputs} scores each` });
  return golden;
}

export interface GoldenCheck {
  readonly place: string;
  readonly golden: GoldenRows;
  readonly predictor: Predictor;
  readonly toBatch: (rows: readonly FeatureRow[]) => ColumnBatch;
  /** |score - golden| <= tolerance * max(1, |golden|). */
  readonly tolerance: number;
}

/** Predicts the golden rows, as a batch and one by one. Throws `MODEL_GOLDEN_ROWS_DIFFER` at the first that is off. */
export async function checkGoldenRows({ place, golden, predictor, toBatch, tolerance }: GoldenCheck): Promise<void> {
  const { rows, scores: expected } = golden;
  if (rows.length === 0) return;
  const outputs = expected.length / rows.length;
  const compare = (actual: Float64Array, row: number, path: string): void => {
    for (let k = 0; k < outputs; k++) {
      const wanted = expected[row * outputs + k]!;
      const off = Math.abs(actual[k]! - wanted);
      if (!(off <= tolerance * Math.max(1, Math.abs(wanted))))
        throw goldenRowsDiffer({ place, row, path, expected: wanted, actual: actual[k]!, tolerance });
    }
  };
  const { scores } = await predictor.predict(toBatch(rows));
  rows.forEach((_, row) => compare(scores.subarray(row * outputs, (row + 1) * outputs), row, 'in a batch'));
  const { predictRow } = predictor;
  if (predictRow !== undefined) rows.forEach((row, index) => compare(predictRow(row), index, 'alone'));
}
