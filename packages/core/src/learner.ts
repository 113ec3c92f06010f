import type { JsonObject } from './json.ts';
import type { Task } from './predictor.ts';

/** A transformed feature as a learner sees it. */
export interface LearnerFeature {
  readonly name: string;
  /** `categorical` values are codes from 0 to `categories` - 1, without an order. */
  readonly kind: 'numeric' | 'categorical';
  /** Number of codes, out-of-vocabulary buckets included. Only for categorical. */
  readonly categories?: number | undefined;
}

/** Rows for a learner, by column. `columns[j]` belongs to `features[j]`; NaN is missing. */
export interface LearnerRows {
  readonly rowCount: number;
  readonly columns: readonly (Float64Array | Float32Array | Int32Array | Uint16Array | Uint8Array)[];
  /** 0 or 1; the class index; or the value. */
  readonly labels: Float64Array;
  readonly weights?: Float64Array | undefined;
}

export interface LearnerData {
  readonly task: Task;
  readonly features: readonly LearnerFeature[];
  /** Number of classes; 2 for binary, 0 for regression. */
  readonly classCount: number;
  readonly train: LearnerRows;
  /** For early stopping and the curves. Never used to fit. */
  readonly validation?: LearnerRows | undefined;
}

export interface FitOptions {
  /** Same seed, data and settings: same model, bit for bit, at any `concurrency`. */
  readonly seed: number;
  /** Worker threads that may be used. */
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((event: FitProgressEvent) => void) | undefined;
}

export interface FitProgressEvent {
  readonly done: number;
  readonly total: number;
  readonly message: string;
}

/** One value per round or epoch of one metric on one split. */
export interface TrainingCurve {
  readonly metric: string;
  readonly split: 'train' | 'validation';
  readonly values: readonly number[];
}

/** What was learned, as files of a model flavour, ready to be put into a Model artifact. */
export interface FittedModel {
  readonly flavour: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly curves: readonly TrainingCurve[];
  /** Facts for people: rounds kept, importance by feature, the back end that was used. */
  readonly summary: JsonObject;
}

/** A learning algorithm with its settings. Making one does no work; `fit` forgets any earlier fit. */
export interface Learner {
  readonly specVersion: 1;
  readonly name: string;
  /** Plain data: it is recorded with the model and part of the cache key. */
  readonly settings: JsonObject;
  readonly fit: (data: LearnerData, options: FitOptions) => Promise<FittedModel>;
}
