import type {
  BooleanExpression,
  BooleanOperand,
  Expression,
  NumericExpression,
  NumericOperand,
  OperandOf,
  PlainType,
  TextOperand,
  TimestampExpression,
} from './expression.ts';
import { node } from './leaves.ts';

/** Two numbers or two moments. */
export interface Comparison {
  (a: NumericExpression, b: NumericOperand): BooleanExpression;
  (a: TimestampExpression, b: TimestampExpression): BooleanExpression;
}

const compare =
  (op: string): Comparison =>
  (a: Expression, b: Expression | number) =>
    node(op, 'boolean', { inputs: [a, b] });

/** `a < b` of numbers or moments; missing when one is missing. */
export const lessThan: Comparison = compare('lessThan');
/** `a <= b` of numbers or moments; missing when one is missing. */
export const lessOrEqual: Comparison = compare('lessOrEqual');
/** `a > b` of numbers or moments; missing when one is missing. */
export const greaterThan: Comparison = compare('greaterThan');
/** `a >= b` of numbers or moments; missing when one is missing. */
export const greaterOrEqual: Comparison = compare('greaterOrEqual');

/** Equality within one type: 0 equals -0, texts by code points. Missing when one is missing. */
export function equals<TType extends PlainType>(a: Expression<TType>, b: OperandOf<TType>): BooleanExpression {
  return node('equals', 'boolean', { inputs: [a, b] });
}

/** The opposite of `equals`; missing when one is missing. */
export function notEquals<TType extends PlainType>(a: Expression<TType>, b: OperandOf<TType>): BooleanExpression {
  return node('notEquals', 'boolean', { inputs: [a, b] });
}

/** True when the text is one of `values`; missing when it is missing. */
export function isIn(x: TextOperand, values: readonly string[]): BooleanExpression {
  return node('isIn', 'boolean', { inputs: [x], settings: { values } });
}

/** SQL's three-valued and: false if one is false, otherwise missing if one is missing. */
export function and(a: BooleanOperand, b: BooleanOperand): BooleanExpression {
  return node('and', 'boolean', { inputs: [a, b] });
}

/** SQL's three-valued or: true if one is true, otherwise missing if one is missing. */
export function or(a: BooleanOperand, b: BooleanOperand): BooleanExpression {
  return node('or', 'boolean', { inputs: [a, b] });
}

/** The opposite; missing stays missing. */
export function not(x: BooleanOperand): BooleanExpression {
  return node('not', 'boolean', { inputs: [x] });
}

/** `then` where the condition is true; `otherwise` where it is false or missing. */
export function when<TType extends PlainType>(
  condition: BooleanExpression,
  then: Expression<TType>,
  otherwise: OperandOf<TType>,
): Expression<TType> {
  return node('when', then?.type, { inputs: [condition, then, otherwise] });
}

/** `x`, or `value` where `x` is missing. */
export function ifMissing<TType extends PlainType>(x: Expression<TType>, value: OperandOf<TType>): Expression<TType> {
  return node('ifMissing', x?.type, { inputs: [x, value] });
}

/** True where the value is missing (for a categorical: where it has the last code); never missing itself. */
export function isMissing(x: Expression<PlainType | 'categorical'>): BooleanExpression {
  return node('isMissing', 'boolean', { inputs: [x] });
}
