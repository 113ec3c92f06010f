import { whenSchema } from './conditional-schema.ts';
import type { ValueCount } from './statistics.ts';

export type AnomalySeverity = 'error' | 'warning';

/** `drift` compares with an earlier data set, `skew` with what is served. */
export type ComparisonKind = 'drift' | 'skew';

/**
 * How two columns are compared. `infinityNorm`: the largest difference between the relative frequencies of one value.
 * `jensenShannon`: the Jensen-Shannon divergence to base 2, from 0 (equal) to 1 (nothing in common).
 * `normalizedAbsoluteDifference`: the largest difference of the counts of one value over the sum of all counts.
 * `rowCountRatio`: rows here over rows there.
 */
export type ComparisonMeasure = 'infinityNorm' | 'jensenShannon' | 'normalizedAbsoluteDifference' | 'rowCountRatio';

/** Anomalies whose `expected` is a limit and whose `actual` is the number that passed it. */
export type LimitAnomalyCode =
  | 'NO_DATA_IN_SPAN'
  | 'DATASET_LOW_NUM_EXAMPLES'
  | 'DATASET_HIGH_NUM_EXAMPLES'
  | 'DATASET_HIGH_DUPLICATE_FRACTION'
  | 'FEATURE_TYPE_NOT_PRESENT'
  | 'FEATURE_TYPE_LOW_FRACTION_PRESENT'
  | 'FEATURE_TYPE_LOW_NUMBER_PRESENT'
  | 'FEATURE_TYPE_LOW_NUMBER_VALUES'
  | 'FEATURE_TYPE_HIGH_NUMBER_VALUES'
  | 'FEATURE_TYPE_LOW_UNIQUE'
  | 'FEATURE_TYPE_HIGH_UNIQUE'
  | 'BOOL_TYPE_SMALL_INT'
  | 'BOOL_TYPE_BIG_INT'
  | 'INT_TYPE_SMALL_INT'
  | 'INT_TYPE_BIG_INT'
  | 'FLOAT_TYPE_SMALL_FLOAT'
  | 'FLOAT_TYPE_BIG_FLOAT'
  | 'TIMESTAMP_TYPE_EARLY'
  | 'TIMESTAMP_TYPE_LATE'
  | 'FLOAT_TYPE_HAS_NAN'
  | 'FLOAT_TYPE_HAS_INF'
  /** `expected` is the share of values that must lie in the domain, `actual` the share that does. */
  | 'ENUM_TYPE_UNEXPECTED_STRING_VALUES'
  | 'ENUM_TYPE_UNEXPECTED_NUMBERS'
  | 'BOOL_TYPE_UNEXPECTED_STRING'
  | 'INT_TYPE_NOT_INT_STRING';

/** Anomalies of a comparison with other data: `expected` is the threshold, `actual` the measured value. */
export type ComparatorAnomalyCode =
  | 'COMPARATOR_L_INFTY_HIGH'
  | 'COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH'
  | 'COMPARATOR_NORMALIZED_ABSOLUTE_DIFFERENCE_HIGH'
  | 'COMPARATOR_LOW_NUM_EXAMPLES'
  | 'COMPARATOR_HIGH_NUM_EXAMPLES';

interface AnomalyPlace {
  readonly severity: AnomalySeverity;
  /** Name of the column, with `[]` behind it for the items of a list; empty for the data set as a whole. */
  readonly path: string;
  /** Rows (for items of a list: items) at fault, or at least so many; null where rows are not what is wrong. */
  readonly count: number | null;
  /** False when `count` is a lower bound. */
  readonly isCountExact: boolean;
  /** Some of the values at fault. */
  readonly examples: readonly ValueCount[];
}

/** One finding of a validation. A union by `code`; the codes are TFDV's where it has one. */
export type Anomaly = AnomalyPlace &
  (
    | { readonly code: LimitAnomalyCode; readonly expected: number; readonly actual: number }
    | {
        readonly code: ComparatorAnomalyCode;
        readonly comparison: ComparisonKind;
        readonly expected: number;
        readonly actual: number;
      }
    /** What would be needed to compare is not there: `expected` names the column or data set. */
    | {
        readonly code: 'COMPARATOR_CONTROL_DATA_MISSING';
        readonly comparison: ComparisonKind;
        readonly expected: string;
        readonly actual: null;
      }
    /** The statistics do not allow this measure: `expected` is the measure, `actual` says why. */
    | {
        readonly code: 'STATS_NOT_AVAILABLE';
        readonly comparison: ComparisonKind;
        readonly expected: ComparisonMeasure;
        readonly actual: string;
      }
    /** The types are `float`, `integer`, `boolean`, `string`, `timestamp` or `list of float` and so on. */
    | { readonly code: 'SCHEMA_MISSING_COLUMN'; readonly expected: string; readonly actual: null }
    | { readonly code: 'SCHEMA_NEW_COLUMN'; readonly expected: null; readonly actual: string }
    | { readonly code: 'UNEXPECTED_DATA_TYPE'; readonly expected: string; readonly actual: string }
    /** The length that every list must have, and the least and greatest that occur. */
    | {
        readonly code: 'INVALID_FEATURE_SHAPE';
        readonly expected: number;
        readonly actual: readonly [least: number, greatest: number];
      }
  );

export type AnomalyCode = Anomaly['code'];

/** A comparison that was made, whether or not it passed its threshold. */
export interface Comparison {
  readonly comparison: ComparisonKind;
  /** Name of the column; empty for the row count. */
  readonly path: string;
  readonly measure: ComparisonMeasure;
  readonly value: number;
  readonly threshold: number;
  /** False when value lists were cut off, so that `value` is a lower bound. */
  readonly isExact: boolean;
}

