import type { JsonObject, ScalarColumnType } from '@millrace/core';
import { parseInstant } from '../time/parse-instant.ts';
import { invalidInstant } from '../errors.ts';
import type {
  BooleanExpression,
  Expression,
  NumericExpression,
  PlainType,
  TextExpression,
  TimestampExpression,
  ValueType,
} from './expression.ts';

/** Makes a node. Nothing is checked here: `defineFeatures` checks whole trees, and can then say where. */
export function node<TType extends ValueType>(
  op: string,
  type: TType,
  parts: { readonly inputs?: readonly unknown[]; readonly settings?: JsonObject } = {},
): Expression<TType> {
  const inputs = (parts.inputs ?? []).map(toExpression) as Expression[];
  return { op, type, inputs, settings: parts.settings ?? {} };
}

function toExpression(operand: unknown): unknown {
  switch (typeof operand) {
    case 'number':
      return literal('numeric', operand);
    case 'string':
      return literal('text', operand);
    case 'boolean':
      return literal('boolean', operand);
    default:
      return operand;
  }
}

function literal<TType extends PlainType>(type: TType, value: number | string | boolean): Expression<TType> {
  return { op: 'constant', type, inputs: [], settings: { value, valueType: type } };
}

function column<TType extends PlainType>(type: TType, name: string, columnType: ScalarColumnType): Expression<TType> {
  return { op: 'column', type, inputs: [], settings: { name, columnType } };
}

/** A column of numbers: `float` or `integer`. A NaN in the data is missing; infinities stay. */
export function number(name: string): NumericExpression {
  return column('numeric', name, 'float');
}

/** A column of whole numbers within ±2^53. A row with a fraction is an error, not a missing value. */
export function integer(name: string): NumericExpression {
  return column('numeric', name, 'integer');
}

/** A column of texts. The empty text is a text, not a missing value. */
export function text(name: string): TextExpression {
  return column('text', name, 'string');
}

/** A column of booleans. */
export function flag(name: string): BooleanExpression {
  return column('boolean', name, 'boolean');
}

/** A column of moments. Rows of a client carry ISO 8601 text (UTC when it names no offset) or whole microseconds. */
export function timestamp(name: string): TimestampExpression {
  return column('timestamp', name, 'timestamp');
}

/**
 * A literal. Operands accept literals as they are, so it is rarely needed: `greaterThan(number('delay'), 15)`.
 * Numbers must be finite.
 */
export function constant(value: number): NumericExpression;
export function constant(value: string): TextExpression;
export function constant(value: boolean): BooleanExpression;
export function constant(value: number | string | boolean): NumericExpression | TextExpression | BooleanExpression {
  return toExpression(value) as NumericExpression | TextExpression | BooleanExpression;
}

/** A moment as a literal, from ISO 8601 text. Throws `FEATURES_INVALID_INSTANT`. */
export function instant(iso: string): TimestampExpression {
  const value = typeof iso === 'string' ? parseInstant(iso) : Number.NaN;
  if (Number.isNaN(value)) throw invalidInstant({ value: iso });
  return literal('timestamp', value);
}
