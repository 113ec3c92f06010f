import {
  checkOptions,
  optionForms,
  requiredOption,
  type Engine,
  type FitProgressEvent,
  type Learner,
  type OptionForm,
  type Task,
} from '@millrace/core';
import type { FeatureSet, FittedGraph } from '@millrace/features';

export interface TrainOptions {
  /** What learns: `gradientBoostedTrees()`, `logisticRegression()`, `mlp()`, or your own. */
  readonly learner: Learner;
  /** What is learned: a column of the table, or an output of `features` or `graph`. */
  readonly label: string;
  /** Features, the label among them, to be fitted on the training rows. @defaultValue every column as it is */
  readonly features?: FeatureSet | undefined;
  /** A fitted feature graph, the label among its outputs. Instead of `features`. */
  readonly graph?: FittedGraph | undefined;
  /** @defaultValue two values or a boolean: binary; texts: multi-class; other numbers: regression */
  readonly task?: Task | undefined;
  /** A column of the table that says how much each row counts; finite, not negative. @defaultValue every row counts 1 */
  readonly weight?: string | undefined;
  /** Split of an artifact to learn from. @defaultValue 'train' for artifacts */
  readonly split?: string | undefined;
  /**
   * Rows for early stopping and validation curves: the name of a split of the artifact, or the share of rows that is held
   * out, above 0 and below 1, drawn by `seed`. @defaultValue none
   */
  readonly validationSplit?: string | number | undefined;
  /** Same seed, rows and settings: same model. @defaultValue 0 */
  readonly seed?: number | undefined;
  /** Threads that the learner may use. @defaultValue the processors that this process may use */
  readonly concurrency?: number | undefined;
  /** Reads the rows. @defaultValue an engine of its own */
  readonly engine?: Engine | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: FitProgressEvent) => void) | undefined;
}

const learner: OptionForm = {
  expected: 'a learner, such as `gradientBoostedTrees()`',
  admits: (value) => typeof (value as Partial<Learner> | null)?.fit === 'function',
};
const validationSplit: OptionForm = {
  expected: 'the name of a split, or a share of the rows above 0 and below 1',
  admits: (value) => optionForms.text.admits(value) || typeof value === 'number',
};

/** Throws `CORE_NOT_OPTIONS`, `CORE_UNKNOWN_OPTION`, `CORE_MISSING_OPTION` or `CORE_INVALID_OPTION`. */
export function checkTrainOptions(options: TrainOptions): void {
  const { text, task, count, wholeNumber, engine, signal, callback, features, graph } = optionForms;
  checkOptions<TrainOptions>(options, 'train', {
    learner: requiredOption(learner),
    label: requiredOption(text),
    features,
    graph,
    task,
    weight: text,
    split: text,
    validationSplit,
    seed: wholeNumber,
    concurrency: count,
    engine,
    signal,
    onProgress: callback,
  });
}
