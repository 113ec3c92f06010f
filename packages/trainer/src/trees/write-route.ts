import type { SplitCandidate } from './scan-splits.ts';

/** Which bins of a split go left, as a table of 256 bytes. */
export function writeRoute(split: SplitCandidate, missingBin: number, into: Uint8Array): void {
  into.fill(0);
  if (split.lastLeftBin >= 0) {
    into.fill(1, 0, split.lastLeftBin + 1);
    into[missingBin] = split.missingLeft ? 1 : 0;
  } else {
    for (const bin of split.leftBins) into[bin] = 1;
  }
}
