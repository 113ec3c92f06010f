import type { ScalarColumnType } from '../column/column.ts';
import { whenSchema } from './conditional-schema.ts';
import { count, number, numberOrNull, object } from './json-schema.ts';

/** Counts of values in adjoining buckets: `counts[i]` values lie in [edges[i], edges[i + 1]), the last bucket includes its upper edge. */
export interface Histogram {
  /** One more than there are counts, ascending. A single bucket whose edges are equal holds one repeated value. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Values and how often each occurs: most frequent first, then strings by code point and numbers ascending. */
export interface ValueFrequencies<TValue extends string | number = string | number> {
  readonly values: readonly TValue[];
  readonly counts: readonly number[];
  /** True when every distinct value is listed; else the list holds the most frequent ones. */
  readonly isComplete: boolean;
}

/** One value and the number of rows that hold it. */
export interface ValueCount {
  readonly value: string | number | boolean;
  readonly count: number;
}

interface PresenceCounts {
  /** Name of the column; for the items of a list, of the list. */
  readonly name: string;
  /** Rows with a value. NaN is a value. */
  readonly presentCount: number;
  readonly missingCount: number;
}

/** What numbers and times have in common: an order. */
export interface OrderedStatistics {
  /** Distinct values among the present ones. All NaN together are one value. */
  readonly distinctCount: number;
  /** Smallest finite value; null when there is none. */
  readonly min: number | null;
  /** The 50th percentile; null when there is no finite value. */
  readonly median: number | null;
  readonly max: number | null;
  /**
   * The percentiles 0 to 100 of the finite values, 101 numbers; empty when there is no finite value. Percentile p is the
   * smallest value that at least p % of the values do not exceed, so it is always a value that occurs.
   */
  readonly percentiles: readonly number[];
  /** Buckets of equal width from `min` to `max`; null when there is no finite value. */
  readonly histogram: Histogram | null;
  /** Buckets of equal width from the 1st to the 99th percentile: the shape without the extremes. */
  readonly coreHistogram: Histogram | null;
  /** Edges are the deciles (equal ones once), counts are exact. */
  readonly quantileHistogram: Histogram | null;
  readonly frequencies: ValueFrequencies<number>;
  /** The smallest distinct finite values, ascending. */
  readonly lowestValues: readonly ValueCount[];
  /** The largest distinct finite values, descending. */
  readonly highestValues: readonly ValueCount[];
}

/** Moments, quantiles and histograms are those of the finite values; NaN and infinities are counted beside them. */
export interface NumberStatistics extends PresenceCounts, OrderedStatistics {
  readonly type: 'integer' | 'float';
  readonly mean: number | null;
  /** Of the population: divided by n. */
  readonly standardDeviation: number | null;
  readonly zeroCount: number;
  readonly negativeCount: number;
  readonly nanCount: number;
  readonly positiveInfinityCount: number;
  readonly negativeInfinityCount: number;
}

/** Times are microseconds since 1970-01-01T00:00:00Z; hours and weekdays are those of UTC. */
export interface TimestampStatistics extends PresenceCounts, OrderedStatistics {
  readonly type: 'timestamp';
  /** 24 numbers. */
  readonly hourCounts: readonly number[];
  /** 7 numbers, Monday first. */
  readonly weekdayCounts: readonly number[];
}

/** Lengths are in Unicode code points. */
export interface StringStatistics extends PresenceCounts {
  readonly type: 'string';
  readonly distinctCount: number;
  readonly emptyCount: number;
  /** Values that are the text of a whole number, such as "-12" or "007". */
  readonly integerTextCount: number;
  readonly minLength: number | null;
  readonly meanLength: number | null;
  readonly maxLength: number | null;
  readonly frequencies: ValueFrequencies<string>;
}

export interface BooleanStatistics extends PresenceCounts {
  readonly type: 'boolean';
  readonly trueCount: number;
  readonly falseCount: number;
}

/** A list that is there and empty is present with length 0. */
export interface ListStatistics extends PresenceCounts {
  readonly type: 'list';
  readonly itemType: ScalarColumnType;
  readonly minLength: number | null;
  readonly meanLength: number | null;
  readonly maxLength: number | null;
  /** The lengths, ascending by frequency rules. */
  readonly lengths: ValueFrequencies<number>;
  /** The items of all lists as one column. */
  readonly items: ScalarStatistics;
}

export type ScalarStatistics = NumberStatistics | TimestampStatistics | StringStatistics | BooleanStatistics;

/** What is known about one column, by its `type`. */
export type ColumnStatistics = ScalarStatistics | ListStatistics;

export interface SplitStatistics {
  readonly rowCount: number;
  /** Rows that equal an earlier row in every column; null when they were not counted. */
  readonly duplicateRowCount: number | null;
  /** In the order of the data. */
  readonly columns: readonly ColumnStatistics[];
}

/** Exact statistics of every column, by split. Data without splits is the one split `all`. */
export interface StatisticsPayload {
  readonly specVersion: 1;
  readonly splits: Readonly<Record<string, SplitStatistics>>;
}

const counts = { type: 'array', items: count } as const;
const numbers = { type: 'array', items: number } as const;

const frequenciesOf = (value: object): object =>
  object({ values: { type: 'array', items: value }, counts, isComplete: { type: 'boolean' } });
const histogram = { anyOf: [{ type: 'null' }, object({ edges: numbers, counts })] };
const extremes = { type: 'array', items: object({ value: number, count }) };

const presence = { name: { type: 'string' }, presentCount: count, missingCount: count };
const ordered = {
  distinctCount: count,
  min: numberOrNull,
  median: numberOrNull,
  max: numberOrNull,
  percentiles: numbers,
  histogram,
  coreHistogram: histogram,
  quantileHistogram: histogram,
  frequencies: frequenciesOf(number),
  lowestValues: extremes,
  highestValues: extremes,
};
const numberStatistics = object({
  type: { enum: ['integer', 'float'] },
  ...presence,
  ...ordered,
  mean: numberOrNull,
  standardDeviation: numberOrNull,
  zeroCount: count,
  negativeCount: count,
  nanCount: count,
  positiveInfinityCount: count,
  negativeInfinityCount: count,
});
const timestampStatistics = object({
  type: { const: 'timestamp' },
  ...presence,
  ...ordered,
  hourCounts: { ...counts, minItems: 24, maxItems: 24 },
  weekdayCounts: { ...counts, minItems: 7, maxItems: 7 },
});
const lengthRange = { minLength: numberOrNull, meanLength: numberOrNull, maxLength: numberOrNull };
const stringStatistics = object({
  type: { const: 'string' },
  ...presence,
  distinctCount: count,
  emptyCount: count,
  integerTextCount: count,
  ...lengthRange,
  frequencies: frequenciesOf({ type: 'string' }),
});
const booleanStatistics = object({ type: { const: 'boolean' }, ...presence, trueCount: count, falseCount: count });
const scalarBranches = [
  whenSchema({ properties: { type: { enum: ['integer', 'float'] } } }, numberStatistics),
  whenSchema({ properties: { type: { const: 'timestamp' } } }, timestampStatistics),
  whenSchema({ properties: { type: { const: 'string' } } }, stringStatistics),
  whenSchema({ properties: { type: { const: 'boolean' } } }, booleanStatistics),
];
const scalarTypes = ['float', 'integer', 'boolean', 'string', 'timestamp'];
const scalarStatistics = {
  type: 'object',
  required: ['type'],
  properties: { type: { enum: scalarTypes } },
  allOf: scalarBranches,
};
const listStatistics = object({
  type: { const: 'list' },
  ...presence,
  itemType: { enum: scalarTypes },
  ...lengthRange,
  lengths: frequenciesOf(number),
  items: scalarStatistics,
});

export const statisticsSchema = {
  $id: 'millrace/statistics/1',
  ...object({
    specVersion: { const: 1 },
    splits: {
      type: 'object',
      additionalProperties: object({
        rowCount: count,
        duplicateRowCount: { type: ['integer', 'null'], minimum: 0 },
        columns: {
          type: 'array',
          items: {
            type: 'object',
            required: ['type'],
            properties: { type: { enum: [...scalarTypes, 'list'] } },
            allOf: [...scalarBranches, whenSchema({ properties: { type: { const: 'list' } } }, listStatistics)],
          },
        },
      }),
    },
  }),
};
