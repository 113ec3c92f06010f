/** The metrics of one model on one slice: estimates, and the same under each resample. NaN where undefined. */
export interface MetricSamples {
  readonly estimates: Float64Array;
  /** By metric, one number a replicate. Empty lists without intervals. */
  readonly replicates: readonly Float64Array[];
  /** By metric: rows that a proportion is taken of, for Wilson's interval. NaN for what is no proportion of rows. */
  readonly denominators: Float64Array;
}

/** How many resamples, and where their randomness comes from. 0 replicates: no intervals. */
export interface Resampling {
  readonly replicates: number;
  readonly seed: number;
  /** Even; apart for each slice, so that a slice has the same interval whatever else is evaluated. */
  readonly stream: number;
}

/** Room for the samples of one model. */
export function createSamples(metricCount: number, replicates: number): MetricSamples {
  return {
    estimates: new Float64Array(metricCount).fill(Number.NaN),
    replicates: Array.from({ length: metricCount }, () => new Float64Array(replicates)),
    denominators: new Float64Array(metricCount).fill(Number.NaN),
  };
}
