import type { ColumnBatch, ColumnSpec } from './column/column.ts';

export type Task = 'binary' | 'multi-class' | 'regression';

/** What a model wants and what it gives. */
export interface ModelSignature {
  readonly task: Task;
  /** The raw columns that a prediction reads, before any transform. */
  readonly inputs: readonly ColumnSpec[];
  /** Name of what is predicted. */
  readonly label: string;
  /** Class names in the order of the scores; two for binary (the second is the positive one), empty for regression. */
  readonly classes: readonly string[];
}

export interface Predictions {
  readonly rowCount: number;
  /**
   * Binary: the probability of the positive class, one number a row. Regression: the value, one a row.
   * Multi-class: row-major probabilities, `classes.length` numbers a row.
   */
  readonly scores: Float64Array;
}

/** One row as a client sends it: plain JSON values by column name; a timestamp is ISO 8601 text or microseconds. */
export type FeatureRow = Readonly<Record<string, unknown>>;

/** Anything that predicts on raw features: a model that was opened, a remote one, a test double. */
export interface Predictor {
  readonly specVersion: 1;
  readonly signature: ModelSignature;
  predict(batch: ColumnBatch): Predictions | Promise<Predictions>;
  /** The fast path for one row, where the flavour has one: fills nothing else, allocates little. Same result as `predict`. */
  readonly predictRow?: ((row: FeatureRow) => Float64Array) | undefined;
  /**
   * The label of rows that carry what it is made of: 0 or 1, the class index, or the value; NaN where it is missing.
   * Absent when the model does not know how its label is made.
   */
  readonly computeLabels?: ((batch: ColumnBatch) => Float64Array) | undefined;
}
