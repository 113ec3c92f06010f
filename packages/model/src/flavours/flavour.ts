import type { LearnerFeature, NumericArray, Task } from '@millrace/core';

/** What a flavour finds when it opens a model: its files, already checked, and what the manifest says about them. */
export interface FlavourContext {
  /** The flavour files of the manifest, by path inside the model. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly task: Task;
  /** Number of classes; 2 for binary, 0 for regression. */
  readonly classCount: number;
  /** The transformed features, in the order of the columns that are scored. */
  readonly featureOrder: readonly LearnerFeature[];
  /** Address from which a flavour file can be imported as a module; undefined where the files have none. */
  readonly moduleUrl: (file: string) => string | undefined;
}

/** Scores transformed features. `columns[j]` is feature j of the feature order; NaN is missing, categories are codes. */
export interface Scorer {
  /** Scores a row as in `Predictions` of core: one number, or one a class for multi-class, row after row. */
  score(columns: readonly NumericArray[], rowCount: number): Float64Array | Promise<Float64Array>;
  /** The scores of one row, bit for bit those of `score`. Absent where a flavour only answers in batches or later. */
  readonly scoreRow?: ((features: Float64Array) => Float64Array) | undefined;
  /** Gives back what the scorer holds. */
  readonly close?: (() => void) | undefined;
}

/** The adapter of one model flavour. None is privileged: whatever knows a model knows it through this. */
export interface Flavour {
  readonly name: string;
  /** How far a score may be from its golden one: |score - golden| <= goldenTolerance * max(1, |golden|). */
  readonly goldenTolerance: number;
  open(context: FlavourContext): Scorer | Promise<Scorer>;
}
