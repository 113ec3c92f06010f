import { checkOptions, optionForms, requiredOption } from '@millrace/core';
import type { NumericExpression, NumericOperand } from './expression.ts';
import { node } from './leaves.ts';

/**
 * `(x - mean) / deviation` with the mean and the population standard deviation of the finite values, as TFT has it.
 * When all values are equal the divisor is 1.
 */
export function zScore(x: NumericOperand): NumericExpression {
  return node('zScore', 'numeric', { inputs: [x] });
}

/**
 * `(x - minimum) / (maximum - minimum)` over the finite values: 0 to 1 on the analysed data, beyond that on others
 * (`clip` keeps it inside). When all values are equal the divisor is 1.
 */
export function minMax(x: NumericOperand): NumericExpression {
  return node('minMax', 'numeric', { inputs: [x] });
}

/** The mean of the finite values, the same in every row: `ifMissing(x, mean(x))`. */
export function mean(x: NumericOperand): NumericExpression {
  return node('mean', 'numeric', { inputs: [x] });
}

/** The value at a fraction (0 to 1) of the sorted finite values, the same in every row; it is a value that occurs. */
export function quantile(x: NumericOperand, fraction: number): NumericExpression {
  return node('quantile', 'numeric', { inputs: [x], settings: { fraction } });
}

/** `(x - offset) / divisor` with numbers that you know; `zScore` and `minMax` find them. */
export function scale(
  x: NumericOperand,
  options: { readonly offset: number; readonly divisor: number },
): NumericExpression {
  checkOptions<typeof options>(options, 'scale', {
    offset: requiredOption(optionForms.number),
    divisor: requiredOption(optionForms.number),
  });
  const { offset, divisor } = options;
  return node('scale', 'numeric', { inputs: [x], settings: { offset, divisor } });
}
