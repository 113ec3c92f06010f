import type { Task } from '../predictor.ts';
import { count, list, number, numberOrNull, object, orNull, text, textOrNull } from './json-schema.ts';

/** A number with its confidence interval. All null where the metric is undefined (AUC of one class); bounds null where none is given. */
export interface MetricEstimate {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A metric of the candidate, of the baseline on the same rows, and candidate minus baseline with its paired interval. */
export interface EvaluatedMetric extends MetricEstimate {
  readonly baseline: MetricEstimate | null;
  readonly change: MetricEstimate | null;
}

export interface EvaluatedSliceKey {
  /** A column, or a part of it: `origin`, `hourOfDay(date)`. */
  readonly key: string;
  /** Text for ranges of numbers; null is the slice of the missing values. */
  readonly value: string | number | boolean | null;
}

export interface EvaluatedSlice {
  /** `all rows`, or `origin = ABQ, hourOfDay(date) = 7`. */
  readonly name: string;
  /** Name of the slicing that it belongs to: `all rows`, `origin, hourOfDay(date)`. */
  readonly slicing: string;
  readonly keys: readonly EvaluatedSliceKey[];
  readonly rowCount: number;
  readonly metrics: Readonly<Record<string, EvaluatedMetric>>;
}

/** Slices that were found and not evaluated. */
export interface OmittedSlices {
  readonly slicing: string;
  readonly reason: 'too-few-rows' | 'too-many-slices';
  /** The limit that they fell under or beyond. */
  readonly limit: number;
  readonly sliceCount: number;
  readonly rowCount: number;
}

/** Points of a curve over all thresholds, thinned to at most about 200. Index i of each list belongs together. */
export interface ThresholdCurves {
  readonly roc: { readonly falsePositiveRate: readonly number[]; readonly truePositiveRate: readonly number[] };
  readonly precisionRecall: { readonly recall: readonly number[]; readonly precision: readonly number[] };
}

/** Rows with neighbouring predictions: what was predicted on average and what came. */
export interface CalibrationBin {
  readonly rowCount: number;
  readonly meanPrediction: number;
  readonly meanLabel: number;
}

/** Counts of predictions in buckets of equal width, apart for the two classes of a binary label (one list else). */
export interface PredictionHistogram {
  /** One more than there are buckets. */
  readonly edges: readonly number[];
  readonly counts: readonly (readonly number[])[];
}

/** Metrics of one class against all others. */
export interface ClassMetrics {
  readonly className: string;
  readonly rowCount: number;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** What one model did on all rows, beyond single numbers. */
export interface ModelDiagnostics {
  /** Binary only. */
  readonly curves: ThresholdCurves | null;
  /** Bins of equal row counts over the sorted predictions; of the most probable class when there are many. */
  readonly calibration: readonly CalibrationBin[];
  readonly histogram: PredictionHistogram;
  /** Rows (or weights) by actual class (outer) and predicted class (inner), in the order of `classes`; null for regression. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** Multi-class only, else empty. */
  readonly perClass: readonly ClassMetrics[];
}

export interface IntervalSettings {
  readonly method: 'poisson-bootstrap';
  /** 0.95: the interval is to hold the true value in 95 of 100 samples. */
  readonly level: number;
  readonly replicates: number;
  readonly seed: number;
}

/** Metrics of a model on labelled rows, by slice, beside those of a baseline on the same rows. */
export interface EvaluationPayload {
  readonly specVersion: 1;
  readonly task: Task;
  readonly label: string;
  /** Two for binary (the second is the positive one), empty for regression. */
  readonly classes: readonly string[];
  /** Digests of the models; null for predictions that came as a table, and where there is no baseline. */
  readonly candidate: string | null;
  readonly baseline: string | null;
  readonly rowCount: number;
  /** Rows that could not be evaluated. */
  readonly droppedRows: { readonly missingLabel: number; readonly missingPrediction: number };
  /** Column of the row weights. */
  readonly weight: string | null;
  /** Binary: scores from here on count as positive. */
  readonly decisionThreshold: number | null;
  readonly intervals: IntervalSettings | null;
  /** All rows first, then by slicing and key. */
  readonly slices: readonly EvaluatedSlice[];
  readonly omittedSlices: readonly OmittedSlices[];
  readonly diagnostics: { readonly candidate: ModelDiagnostics; readonly baseline: ModelDiagnostics | null };
}

const estimate = { value: numberOrNull, lower: numberOrNull, upper: numberOrNull };
const metric = object({ ...estimate, baseline: orNull(object(estimate)), change: orNull(object(estimate)) });
const diagnostics = object({
  curves: orNull(
    object({
      roc: object({ falsePositiveRate: list(number), truePositiveRate: list(number) }),
      precisionRecall: object({ recall: list(number), precision: list(number) }),
    }),
  ),
  calibration: list(object({ rowCount: count, meanPrediction: number, meanLabel: number })),
  histogram: object({ edges: list(number), counts: list(list(number)) }),
  confusion: orNull(list(list(number))),
  perClass: list(
    object({ className: text, rowCount: count, metrics: { type: 'object', additionalProperties: numberOrNull } }),
  ),
});

export const evaluationSchema = {
  $id: 'millrace/evaluation/1',
  ...object({
    specVersion: { const: 1 },
    task: { enum: ['binary', 'multi-class', 'regression'] },
    label: text,
    classes: list(text),
    candidate: textOrNull,
    baseline: textOrNull,
    rowCount: count,
    droppedRows: object({ missingLabel: count, missingPrediction: count }),
    weight: textOrNull,
    decisionThreshold: numberOrNull,
    intervals: orNull(
      object({ method: { const: 'poisson-bootstrap' }, level: number, replicates: count, seed: number }),
    ),
    slices: list(
      object({
        name: text,
        slicing: text,
        keys: list(object({ key: text, value: { type: ['string', 'number', 'boolean', 'null'] } })),
        rowCount: count,
        metrics: { type: 'object', additionalProperties: metric },
      }),
    ),
    omittedSlices: list(
      object({
        slicing: text,
        reason: { enum: ['too-few-rows', 'too-many-slices'] },
        limit: count,
        sliceCount: count,
        rowCount: count,
      }),
    ),
    diagnostics: object({ candidate: diagnostics, baseline: orNull(diagnostics) }),
  }),
};
