import { assignBins, createBinMapper, numericMapper, padBounds, SAMPLE_ROWS, type BinMapper } from '../bin-mapper.ts';
import type { BinnedTable, RowsToBin } from '../binned-table.ts';
import * as at from './kernel-fields.ts';
import { ROWS_PER_TASK, shareMemory, type SharedTables } from './kernel-memory.ts';
import { startKernelThreads } from './kernel-threads.ts';

/** Numeric columns that are in the shared memory at once: up to eight, within 512 MiB. */
const COLUMNS_AT_ONCE = 8;
const COLUMN_BYTES = 2 ** 29;

// Tables that only TypeScript knows by field.
const VALUES = 128;
const SAMPLES = 129;
const BOUNDS = 130;

/** Bins rows on several threads. The same bins as `binRows` gives. */
export async function binColumns({ features, rows, bins }: RowsToBin, threadCount: number): Promise<BinnedTable> {
  const { rowCount, columns } = rows;
  const sampleSize = Math.min(rowCount, SAMPLE_ROWS);
  const atOnce = Math.max(1, Math.min(COLUMNS_AT_ONCE, Math.floor(COLUMN_BYTES / (rowCount * 8))));
  const shared = shareMemory(
    [
      [at.BIN_COLUMNS, COLUMNS_AT_ONCE * at.BIN_COLUMN_BYTES],
      [at.SCRATCH, threadCount * at.SCRATCH_BYTES],
      [BOUNDS, COLUMNS_AT_ONCE * 256 * 8],
      [SAMPLES, COLUMNS_AT_ONCE * 2 * sampleSize * 8],
      [VALUES, atOnce * rowCount * 8],
      [at.BINS, features.length * rowCount],
    ],
    { rows: rowCount, features: features.length },
  );
  const { fields } = shared;
  fields[at.ROW_COUNT] = rowCount;
  fields[at.CHUNK_ROWS] = ROWS_PER_TASK;
  fields[at.SAMPLE_SIZE] = sampleSize;
  const binned = shared.bytes(at.BINS, features.length * rowCount);
  const mappers: BinMapper[] = typeof bins === 'number' ? [] : [...bins];
  const numeric: number[] = [];
  features.forEach((feature, index) => {
    if (feature.kind === 'numeric') {
      numeric.push(index);
      return;
    }
    const values = columns[index]!;
    mappers[index] ??= createBinMapper(feature, values, 0);
    assignBins(mappers[index], values, binned.subarray(index * rowCount, (index + 1) * rowCount));
  });
  const threads = await startKernelThreads(shared, threadCount);
  try {
    for (let first = 0; first < numeric.length; first += atOnce) {
      const batch = numeric.slice(first, first + atOnce);
      placeColumns(shared, batch, { rows, sampleSize });
      if (typeof bins === 'number') {
        threads.run({ kind: at.PHASE_SORT_SAMPLES, taskCount: batch.length });
        batch.forEach((feature, index) => (mappers[feature] = numericMapper(readSample(shared, index), bins)));
      }
      placeBounds(shared, batch, mappers);
      threads.run({ kind: at.PHASE_ASSIGN_BINS, taskCount: batch.length * Math.ceil(rowCount / ROWS_PER_TASK) });
    }
  } finally {
    await threads.close();
  }
  return { rowCount, mappers, bins: binned };
}

function placeColumns(
  shared: SharedTables,
  batch: readonly number[],
  { rows, sampleSize }: { readonly rows: RowsToBin['rows']; readonly sampleSize: number },
): void {
  const { rowCount, columns } = rows;
  const values = shared.doubles(VALUES, batch.length * rowCount);
  const words = shared.integers(at.BIN_COLUMNS, (COLUMNS_AT_ONCE * at.BIN_COLUMN_BYTES) / 4);
  const samples = shared.addressOf(SAMPLES);
  batch.forEach((feature, index) => {
    values.set(columns[feature]!, index * rowCount);
    words.set(
      [
        shared.addressOf(VALUES) + index * rowCount * 8,
        samples + 2 * index * sampleSize * 8,
        samples + (2 * index + 1) * sampleSize * 8,
      ],
      (index * at.BIN_COLUMN_BYTES) / 4,
    );
  });
}

function readSample(shared: SharedTables, index: number): Float64Array {
  const words = shared.integers(at.BIN_COLUMNS, (COLUMNS_AT_ONCE * at.BIN_COLUMN_BYTES) / 4);
  const column = (index * at.BIN_COLUMN_BYTES) / 4;
  return new Float64Array(shared.memory.buffer, words[column + 3]! >>> 0, words[column + 4]!);
}

function placeBounds(shared: SharedTables, batch: readonly number[], mappers: readonly BinMapper[]): void {
  const words = shared.integers(at.BIN_COLUMNS, (COLUMNS_AT_ONCE * at.BIN_COLUMN_BYTES) / 4);
  const allBounds = shared.doubles(BOUNDS, COLUMNS_AT_ONCE * 256);
  const rowCount = shared.fields[at.ROW_COUNT]!;
  batch.forEach((feature, index) => {
    const mapper = mappers[feature]!;
    if (mapper.kind !== 'numeric') return;
    const { bounds, firstStep } = padBounds(mapper.upperBounds);
    allBounds.set(bounds, index * 256);
    words.set(
      [
        shared.addressOf(BOUNDS) + index * 256 * 8,
        shared.addressOf(at.BINS) + feature * rowCount,
        firstStep,
        mapper.missingBin,
      ],
      (index * at.BIN_COLUMN_BYTES) / 4 + 5,
    );
  });
}
