import type { ColumnBatch } from '@millrace/core';
import { classCountDiffers } from '../errors.ts';
import { createKeyEncoder, type EncodedKey } from '../slices/encode-key.ts';
import { identifyKey, type SliceKey } from '../slices/slice-spec.ts';
import type { Scores } from './read-column.ts';

/** What is evaluated of a batch. NaN is missing. */
export interface BatchRows {
  readonly labels: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly models: readonly Scores[];
}

export interface CollectedRows {
  readonly rowCount: number;
  readonly scoreWidth: number;
  readonly labels: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly models: readonly Float64Array[];
  readonly keys: ReadonlyMap<string, EncodedKey>;
  readonly droppedRows: { readonly missingLabel: number; readonly missingPrediction: number };
  /** Where a row stands in the table, in which rows may have been left out. For messages. */
  readonly tableRowOf: (row: number) => number;
}

/**
 * Gathers batches into arrays: 8 bytes a row for the label and each score, 4 for each key of a slice. Rows without a
 * label are left out; of the others, rows without a prediction of either model are left out. Both are counted.
 */
export function createRowCollector(keys: readonly SliceKey[]): {
  add(batch: ColumnBatch, rows: BatchRows): void;
  finish(): CollectedRows;
} {
  const encoders = keys.map((key) => ({ identity: identifyKey(key), encoder: createKeyEncoder(key) }));
  const labels: Float64Array[] = [];
  const weights: Float64Array[] = [];
  const models: Float64Array[][] = [];
  const dropped = { missingLabel: 0, missingPrediction: 0 };
  const pieces: TablePiece[] = [];
  let width: number | undefined;
  return {
    add(batch, rows) {
      rows.models.forEach((scores, index) => {
        if (scores.values.length === 0) return;
        width ??= scores.width;
        if (scores.width !== width) {
          const model = index === 0 ? 'candidate' : 'baseline';
          throw classCountDiffers({ row: 0, count: scores.width, expected: width, model });
        }
      });
      const kept = keepRows(rows, dropped);
      const isWhole = kept.length === rows.labels.length;
      pieces.push({ rowCount: rows.labels.length, kept: isWhole ? undefined : kept });
      labels.push(pickRows(rows.labels, kept, 1));
      if (rows.weights !== undefined) weights.push(pickRows(rows.weights, kept, 1));
      rows.models.forEach((scores, index) => (models[index] ??= []).push(pickRows(scores.values, kept, scores.width)));
      for (const { encoder } of encoders) encoder.append(batch, kept);
    },
    finish() {
      const all = join(labels);
      return {
        rowCount: all.length,
        scoreWidth: width ?? 1,
        labels: all,
        weights: weights.length === 0 ? undefined : join(weights),
        models: models.map(join),
        keys: new Map(encoders.map(({ identity, encoder }) => [identity, encoder.finish()])),
        droppedRows: dropped,
        tableRowOf: (row) => findTableRow(pieces, row),
      };
    },
  };
}

interface TablePiece {
  readonly rowCount: number;
  /** undefined when all rows were kept. */
  readonly kept: Int32Array | undefined;
}

function findTableRow(pieces: readonly TablePiece[], row: number): number {
  let [before, rest] = [0, row];
  for (const { rowCount, kept } of pieces) {
    const keptCount = kept?.length ?? rowCount;
    if (rest < keptCount) return before + (kept?.[rest] ?? rest);
    before += rowCount;
    rest -= keptCount;
  }
  return before + rest;
}

function keepRows(
  { labels, models }: BatchRows,
  dropped: { missingLabel: number; missingPrediction: number },
): Int32Array {
  const kept = new Int32Array(labels.length);
  let count = 0;
  for (let row = 0; row < labels.length; row++) {
    if (Number.isNaN(labels[row]!)) dropped.missingLabel++;
    else if (models.some((scores) => !hasScores(scores, row))) dropped.missingPrediction++;
    else kept[count++] = row;
  }
  return kept.subarray(0, count);
}

function hasScores({ width, values }: Scores, row: number): boolean {
  if (width === 0) return false;
  for (let i = row * width; i < (row + 1) * width; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function pickRows(values: Float64Array, rows: Int32Array, width: number): Float64Array {
  const picked = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < width; j++) picked[i * width + j] = values[rows[i]! * width + j]!;
  }
  return picked;
}

function join(chunks: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
