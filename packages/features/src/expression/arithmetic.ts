import { checkOptions, optionForms } from '@millrace/core';
import type { BooleanExpression, NumericExpression, NumericOperand } from './expression.ts';
import { node } from './leaves.ts';

/** `a + b` of IEEE doubles. Missing when an operand is missing, and for ∞ - ∞. */
export function add(a: NumericOperand, b: NumericOperand): NumericExpression {
  return node('add', 'numeric', { inputs: [a, b] });
}

/** `a - b` of IEEE doubles. Missing when an operand is missing, and for ∞ - ∞. */
export function subtract(a: NumericOperand, b: NumericOperand): NumericExpression {
  return node('subtract', 'numeric', { inputs: [a, b] });
}

/** `a * b` of IEEE doubles. Missing when an operand is missing, and for 0 * ∞. */
export function multiply(a: NumericOperand, b: NumericOperand): NumericExpression {
  return node('multiply', 'numeric', { inputs: [a, b] });
}

/** `a / b` of IEEE doubles. Missing when an operand is missing, when `b` is 0 or -0, and for ∞ / ∞. */
export function divide(a: NumericOperand, b: NumericOperand): NumericExpression {
  return node('divide', 'numeric', { inputs: [a, b] });
}

/** The smaller of two numbers; missing when one is missing. */
export function minimum(a: NumericOperand, b: NumericOperand): NumericExpression {
  return node('minimum', 'numeric', { inputs: [a, b] });
}

/** The larger of two numbers; missing when one is missing. */
export function maximum(a: NumericOperand, b: NumericOperand): NumericExpression {
  return node('maximum', 'numeric', { inputs: [a, b] });
}

/** `-x`. */
export function negate(x: NumericOperand): NumericExpression {
  return node('negate', 'numeric', { inputs: [x] });
}

/** The value without its sign. */
export function absolute(x: NumericOperand): NumericExpression {
  return node('absolute', 'numeric', { inputs: [x] });
}

/** The largest whole number that is not above `x`: -0.5 becomes -1. */
export function floor(x: NumericOperand): NumericExpression {
  return node('floor', 'numeric', { inputs: [x] });
}

/** The square root; missing below 0. */
export function squareRoot(x: NumericOperand): NumericExpression {
  return node('squareRoot', 'numeric', { inputs: [x] });
}

/** `ln(1 + x)`, exact for small `x`; missing for -1 and below. */
export function log1p(x: NumericOperand): NumericExpression {
  return node('log1p', 'numeric', { inputs: [x] });
}

export interface ClipOptions {
  /** @defaultValue no limit */
  readonly minimum?: number | undefined;
  /** @defaultValue no limit */
  readonly maximum?: number | undefined;
}

/** Values below `minimum` become it, values above `maximum` become that; missing stays missing. */
export function clip(x: NumericOperand, options: ClipOptions): NumericExpression {
  checkOptions<ClipOptions>(options, 'clip', { minimum: optionForms.number, maximum: optionForms.number });
  const { minimum: least, maximum: most } = options;
  return node('clip', 'numeric', { inputs: [x], settings: { minimum: least ?? null, maximum: most ?? null } });
}

/** Sine of `x` where `period` is a full turn: `sin(2π x / period)`. Missing for infinities. */
export function sine(x: NumericOperand, period: number): NumericExpression {
  return node('sine', 'numeric', { inputs: [x], settings: { period } });
}

/** Cosine of `x` where `period` is a full turn: `cos(2π x / period)`. Missing for infinities. */
export function cosine(x: NumericOperand, period: number): NumericExpression {
  return node('cosine', 'numeric', { inputs: [x], settings: { period } });
}

/** 1 for true, 0 for false. */
export function asNumber(x: BooleanExpression): NumericExpression {
  return node('asNumber', 'numeric', { inputs: [x] });
}
