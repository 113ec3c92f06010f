import type { ValueCount } from '@millrace/core';
import { jensenShannonDivergence } from './jensen-shannon.ts';

/** How often values occur; `total` counts the unlisted ones too when the list is cut off. */
export interface ValueDistribution {
  readonly values: readonly (string | number | boolean)[];
  readonly counts: readonly number[];
  readonly total: number;
  readonly isComplete: boolean;
}

export interface Distance {
  readonly value: number;
  /** False when a list was cut off: the true value is at least this. */
  readonly isExact: boolean;
  /** The value that differs most, with its count on the left. */
  readonly witness?: ValueCount | undefined;
}

/** The largest difference between the relative frequencies of one value. */
export function infinityNorm(left: ValueDistribution, right: ValueDistribution): Distance {
  return largestDifference(left, right, { left: left.total, right: right.total });
}

/** The largest difference between the counts of one value, over the number of all values of both sides. */
export function normalizedAbsoluteDifference(left: ValueDistribution, right: ValueDistribution): Distance {
  const total = left.total + right.total;
  return largestDifference(left, right, { left: total, right: total });
}

/**
 * Jensen-Shannon divergence over the values. Where a list is cut off, all values that are not listed on both sides count as
 * one: putting values together never raises the divergence, so the result is a lower bound.
 */
export function jensenShannonOfValues(left: ValueDistribution, right: ValueDistribution): Distance {
  const isExact = left.isComplete && right.isComplete;
  const rightCounts = countsByValue(right);
  const leftCounts = countsByValue(left);
  const values = isExact
    ? [...new Set([...left.values, ...right.values])]
    : left.values.filter((value) => rightCounts.has(value));
  const masses = ({ total }: ValueDistribution, counts: ReadonlyMap<string | number | boolean, number>): number[] => {
    const listed = values.map((value) => counts.get(value) ?? 0);
    return [...listed, total - listed.reduce((sum, count) => sum + count, 0)];
  };
  return { value: jensenShannonDivergence(masses(left, leftCounts), masses(right, rightCounts)), isExact };
}

function countsByValue({ values, counts }: ValueDistribution): ReadonlyMap<string | number | boolean, number> {
  return new Map(values.map((value, i) => [value, counts[i]!]));
}

function largestDifference(
  left: ValueDistribution,
  right: ValueDistribution,
  totals: { readonly left: number; readonly right: number },
): Distance {
  const leftCounts = countsByValue(left);
  const rightCounts = countsByValue(right);
  let largest = 0;
  let witness: ValueCount | undefined;
  for (const value of new Set([...left.values, ...right.values])) {
    const p = (leftCounts.get(value) ?? 0) / totals.left;
    const q = (rightCounts.get(value) ?? 0) / totals.right;
    // A value that a cut-off list lacks occurs there at most as often as the last one listed.
    const leftSlack = leftCounts.has(value) || left.isComplete ? 0 : left.counts.at(-1)! / totals.left;
    const rightSlack = rightCounts.has(value) || right.isComplete ? 0 : right.counts.at(-1)! / totals.right;
    const difference = Math.abs(p - q) - leftSlack - rightSlack;
    if (difference > largest) {
      largest = difference;
      witness = { value, count: leftCounts.get(value) ?? 0 };
    }
  }
  return { value: largest, isExact: left.isComplete && right.isComplete, witness };
}
