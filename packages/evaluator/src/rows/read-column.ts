import { getColumn, isPresent, type ColumnBatch } from '@millrace/core';
import { classCountDiffers, weightNotPositive, wrongColumnType } from '../errors.ts';

const place = 'the predictions';

/** Predictions of one model for a batch: `width` numbers a row, NaN where one is missing. */
export interface Scores {
  readonly width: number;
  readonly values: Float64Array;
}

/** Numbers of a column, NaN where missing. Throws `EVALUATOR_WRONG_COLUMN_TYPE` for text and lists. */
function readNumbers(batch: ColumnBatch, name: string): Float64Array {
  const column = getColumn(batch, name, place);
  if (column.type === 'string' || column.type === 'list') {
    throw wrongColumnType({ column: name, type: column.type, expected: 'a number' });
  }
  const numbers = new Float64Array(batch.rowCount);
  for (let row = 0; row < numbers.length; row++)
    numbers[row] = isPresent(column, row) ? column.values[row]! : Number.NaN;
  return numbers;
}

/** One column of numbers, one column a class, or one column of lists with a number a class. */
export function readScores(batch: ColumnBatch, prediction: string | readonly string[], model: string): Scores {
  if (typeof prediction !== 'string') return interleave(prediction.map((name) => readNumbers(batch, name)));
  const column = getColumn(batch, prediction, place);
  if (column.type !== 'list') return { width: 1, values: readNumbers(batch, prediction) };
  const { offsets, items } = column;
  if (items.type === 'string')
    throw wrongColumnType({ column: prediction, type: 'list of string', expected: 'a list of numbers' });
  let width = 0;
  for (let row = 0; row < batch.rowCount && width === 0; row++) width = offsets[row + 1]! - offsets[row]!;
  const values = new Float64Array(batch.rowCount * width).fill(Number.NaN);
  for (let row = 0; row < batch.rowCount; row++) {
    if (!isPresent(column, row)) continue;
    const count = offsets[row + 1]! - offsets[row]!;
    if (count !== width) throw classCountDiffers({ row, count, expected: width, model });
    for (let i = 0; i < width; i++) {
      const at = offsets[row]! + i;
      if (isPresent(items, at)) values[row * width + i] = items.values[at]!;
    }
  }
  return { width, values };
}

function interleave(columns: readonly Float64Array[]): Scores {
  const width = columns.length;
  const rowCount = columns[0]?.length ?? 0;
  const values = new Float64Array(width * rowCount);
  columns.forEach((column, c) => {
    for (let row = 0; row < rowCount; row++) values[row * width + c] = column[row]!;
  });
  return { width, values };
}

/** Weights of 0 or more. Throws `EVALUATOR_INVALID_WEIGHT` naming the row. */
export function readWeights(batch: ColumnBatch, name: string, firstRow: number): Float64Array {
  const weights = readNumbers(batch, name);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong >= 0) {
    const value = weights[wrong]!;
    throw weightNotPositive({ column: name, row: firstRow + wrong, value: Number.isNaN(value) ? null : value });
  }
  return weights;
}

/** Labels as numbers; text as the place of each value in `texts`. */
export interface LabelReader {
  read(batch: ColumnBatch): Float64Array;
  /** Filled as batches are read; undefined for labels that are no text. */
  readonly texts: () => readonly string[] | undefined;
  readonly isBoolean: () => boolean;
}

export function createLabelReader(name: string): LabelReader {
  const codeOf = new Map<string, number>();
  let type: string | undefined;
  return {
    read(batch) {
      const column = getColumn(batch, name, place);
      type = column.type;
      if (column.type !== 'string') return readNumbers(batch, name);
      return Float64Array.from({ length: batch.rowCount }, (_, row) => {
        const text = column.values[row] ?? null;
        if (text === null) return Number.NaN;
        const code = codeOf.get(text) ?? codeOf.size;
        codeOf.set(text, code);
        return code;
      });
    },
    texts: () => (type === 'string' ? [...codeOf.keys()] : undefined),
    isBoolean: () => type === 'boolean',
  };
}
