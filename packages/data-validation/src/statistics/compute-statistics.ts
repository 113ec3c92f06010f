import { checkOptions, optionForms, type Engine, type StatisticsPayload } from '@millrace/core';
import type { DatasetInput } from '@millrace/data';

export interface ComputeStatisticsOptions {
  /** @defaultValue an embedded engine of its own */
  readonly engine?: Engine | undefined;
  /** Splits of an artifact. @defaultValue all of them */
  readonly splits?: readonly string[] | undefined;
  /** Columns to describe. Duplicate rows are those that are equal in these. @defaultValue all */
  readonly columns?: readonly string[] | undefined;
  /** Buckets of the equal-width histogram, 1 to 1000. @defaultValue 10 */
  readonly histogramBucketCount?: number | undefined;
  /**
   * Columns of at most so many distinct values list all of them with their counts, which makes drift and domain checks
   * exact; text beyond lists the most frequent ones, numbers the 20 most frequent. 20 to 1,000,000. @defaultValue 2000
   */
  readonly valueCountLimit?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((message: string, fraction: number) => void) | undefined;
}

/**
 * Exact statistics of every column, by split; data without splits is the one split `all`. The same rows give the same
 * statistics in any order and on any number of threads. Memory grows with the largest number of distinct values of a column.
 * Throws `DATA_VALIDATION_UNKNOWN_SPLIT`, `CORE_UNKNOWN_COLUMN`, `DATA_VALIDATION_INVALID_OPTION`, and what reading the data throws.
 */
export async function computeStatistics(
  input: DatasetInput,
  options: ComputeStatisticsOptions = {},
): Promise<StatisticsPayload> {
  const { texts, engine: engineForm, signal: signalForm, callback } = optionForms;
  checkOptions<ComputeStatisticsOptions>(options, 'computeStatistics', {
    engine: engineForm,
    splits: texts,
    columns: texts,
    histogramBucketCount: true,
    valueCountLimit: true,
    signal: signalForm,
    onProgress: callback,
  });
  const { describeData } = await import('./describe-data.ts');
  return describeData(input, options);
}
