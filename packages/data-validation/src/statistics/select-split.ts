import type { SplitStatistics, StatisticsPayload } from '@millrace/core';
import { noSplits, unknownSplit } from '../errors.ts';

export interface NamedSplit {
  readonly split: string;
  readonly statistics: SplitStatistics;
}

/** The named splits in their order, or all by name. Throws `DATA_VALIDATION_UNKNOWN_SPLIT`, `DATA_VALIDATION_NO_SPLITS`. */
export function selectSplits(
  payload: StatisticsPayload,
  names: readonly string[] | undefined,
  place = 'the statistics',
): readonly NamedSplit[] {
  const known = Object.keys(payload.splits);
  const selected = (names ?? known.toSorted()).map((split) => {
    const statistics = Object.hasOwn(payload.splits, split) ? payload.splits[split] : undefined;
    if (statistics === undefined) throw unknownSplit({ split, known, place });
    return { split, statistics };
  });
  if (selected.length === 0) throw noSplits({ place });
  return selected;
}

/** What a split is compared with: the split of the same name, or the only one there is. */
export function findControlSplit(payload: StatisticsPayload, split: string): SplitStatistics | undefined {
  if (Object.hasOwn(payload.splits, split)) return payload.splits[split];
  const all = Object.values(payload.splits);
  return all.length === 1 ? all[0] : undefined;
}
