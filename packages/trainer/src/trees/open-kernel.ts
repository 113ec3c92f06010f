import { binRows, type BinnedTable, type RowsToBin } from './binned-table.ts';
import { createScriptKernel } from './script-kernel.ts';
import type { KernelInput, TreeKernel } from './tree-kernel.ts';
import { binColumns } from './wasm/bin-columns.ts';
import { canRunKernel } from './wasm/kernel-threads.ts';
import { createWasmKernel } from './wasm/wasm-kernel.ts';

/** Cells (rows times features) that make another thread worth starting. */
const CELLS_PER_THREAD = 400_000;

function countThreads(cells: number, concurrency: number): number {
  return Math.max(1, Math.min(concurrency, Math.ceil(cells / CELLS_PER_THREAD)));
}

/** The fastest kernel that runs here, on at most `concurrency` threads. */
export async function openKernel(input: KernelInput, concurrency: number): Promise<TreeKernel> {
  if (!canRunKernel()) return createScriptKernel(input);
  return createWasmKernel(input, countThreads(input.table.bins.length, concurrency));
}

/** Bins rows the fastest way that runs here, on at most `concurrency` threads. */
export async function bin(input: RowsToBin, concurrency: number): Promise<BinnedTable> {
  const cells = input.features.length * input.rows.rowCount;
  return cells < CELLS_PER_THREAD || !canRunKernel()
    ? binRows(input)
    : binColumns(input, countThreads(cells, concurrency));
}
