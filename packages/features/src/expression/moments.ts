import type { NumericExpression, NumericOperand, TimestampExpression } from './expression.ts';
import { node } from './leaves.ts';
import type { TimeUnit } from './operators.ts';

/** The year of the proleptic Gregorian calendar in UTC, as of all date parts here. */
export function year(x: TimestampExpression): NumericExpression {
  return node('year', 'numeric', { inputs: [x] });
}

/** 1 to 12. */
export function month(x: TimestampExpression): NumericExpression {
  return node('month', 'numeric', { inputs: [x] });
}

/** 1 to 31. */
export function dayOfMonth(x: TimestampExpression): NumericExpression {
  return node('dayOfMonth', 'numeric', { inputs: [x] });
}

/** 1 to 366. */
export function dayOfYear(x: TimestampExpression): NumericExpression {
  return node('dayOfYear', 'numeric', { inputs: [x] });
}

/** 1 (Monday) to 7 (Sunday). */
export function dayOfWeek(x: TimestampExpression): NumericExpression {
  return node('dayOfWeek', 'numeric', { inputs: [x] });
}

/** 0 to 23. */
export function hourOfDay(x: TimestampExpression): NumericExpression {
  return node('hourOfDay', 'numeric', { inputs: [x] });
}

/** Whole minutes since midnight, 0 to 1439. */
export function minuteOfDay(x: TimestampExpression): NumericExpression {
  return node('minuteOfDay', 'numeric', { inputs: [x] });
}

/** Whole seconds since midnight, 0 to 86399. */
export function secondOfDay(x: TimestampExpression): NumericExpression {
  return node('secondOfDay', 'numeric', { inputs: [x] });
}

/** The time from `from` to `to` in a unit, with fractions, negative when `to` comes first. */
export function timeBetween(
  from: TimestampExpression,
  to: TimestampExpression,
  unit: TimeUnit = 'microseconds',
): NumericExpression {
  return node('timeBetween', 'numeric', { inputs: [from, to], settings: { unit } });
}

/**
 * A moment moved by an amount of a unit (which may be negative), to the nearest microsecond, halves up.
 * Missing when the result lies outside ±2^53 microseconds, which is the years 1684 to 2255.
 */
export function addTime(
  moment: TimestampExpression,
  amount: NumericOperand,
  unit: TimeUnit = 'microseconds',
): TimestampExpression {
  return node('addTime', 'timestamp', { inputs: [moment, amount], settings: { unit } });
}