export interface SplitAnomalies {
  readonly findings: readonly Anomaly[];
  readonly comparisons: readonly Comparison[];
}

/** What a validation found, by split. No findings is an empty list. */
export interface AnomaliesPayload {
  readonly specVersion: 1;
  /** The environment of the schema that was validated for; null for all. */
  readonly environment: string | null;
  readonly splits: Readonly<Record<string, SplitAnomalies>>;
}

const limitCodes: readonly LimitAnomalyCode[] = [
  'NO_DATA_IN_SPAN',
  'DATASET_LOW_NUM_EXAMPLES',
  'DATASET_HIGH_NUM_EXAMPLES',
  'DATASET_HIGH_DUPLICATE_FRACTION',
  'FEATURE_TYPE_NOT_PRESENT',
  'FEATURE_TYPE_LOW_FRACTION_PRESENT',
  'FEATURE_TYPE_LOW_NUMBER_PRESENT',
  'FEATURE_TYPE_LOW_NUMBER_VALUES',
  'FEATURE_TYPE_HIGH_NUMBER_VALUES',
  'FEATURE_TYPE_LOW_UNIQUE',
  'FEATURE_TYPE_HIGH_UNIQUE',
  'BOOL_TYPE_SMALL_INT',
  'BOOL_TYPE_BIG_INT',
  'INT_TYPE_SMALL_INT',
  'INT_TYPE_BIG_INT',
  'FLOAT_TYPE_SMALL_FLOAT',
  'FLOAT_TYPE_BIG_FLOAT',
  'TIMESTAMP_TYPE_EARLY',
  'TIMESTAMP_TYPE_LATE',
  'FLOAT_TYPE_HAS_NAN',
  'FLOAT_TYPE_HAS_INF',
  'ENUM_TYPE_UNEXPECTED_STRING_VALUES',
  'ENUM_TYPE_UNEXPECTED_NUMBERS',
  'BOOL_TYPE_UNEXPECTED_STRING',
  'INT_TYPE_NOT_INT_STRING',
];
const comparatorCodes: readonly ComparatorAnomalyCode[] = [
  'COMPARATOR_L_INFTY_HIGH',
  'COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH',
  'COMPARATOR_NORMALIZED_ABSOLUTE_DIFFERENCE_HIGH',
  'COMPARATOR_LOW_NUM_EXAMPLES',
  'COMPARATOR_HIGH_NUM_EXAMPLES',
];

const number = { type: 'number' } as const;
const string = { type: 'string' } as const;
const nothing = { type: 'null' } as const;
const comparison = { enum: ['drift', 'skew'] } as const;
const measure = { enum: ['infinityNorm', 'jensenShannon', 'normalizedAbsoluteDifference', 'rowCountRatio'] } as const;

/** The shape of `expected` and `actual` for some codes. */
function facts(codes: readonly string[], properties: Readonly<Record<string, object>>): object {
  return whenSchema({ properties: { code: { enum: codes } } }, { required: Object.keys(properties), properties });
}

const anomalySchema = {
  type: 'object',
  required: ['code', 'severity', 'path', 'count', 'isCountExact', 'examples', 'expected', 'actual'],
  additionalProperties: false,
  properties: {
    code: {
      enum: [
        ...limitCodes,
        ...comparatorCodes,
        'COMPARATOR_CONTROL_DATA_MISSING',
        'STATS_NOT_AVAILABLE',
        'SCHEMA_MISSING_COLUMN',
        'SCHEMA_NEW_COLUMN',
        'UNEXPECTED_DATA_TYPE',
        'INVALID_FEATURE_SHAPE',
      ],
    },
    severity: { enum: ['error', 'warning'] },
    path: string,
    count: { type: ['integer', 'null'], minimum: 0 },
    isCountExact: { type: 'boolean' },
    examples: {
      type: 'array',
      items: {
        type: 'object',
        required: ['value', 'count'],
        additionalProperties: false,
        properties: { value: { type: ['string', 'number', 'boolean'] }, count: { type: 'integer', minimum: 0 } },
      },
    },
    comparison,
    expected: {},
    actual: {},
  },
  allOf: [
    facts(limitCodes, { expected: number, actual: number }),
    facts(comparatorCodes, { comparison, expected: number, actual: number }),
    facts(['COMPARATOR_CONTROL_DATA_MISSING'], { comparison, expected: string, actual: nothing }),
    facts(['STATS_NOT_AVAILABLE'], { comparison, expected: measure, actual: string }),
    facts(['SCHEMA_MISSING_COLUMN'], { expected: string, actual: nothing }),
    facts(['SCHEMA_NEW_COLUMN'], { expected: nothing, actual: string }),
    facts(['UNEXPECTED_DATA_TYPE'], { expected: string, actual: string }),
    facts(['INVALID_FEATURE_SHAPE'], {
      expected: number,
      actual: { type: 'array', items: number, minItems: 2, maxItems: 2 },
    }),
  ],
};

export const anomaliesSchema = {
  $id: 'millrace/anomalies/1',
  type: 'object',
  required: ['specVersion', 'environment', 'splits'],
  additionalProperties: false,
  properties: {
    specVersion: { const: 1 },
    environment: { type: ['string', 'null'] },
    splits: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['findings', 'comparisons'],
        additionalProperties: false,
        properties: {
          findings: { type: 'array', items: anomalySchema },
          comparisons: {
            type: 'array',
            items: {
              type: 'object',
              required: ['comparison', 'path', 'measure', 'value', 'threshold', 'isExact'],
              additionalProperties: false,
              properties: {
                comparison,
                path: string,
                measure,
                value: number,
                threshold: number,
                isExact: { type: 'boolean' },
              },
            },
          },
        },
      },
    },
  },
};
