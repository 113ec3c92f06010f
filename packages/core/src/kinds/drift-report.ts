import type { ColumnType } from '../column/column.ts';
import type { Task } from '../predictor.ts';
import { count, list, number, numberOrNull, object, orNull, text, textOrNull } from './json-schema.ts';

export type DriftMeasureName = 'jensenShannon' | 'infinityNorm' | 'psi' | 'ks' | 'wasserstein';

/** One distance between two distributions. */
export interface DriftMeasure {
  readonly measure: DriftMeasureName;
  /** null where it cannot be had; `unavailable` says why. */
  readonly value: number | null;
  /** What samples of these sizes reach by chance alone, one report in a hundred. null where it is not known. */
  readonly noise: number | null;
  readonly unavailable: string | null;
}

/**
 * `stable`: no measure beyond its threshold. `warning`, `alert`: beyond it, and beyond chance. `undecided`: too few rows to see
 * a difference of the size of the threshold. `not-compared`: the columns cannot be compared.
 */
export type DriftState = 'stable' | 'warning' | 'alert' | 'undecided' | 'not-compared';

/** Shares of both sides over the same bins or values, for a picture. */
export interface DriftHistogram {
  /** Names of values, or of ranges. */
  readonly labels: readonly string[];
  readonly current: readonly number[];
  readonly reference: readonly number[];
}

/** One column of the requests beside the same column of the reference. */
export interface ColumnDrift {
  readonly name: string;
  readonly type: ColumnType;
  readonly state: DriftState;
  /** The measure that decides the state; null when none does. */
  readonly decidedBy: DriftMeasureName | null;
  readonly measures: readonly DriftMeasure[];
  /** Shares of the rows. */
  readonly missingRate: { readonly current: number; readonly reference: number };
  /** Share of the values that the reference does not have; null for numbers, and where the reference lists no complete set. */
  readonly unknownRate: number | null;
  /** The most frequent of them, with their counts. */
  readonly unknownValues: readonly { readonly value: string; readonly count: number }[];
  /** Share of the values outside the smallest and largest of the reference; null for text, flags and times. */
  readonly outOfRangeRate: number | null;
  readonly histogram: DriftHistogram | null;
}

/** Requests against the training data (`reference`: skew) or against earlier requests (`previous`: drift). */
export interface DriftComparison {
  readonly against: 'reference' | 'previous';
  readonly rowCount: number;
  /** In the order of the reference. */
  readonly columns: readonly ColumnDrift[];
  /** Columns of the reference that requests do not carry, and the other way round. */
  readonly absentColumns: readonly string[];
  readonly extraColumns: readonly string[];
}

/** What became of the predictions whose outcome is known by now. */
export interface RealisedPerformance {
  readonly task: Task;
  /** Requests that got a label. */
  readonly labelledRows: number;
  /** Share of the requests that got one. */
  readonly coverage: number;
  /** Requests whose key fits labels that differ: they got none. */
  readonly ambiguousRows: number;
  /** Requests with an incomplete key. */
  readonly keylessRows: number;
  /** Labels that fit no request. */
  readonly unmatchedLabels: number;
  readonly metrics: Readonly<Record<string, number | null>>;
  /** By day (UTC) of the request. */
  readonly days: readonly {
    readonly date: string;
    readonly rowCount: number;
    readonly metrics: Readonly<Record<string, number | null>>;
  }[];
}

export interface DriftAlert {
  readonly severity: 'warning' | 'alert';
  readonly code:
    | 'drift'
    | 'missing-rate'
    | 'unknown-values'
    | 'out-of-range'
    | 'column-absent'
    | 'malformed-lines'
    | 'performance'
    | 'label-coverage';
  readonly against: 'reference' | 'previous' | null;
  readonly column: string | null;
  /** Name of the measure, rate or metric. */
  readonly measure: string;
  readonly value: number | null;
  readonly threshold: number;
  /** One sentence for people. */
  readonly message: string;
}

/** What was served, beside what was learned from, what was served before, and what came to pass. */
export interface DriftReportPayload {
  readonly specVersion: 1;
  readonly requests: {
    readonly rowCount: number;
    /** Lines of the log that could not be read; null for requests that did not come as a log. */
    readonly malformedLines: number | null;
    /** Microseconds; null where requests carry no time. */
    readonly firstTime: number | null;
    readonly lastTime: number | null;
    readonly models: readonly { readonly model: string; readonly version: number; readonly rowCount: number }[];
  };
  readonly comparisons: readonly DriftComparison[];
  readonly performance: RealisedPerformance | null;
  /** Most severe first. */
  readonly alerts: readonly DriftAlert[];
  /** True when one of them is of severity `alert`. */
  readonly hasAlerts: boolean;
}

const measureName = { enum: ['jensenShannon', 'infinityNorm', 'psi', 'ks', 'wasserstein'] } as const;
const metrics = { type: 'object', additionalProperties: numberOrNull } as const;

const columnDrift = object({
  name: text,
  type: { enum: ['float', 'integer', 'boolean', 'string', 'timestamp', 'list'] },
  state: { enum: ['stable', 'warning', 'alert', 'undecided', 'not-compared'] },
  decidedBy: orNull(measureName),
  measures: list(object({ measure: measureName, value: numberOrNull, noise: numberOrNull, unavailable: textOrNull })),
  missingRate: object({ current: number, reference: number }),
  unknownRate: numberOrNull,
  unknownValues: list(object({ value: text, count })),
  outOfRangeRate: numberOrNull,
  histogram: orNull(object({ labels: list(text), current: list(number), reference: list(number) })),
});

export const driftReportSchema = {
  $id: 'millrace/drift-report/1',
  ...object({
    specVersion: { const: 1 },
    requests: object({
      rowCount: count,
      malformedLines: { type: ['integer', 'null'], minimum: 0 },
      firstTime: numberOrNull,
      lastTime: numberOrNull,
      models: list(object({ model: text, version: number, rowCount: count })),
    }),
    comparisons: list(
      object({
        against: { enum: ['reference', 'previous'] },
        rowCount: count,
        columns: list(columnDrift),
        absentColumns: list(text),
        extraColumns: list(text),
      }),
    ),
    performance: orNull(
      object({
        task: { enum: ['binary', 'multi-class', 'regression'] },
        labelledRows: count,
        coverage: number,
        ambiguousRows: count,
        keylessRows: count,
        unmatchedLabels: count,
        metrics,
        days: list(object({ date: text, rowCount: count, metrics })),
      }),
    ),
    alerts: list(
      object({
        severity: { enum: ['warning', 'alert'] },
        code: {
          enum: [
            'drift',
            'missing-rate',
            'unknown-values',
            'out-of-range',
            'column-absent',
            'malformed-lines',
            'performance',
            'label-coverage',
          ],
        },
        against: { enum: ['reference', 'previous', null] },
        column: textOrNull,
        measure: text,
        value: numberOrNull,
        threshold: number,
        message: text,
      }),
    ),
    hasAlerts: { type: 'boolean' },
  }),
};
