import type { MetricSamples } from './metric-samples.ts';

/** The rows of one slice, gathered into arrays of their own. */
export interface SliceRows {
  readonly rowCount: number;
  /** 0 or 1; the class index; or the value. */
  readonly labels: Float64Array;
  /** undefined: every row counts one. */
  readonly weights: Float64Array | undefined;
  /** Scores of the candidate, then of the baseline where there is one; `classCount` numbers a row for multi-class. */
  readonly models: readonly Float64Array[];
}

export interface SliceSamples {
  readonly candidate: MetricSamples;
  readonly baseline: MetricSamples | undefined;
}
