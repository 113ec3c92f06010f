import type { OrderedStatistics } from '@millrace/core';
import { cumulativeShareOf } from './cumulative-share.ts';

const binCount = 20;

/**
 * Shares of two columns of numbers in common bins, each of which holds about a twentieth of both together; a value with a
 * twentieth of its own has a bin of its own. Neither a far outlier nor the order of the two moves the bins.
 */
export function shareCommonBins(
  left: OrderedStatistics,
  right: OrderedStatistics,
): { readonly left: readonly number[]; readonly right: readonly number[] } {
  if (left.percentiles.length === 0 || right.percentiles.length === 0) {
    const [l, r] = [left, right].map(({ percentiles }) => (percentiles.length === 0 ? 0 : 1));
    return { left: [l!], right: [r!] };
  }
  const shares = { left: cumulativeShareOf(left), right: cumulativeShareOf(right) };
  const below = (value: number): number => (shares.left.below(value) + shares.right.below(value)) / 2;
  const atMost = (value: number): number => (shares.left.atMost(value) + shares.right.atMost(value)) / 2;
  const candidates = [...new Set([...left.percentiles, ...right.percentiles])].sort((a, b) => a - b);
  const reached = candidates.map(atMost);
  const cuts: { readonly value: number; readonly isAfter: boolean }[] = [];
  for (let bin = 1; bin < binCount; bin++) {
    const value = candidates[reached.findIndex((share) => share >= bin / binCount - 1e-12)]!;
    if (cuts.at(-1)?.value === value) continue;
    if (atMost(value) - below(value) >= 1 / binCount) cuts.push({ value, isAfter: false });
    cuts.push({ value, isAfter: true });
  }
  const binsOf = (side: 'left' | 'right'): number[] => {
    const at = cuts.map(({ value, isAfter }) => (isAfter ? shares[side].atMost(value) : shares[side].below(value)));
    return [...at, 1].map((share, i) => Math.max(0, share - (i === 0 ? 0 : at[i - 1]!)));
  };
  return { left: binsOf('left'), right: binsOf('right') };
}
