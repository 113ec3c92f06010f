import { invalidStatisticsOption } from '../errors.ts';

export interface StatisticsLimits {
  /** Buckets of the equal-width histogram, 1 to 1000. @defaultValue 10 */
  readonly histogramBucketCount: number;
  /**
   * Columns of at most so many distinct values list all of them with their counts, which makes drift and domain checks
   * exact. Strings with more list the most frequent `valueCountLimit`, numbers the most frequent 20. @defaultValue 2000
   */
  readonly valueCountLimit: number;
}

/** Checks the limits that a caller gave and fills in the rest. */
export function readStatisticsLimits({
  histogramBucketCount = 10,
  valueCountLimit = 2000,
}: {
  readonly histogramBucketCount?: number | undefined;
  readonly valueCountLimit?: number | undefined;
}): StatisticsLimits {
  if (!Number.isInteger(histogramBucketCount) || histogramBucketCount < 1 || histogramBucketCount > 1000) {
    throw invalidStatisticsOption({
      option: 'histogramBucketCount',
      value: histogramBucketCount,
      least: 1,
      most: 1000,
    });
  }
  if (!Number.isInteger(valueCountLimit) || valueCountLimit < 20 || valueCountLimit > 1_000_000) {
    throw invalidStatisticsOption({ option: 'valueCountLimit', value: valueCountLimit, least: 20, most: 1_000_000 });
  }
  return { histogramBucketCount, valueCountLimit };
}
