import type { Cell } from '@millrace/core';

/** Cells as a JSON list. Numbers that JSON lacks stand as `{"n":"Infinity"}` or `{"n":"-0"}`. */
export function encodeCells(cells: readonly Cell[]): string {
  return JSON.stringify(cells.some(isSpecial) ? cells.map(replaceSpecial) : cells);
}

function isSpecial(cell: Cell): boolean {
  if (typeof cell === 'number') return Object.is(cell, -0) || !Number.isFinite(cell);
  return Array.isArray(cell) && cell.some(isSpecial);
}

function replaceSpecial(cell: Cell): unknown {
  if (Array.isArray(cell)) return cell.map(replaceSpecial);
  return isSpecial(cell) ? { n: Object.is(cell, -0) ? '-0' : String(cell) } : cell;
}

/** Reads what `encodeCells` wrote. */
export function decodeCells(text: string): Cell[] {
  const cells = JSON.parse(text) as (Cell | { readonly n: string })[];
  return text.includes('{"n":') ? cells.map(restore) : (cells as Cell[]);
}

function restore(cell: Cell | { readonly n: string }): Cell {
  if (Array.isArray(cell)) return cell.map((item) => restore(item as Cell) as string | number | boolean | null);
  return typeof cell === 'object' && cell !== null && 'n' in cell ? Number(cell.n) : (cell as Cell);
}
