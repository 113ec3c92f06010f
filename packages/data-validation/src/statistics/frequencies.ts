import type { ValueFrequencies } from '@millrace/core';

/** Of values in ascending order: all of them, or the `topCount` most frequent, by count; equal counts by value. */
export function rankFrequencies(
  { values, counts }: { readonly values: Float64Array; readonly counts: Float64Array },
  { isComplete, topCount }: { readonly isComplete: boolean; readonly topCount: number },
): ValueFrequencies<number> {
  const order = isComplete
    ? Array.from(values, (_, i) => i).sort((a, b) => counts[b]! - counts[a]! || a - b)
    : listMostFrequent(counts, topCount);
  // Adding zero turns -0 into 0.
  return { values: order.map((i) => values[i]! + 0), counts: order.map((i) => counts[i]!), isComplete };
}

/** Positions of the largest counts, largest first; equal counts in the order of their positions. */
function listMostFrequent(counts: Float64Array, topCount: number): number[] {
  const top: number[] = [];
  for (let i = 0; i < counts.length; i++) {
    if (top.length === topCount && counts[i]! <= counts[top[topCount - 1]!]!) continue;
    let at = top.length;
    while (at > 0 && counts[top[at - 1]!]! < counts[i]!) at--;
    top.splice(at, 0, i);
    if (top.length > topCount) top.pop();
  }
  return top;
}
