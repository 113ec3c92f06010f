import { trainingTooLarge } from '../../errors.ts';
import type { KernelInput } from '../tree-kernel.ts';
import * as at from './kernel-fields.ts';
import { webAssembly, type SharedMemory } from './web-assembly.ts';

/** Rows of a task that goes over rows. */
export const ROWS_PER_TASK = 16_384;
/** Pairs of siblings that are counted in one phase at most. */
export const PAIRS_AT_ONCE = 64;

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;

/** A memory that threads share, with tables in place, and views on it. A table is known by the field of its address. */
export interface SharedTables {
  readonly memory: SharedMemory;
  readonly fields: Int32Array;
  addressOf(field: number): number;
  bytes(field: number, length: number): Uint8Array;
  integers(field: number, length: number): Int32Array;
  doubles(field: number, length: number): Float64Array;
}

/** Lays tables out one after another; fields from 128 on are known to TypeScript only. Throws `TRAINER_TOO_LARGE` beyond 4 GiB. */
export function shareMemory(
  sizes: readonly (readonly [field: number, bytes: number])[],
  work: { readonly rows: number; readonly features: number },
): SharedTables {
  const addresses = new Map<number, number>();
  let end = at.TABLES;
  for (const [field, bytes] of sizes) {
    addresses.set(field, end);
    end = Math.ceil((end + bytes) / 64) * 64;
  }
  const pages = Math.ceil(end / PAGE_BYTES);
  if (pages > MAX_PAGES) throw trainingTooLarge({ ...work, bytes: end });
  const memory = new webAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const { buffer } = memory;
  const fields = new Int32Array(buffer, at.HEADER, 128);
  for (const [field, bytes] of sizes) if (field < 128) fields[field] = bytes === 0 ? 0 : addresses.get(field)! | 0;
  return {
    memory,
    fields,
    addressOf: (field) => addresses.get(field)!,
    bytes: (field, length) => new Uint8Array(buffer, addresses.get(field)!, length),
    integers: (field, length) => new Int32Array(buffer, addresses.get(field)!, length),
    doubles: (field, length) => new Float64Array(buffer, addresses.get(field)!, length),
  };
}

/** The shared memory of one training. */
export interface KernelMemory extends SharedTables {
  readonly reals: Float64Array;
  readonly totals: BigInt64Array;
  /** Runs of rows that one phase can take. */
  readonly chunkCapacity: number;
}

/** Lays out and fills the memory of one training. Throws `TRAINER_TOO_LARGE`. */
export function createKernelMemory(input: KernelInput, threads: number): KernelMemory {
  const { table, rows, objective, slotCount, maxNodes, held, isSampled } = input;
  const { rowCount, mappers } = table;
  const { task, treesPerRound } = objective;
  const featureCount = mappers.length;
  const rowTasks = Math.ceil(rowCount / ROWS_PER_TASK);
  const chunkCapacity = rowTasks + 512;
  const slotBytes = mappers.reduce((sum, mapper) => sum + (mapper.missingBin + 1) * 16, 0);
  const routedNodes = held !== undefined || isSampled ? maxNodes : 0;
  const sizes: readonly (readonly [field: number, bytes: number])[] = [
    [at.FEATURES, featureCount * at.FEATURE_BYTES],
    [at.ACTIVE, featureCount * 4],
    [at.JOBS, PAIRS_AT_ONCE * at.JOB_BYTES],
    [at.RESULTS, 2 * PAIRS_AT_ONCE * featureCount * at.RESULT_BYTES],
    [at.SCRATCH, threads * at.SCRATCH_BYTES],
    [at.CHUNKS, chunkCapacity * at.CHUNK_BYTES],
    [at.CHUNK_MAXIMA, rowTasks * 8],
    [at.BINS, featureCount * rowCount],
    [at.LABELS, rowCount * 8],
    [at.WEIGHTS, rows.weights === undefined ? 0 : rowCount * 8],
    [at.SCORES, rowCount * treesPerRound * 8],
    [at.NORMALISERS, task === 'multi-class' ? rowCount * 16 : 0],
    [at.GRADIENTS, rowCount * 8],
    [at.NODE_GRADIENTS, rowCount * 8],
    [at.ORDER_EVEN, rowCount * 4],
    [at.ORDER_ODD, rowCount * 4],
    [at.DIRECTIONS, rowCount],
    [at.TREE_NODES, routedNodes * at.NODE_BYTES],
    [at.TREE_VALUES, routedNodes * 8],
    [at.TREE_ROUTES, routedNodes * 256],
    [HELD_BINS, held === undefined ? 0 : featureCount * held.rowCount],
    [HELD_SCORES, held === undefined ? 0 : held.rowCount * treesPerRound * 8],
    // Last, because most of it may never be touched.
    [at.SLOTS, slotCount * slotBytes],
  ];
  const shared = shareMemory(sizes, { rows: rowCount, features: featureCount });
  const { fields, memory } = shared;
  fields[at.ROW_COUNT] = rowCount;
  fields[at.CHUNK_ROWS] = ROWS_PER_TASK;
  fields[at.TREES_PER_ROUND] = treesPerRound;
  fields[at.SLOT_BYTES] = slotBytes;
  fillTables(shared, input);
  const reals = new Float64Array(memory.buffer, at.REALS, 64);
  const totals = new BigInt64Array(memory.buffer, at.REALS, 2);
  return { ...shared, reals, totals, chunkCapacity };
}

/** Tables that the kernel finds through ROUTE_BINS and ROUTE_SCORES: only TypeScript knows their places. */
export const HELD_BINS = 128;
export const HELD_SCORES = 129;

function fillTables(target: SharedTables, { table, rows, objective, held }: KernelInput): void {
  const { rowCount, mappers } = table;
  const { treesPerRound, baseScores } = objective;
  const features = target.integers(at.FEATURES, mappers.length * 4);
  let firstBin = 0;
  mappers.forEach(({ kind, missingBin }, index) => {
    features.set([missingBin, firstBin, kind === 'categorical' ? 1 : 0], index * 4);
    firstBin += missingBin + 1;
  });
  target.bytes(at.BINS, table.bins.length).set(table.bins);
  target.doubles(at.LABELS, rowCount).set(rows.labels);
  if (rows.weights !== undefined) target.doubles(at.WEIGHTS, rowCount).set(rows.weights);
  const fillScores = (scores: Float64Array): void => {
    for (let i = 0; i < scores.length; i++) scores[i] = baseScores[i % treesPerRound]!;
  };
  fillScores(target.doubles(at.SCORES, rowCount * treesPerRound));
  if (held === undefined) return;
  target.bytes(HELD_BINS, held.bins.length).set(held.bins);
  fillScores(target.doubles(HELD_SCORES, held.rowCount * treesPerRound));
}
