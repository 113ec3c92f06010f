import type { GraphValueType, JsonObject } from '@millrace/core';

/** `indicators` is what `oneHot` gives: one numeric output per category. It can only stand at the top of a feature. */
export type ValueType = GraphValueType | 'indicators';

/**
 * A node of an expression tree: plain JSON, made by the functions of this package.
 * `TType` keeps what does not fit from compiling: `log1p(text('origin'))`.
 */
export interface Expression<TType extends ValueType = ValueType> {
  readonly op: string;
  readonly type: TType;
  readonly inputs: readonly Expression[];
  readonly settings: JsonObject;
}

/** A 64-bit float, infinities included; NaN and missing are the same thing. */
export type NumericExpression = Expression<'numeric'>;
/** Unicode text of any length, or missing. Compared by code points, without normalisation. */
export type TextExpression = Expression<'text'>;
/** True, false, or missing. */
export type BooleanExpression = Expression<'boolean'>;
/** Whole microseconds since 1970-01-01T00:00:00Z within ±2^53, or missing. */
export type TimestampExpression = Expression<'timestamp'>;
/** A code from 0 to its number of categories - 1; the last code says that the value was missing. */
export type CategoricalExpression = Expression<'categorical'>;
export type IndicatorsExpression = Expression<'indicators'>;

/** What may be a feature. A boolean comes out as numeric 0 and 1. */
export type OutputExpression = Expression<'numeric' | 'boolean' | 'categorical' | 'indicators'>;

/** Types whose values may be missing and are compared as they are. */
export type PlainType = 'numeric' | 'text' | 'boolean' | 'timestamp';

export type NumericOperand = NumericExpression | number;
export type TextOperand = TextExpression | string;
export type BooleanOperand = BooleanExpression | boolean;
export interface PlainLiterals {
  readonly numeric: number;
  readonly text: string;
  readonly boolean: boolean;
  readonly timestamp: never;
}
/** An expression of the type, or a literal of it. A moment is written with `instant`. */
export type OperandOf<TType extends PlainType> = Expression<TType> | PlainLiterals[TType];
