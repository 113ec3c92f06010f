// The definitions of the statistics, written out naively over arrays of cells: what the real code must agree with.

type Cell = number | string | boolean | null;

export const present = <TCell extends Cell>(cells: readonly TCell[]): Exclude<TCell, null>[] =>
  cells.filter((cell) => cell !== null) as Exclude<TCell, null>[];

export const codePoints = (text: string): number => Array.from(text).length;

export const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The smallest value that at least `percent` % of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const candidates = [...values].sort((a, b) => a - b);
  const found = candidates.find(
    (value) => candidates.filter((other) => other <= value).length * 100 >= percent * candidates.length,
  )!;
  return found + 0;
}

export function countsOf<TValue extends number | string>(values: readonly TValue[]): [TValue, number][] {
  const counts = new Map<TValue, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts];
}

export function rankedNumbers(values: readonly number[]): [number, number][] {
  return countsOf(values.map((value) => value + 0)).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}

export function rankedTexts(values: readonly string[]): [string, number][] {
  return countsOf(values).sort((a, b) => b[1] - a[1] || byCodePoint(a[0], b[0]));
}

/** Mean and population deviation with exact sums: doubles are integers over a power of two. */
export function moments(values: readonly number[]): { mean: number; deviation: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / n, 0));
  return { mean, deviation };
}

/** Counts of the buckets of equal width, each counted by itself. */
export function equalWidthCounts(values: readonly number[], edges: readonly number[]): number[] {
  return edges.slice(1).map((high, i) => {
    const low = edges[i]!;
    const isLast = i === edges.length - 2;
    return values.filter((value) => value >= low && (value < high || (isLast && value === high))).length;
  });
}

export function duplicates(rows: readonly (readonly unknown[])[]): number {
  const key = (cell: unknown): string =>
    typeof cell === 'number' ? `n${Object.is(cell, -0) ? 0 : cell}` : `${typeof cell}${JSON.stringify(cell)}`;
  return rows.length - new Set(rows.map((row) => row.map(key).join('\u0001'))).size;
}
