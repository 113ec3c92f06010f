import type { SplitCandidate } from '../scan-splits.ts';
import { RESULT_BYTES } from './kernel-fields.ts';

/** What scans of splits wrote, seen as reals and as words. */
export interface ScanResults {
  readonly reals: Float64Array;
  readonly words: Int32Array;
}

/** The best of the splits of `features` that stand from result `first` on, or undefined when none gains. */
export function readBestSplit(
  { reals, words }: ScanResults,
  first: number,
  features: readonly number[],
): SplitCandidate | undefined {
  const step = RESULT_BYTES / 8;
  let best = -1;
  let bestGain = -1;
  for (let i = 0; i < features.length; i++) {
    const gain = reals[(first + i) * step]!;
    if (gain > bestGain) {
      bestGain = gain;
      best = i;
    }
  }
  if (best < 0) return undefined;
  const at = (first + best) * step;
  const lastLeftBin = words[2 * at + 2]!;
  const leftBins: number[] = [];
  if (lastLeftBin < 0) {
    for (let bin = 0; bin < 256; bin++) {
      if (((words[2 * at + 10 + (bin >> 5)]! >>> (bin & 31)) & 1) === 1) leftBins.push(bin);
    }
  }
  return {
    feature: features[best]!,
    gain: bestGain,
    lastLeftBin,
    missingLeft: words[2 * at + 3] === 1,
    leftBins,
    left: { gradient: reals[at + 2]!, hessian: reals[at + 3]!, count: reals[at + 4]! },
  };
}
