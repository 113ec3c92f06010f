import { createScriptKernel } from './script-kernel.ts';
import type { KernelInput, TreeKernel } from './tree-kernel.ts';
import { canRunKernel } from './wasm/kernel-threads.ts';
import { createWasmKernel } from './wasm/wasm-kernel.ts';

/** Cells (rows times features) that make another thread worth starting. */
const CELLS_PER_THREAD = 400_000;

/** The fastest kernel that runs here, on at most `concurrency` threads. */
export async function openKernel(input: KernelInput, concurrency: number): Promise<TreeKernel> {
  if (!canRunKernel()) return createScriptKernel(input);
  const { rowCount, mappers } = input.table;
  const useful = Math.ceil((rowCount * mappers.length) / CELLS_PER_THREAD);
  return createWasmKernel(input, Math.max(1, Math.min(concurrency, useful)));
}
