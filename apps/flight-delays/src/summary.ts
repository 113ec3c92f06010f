import type { FeatureRow } from '@millrace/core';

/** A metric of the model, of the same learner without point-in-time features, and of the constant prediction. */
export interface ComparedMetric {
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly ticketOnly: number;
  readonly constant: number | null;
}

/** What one run of the pipeline found, for people and for `out/summary.json`. */
export interface FlightsSummary {
  readonly runId: string;
  readonly learner: string;
  readonly evaluationWeek: string;
  readonly steps: { readonly total: number; readonly cached: number };
  readonly seconds: number;
  readonly data: {
    readonly weeks: number;
    readonly rows: number;
    readonly validatedRows: number;
    readonly joinedRows: number;
    readonly trainRows: number;
    /** Flights that had not landed when the evaluation week began: their outcome is not used. */
    readonly notLandedRows: number;
    readonly evaluationRows: number;
    readonly features: number;
  };
  readonly statistics: {
    readonly meanDelay: number;
    readonly minDelay: number;
    readonly maxDelay: number;
    readonly airports: number;
  };
  readonly anomalies: {
    readonly total: number;
    readonly impossibleDelays: number;
    readonly duplicateRows: number;
    /** How often each kind of anomaly was found, over all weeks. */
    readonly byCode: Readonly<Record<string, number>>;
    /** One finding of each kind, in words. */
    readonly examples: readonly string[];
  };
  readonly metrics: Readonly<Record<'rocAuc' | 'logLoss' | 'brier' | 'calibrationError', ComparedMetric>>;
  readonly slices: {
    readonly evaluated: number;
    readonly weakest: readonly { readonly name: string; readonly rowCount: number; readonly rocAuc: number }[];
  };
  readonly blessing: { readonly blessed: boolean; readonly reasons: readonly string[] };
  readonly infraBlessing: { readonly blessed: boolean; readonly rowCount: number };
  readonly pushed: { readonly destination: string; readonly version: number | null };
  /** Asked of the served model, over HTTP, while this summary was made. */
  readonly prediction: { readonly instance: FeatureRow; readonly probability: number } | null;
  readonly drift: {
    readonly week: string;
    readonly requests: number;
    readonly comparedColumns: number;
    readonly alerts: readonly string[];
    readonly labelCoverage: number;
    readonly realised: Readonly<Record<string, number | null>>;
  };
  /** Pages for people, as paths. */
  readonly reports: Readonly<Record<'statistics' | 'evaluation' | 'drift', string>>;
}
