import { canonicalJson } from '@millrace/core';
import type { Expression } from '../expression/expression.ts';
import type { Analyzer } from '../expression/operators.ts';

interface RequestPlace {
  /** Position of the node whose values are counted, in the round's `program`. */
  readonly input: number;
  /** The first feature that asks, and where in it. */
  readonly feature: string;
  readonly path: string;
}

/** Mean and population standard deviation of the finite values. */
export interface MomentsRequest extends RequestPlace {
  readonly kind: 'moments';
}

/** Smallest and largest of the finite values. */
export interface RangeRequest extends RequestPlace {
  readonly kind: 'range';
}

/** Values at fractions of the sorted finite values. */
export interface QuantilesRequest extends RequestPlace {
  readonly kind: 'quantiles';
  readonly fractions: readonly number[];
}

/** Texts by frequency, the most frequent first, ties in the order of code points; missing values are not counted. */
export interface FrequenciesRequest extends RequestPlace {
  readonly kind: 'frequencies';
  /** At most so many; null for all. */
  readonly size: number | null;
  /** Only texts that occur at least so often. */
  readonly minCount: number;
}

export type StatisticRequest = MomentsRequest | RangeRequest | QuantilesRequest | FrequenciesRequest;

/** As counted: whoever answers need not round. */
export interface Moments {
  readonly kind: 'moments';
  /** Number of finite values; with 0 the others mean nothing. */
  readonly count: number;
  readonly mean: number;
  /** Population standard deviation. Exactly 0 when all values are equal. */
  readonly deviation: number;
}

export interface Range {
  readonly kind: 'range';
  /** Number of finite values; with 0 the others mean nothing. */
  readonly count: number;
  readonly minimum: number;
  readonly maximum: number;
}

export interface Quantiles {
  readonly kind: 'quantiles';
  /** One per fraction; empty when there is no finite value. */
  readonly values: readonly number[];
}

export interface Frequencies {
  readonly kind: 'frequencies';
  readonly entries: readonly string[];
}

export type Statistic = Moments | Range | Quantiles | Frequencies;

/** What an analyzer has to know. */
export function requestOf(expression: Expression, place: RequestPlace): StatisticRequest {
  const { op, settings } = expression;
  switch (op as Analyzer) {
    case 'zScore':
    case 'mean':
      return { kind: 'moments', ...place };
    case 'minMax':
      return { kind: 'range', ...place };
    case 'quantile':
      return { kind: 'quantiles', ...place, fractions: [settings['fraction'] as number] };
    case 'quantileBuckets': {
      const buckets = settings['buckets'] as number;
      const fractions = Array.from({ length: buckets - 1 }, (_, index) => (index + 1) / buckets);
      return { kind: 'quantiles', ...place, fractions };
    }
    case 'vocabulary':
      return {
        kind: 'frequencies',
        ...place,
        size: settings['size'] as number | null,
        minCount: settings['minCount'] as number,
      };
  }
}

/** Equal for requests that have the same answer. Positions change from round to round, so the operand stands as an expression. */
export function requestKey(request: StatisticRequest, operand: Expression): string {
  switch (request.kind) {
    case 'moments':
    case 'range':
      return canonicalJson([request.kind, operand]);
    case 'quantiles':
      return canonicalJson(['quantiles', request.fractions, operand]);
    case 'frequencies':
      return canonicalJson(['frequencies', request.size, request.minCount, operand]);
  }
}
