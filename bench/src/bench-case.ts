export type Unit = 's' | 'ms' | 'µs' | 'requests/s' | 'MB';

/** How far a figure may go. All that is given must hold; a ratio is ours divided by the baseline's. */
export interface Bar {
  /** Of our figure, in the unit of the case. */
  readonly atMost?: number | undefined;
  readonly ratioAtMost?: number | undefined;
  /** For throughput. */
  readonly ratioAtLeast?: number | undefined;
  /** Peak memory of our side, in MB. */
  readonly atMostMb?: number | undefined;
}

/** One side of a comparison, prepared. Preparing is not timed. */
export interface BenchSide {
  /** Does the work once. Returns its own figure in the case's unit (a throughput, a time per row, a size); else the clock counts. */
  run(): Promise<number | void>;
  close?: (() => PromiseLike<void>) | undefined;
  /** What a reader should know of the figures: a version, what reading took, which of many it was. */
  note?: (() => string | undefined) | undefined;
  /** Peak memory when the work runs in a process of its own, in MB. @defaultValue that of the case's process */
  peakMb?: (() => Promise<number>) | undefined;
}

/** What the same work is done with otherwise. */
export interface Baseline {
  readonly name: string;
  /** Runs only with `--peers`. */
  readonly isPeer?: true | undefined;
  /** Takes so long that it runs in the first round only, cold. */
  readonly runsOnce?: true | undefined;
  readonly bar?: Bar | undefined;
  prepare(): Promise<BenchSide>;
}

export interface BenchCase {
  /** What is done, on what, and what is not counted. */
  readonly what: string;
  readonly unit: Unit;
  /** Times that each side runs, in turns, after one that does not count. @defaultValue 5 */
  readonly rounds?: number | undefined;
  readonly bar?: Bar | undefined;
  prepare(): Promise<BenchSide>;
  readonly baselines?: readonly Baseline[] | undefined;
}

/** One line of the table. */
export interface BenchResult {
  readonly name: string;
  readonly what: string;
  readonly unit: Unit;
  readonly ours: number;
  readonly against: string | null;
  readonly isPeer: boolean;
  readonly baseline: number | null;
  readonly ratio: number | null;
  /** Largest minus smallest of our rounds, over their median. */
  readonly spread: number;
  /** Peak resident memory of our side, in MB, Node.js itself included. */
  readonly peakMb: number;
  readonly bar: string | null;
  readonly met: boolean | null;
  readonly notes: readonly string[];
}
