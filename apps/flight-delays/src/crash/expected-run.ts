import type { FeatureRow } from '@millrace/core';

/** What an undisturbed run gave: every other one must come to the same. */
export interface ExpectedRun {
  /** Digests by `<step>.<port>`. */
  readonly digests: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** Some flights, and what the pushed model says of them. */
  readonly instances: readonly FeatureRow[];
  readonly predictions: readonly number[];
}
