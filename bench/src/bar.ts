import type { Bar, Unit } from './bench-case.ts';
import { formatFigure } from './figures.ts';

/** `at most 6 s and 1,500 MB`; null without a bar. */
export function describeBar({ atMost, ratioAtMost, ratioAtLeast, atMostMb }: Bar, unit: Unit): string | null {
  const limits = [
    ...(atMost === undefined ? [] : [`at most ${formatFigure(atMost)} ${unit}`]),
    ...(ratioAtMost === undefined ? [] : [`at most ${ratioAtMost} x`]),
    ...(ratioAtLeast === undefined ? [] : [`at least ${ratioAtLeast} x`]),
    ...(atMostMb === undefined ? [] : [`at most ${formatFigure(atMostMb)} MB`]),
  ];
  return limits.length === 0 ? null : limits.join(' and ');
}

/** Whether all limits hold; null without any, and when a ratio is asked for that was not measured. */
export function isMet(
  { atMost, ratioAtMost, ratioAtLeast, atMostMb }: Bar,
  { ours, ratio, peakMb }: { readonly ours: number; readonly ratio: number | null; readonly peakMb: number },
): boolean | null {
  const asksForRatio = ratioAtMost !== undefined || ratioAtLeast !== undefined;
  if (asksForRatio && ratio === null) return null;
  const checks = [
    ...(atMost === undefined ? [] : [ours <= atMost]),
    ...(ratioAtMost === undefined ? [] : [ratio! <= ratioAtMost]),
    ...(ratioAtLeast === undefined ? [] : [ratio! >= ratioAtLeast]),
    ...(atMostMb === undefined ? [] : [peakMb <= atMostMb]),
  ];
  return checks.length === 0 ? null : checks.every(Boolean);
}
