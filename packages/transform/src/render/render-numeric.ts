import type { MapperNode } from '@millrace/features';
import { doubleLiteral } from './literal.ts';
import type { Operands } from './render-node.ts';

const nan = `cast('nan' as double)`;

/** A NaN made by an operation is missing. NaN equals NaN in SQL. */
const orMissing = (value: string): string => `nullif(${value}, ${nan})`;

/**
 * Arithmetic on doubles. Where an engine raises an error (root of a negative number, logarithm of zero, sine of infinity)
 * a condition keeps it from being asked.
 */
export function renderNumeric(node: MapperNode, { operands: [a = '', b = ''] }: Operands): string | undefined {
  switch (node.op) {
    case 'add':
      return orMissing(`(${a} + ${b})`);
    case 'subtract':
      return orMissing(`(${a} - ${b})`);
    case 'multiply':
      return orMissing(`(${a} * ${b})`);
    case 'divide':
      return orMissing(`(${a} / nullif(${b}, 0e0))`);
    case 'minimum':
      return `case when ${a} <= ${b} then ${a} when ${b} < ${a} then ${b} end`;
    case 'maximum':
      return `case when ${a} >= ${b} then ${a} when ${b} > ${a} then ${b} end`;
    case 'negate':
      return `(- ${a})`;
    case 'absolute':
      return `abs(${a})`;
    case 'floor':
      return `floor(${a})`;
    case 'squareRoot':
      return `case when ${a} >= 0e0 then sqrt(${a}) end`;
    case 'log1p':
      return renderLog1p(a);
    case 'clip': {
      const { minimum, maximum } = node.settings;
      const below = minimum === null ? '' : `when ${a} < ${doubleLiteral(minimum)} then ${doubleLiteral(minimum)} `;
      const above = maximum === null ? '' : `when ${a} > ${doubleLiteral(maximum)} then ${doubleLiteral(maximum)} `;
      return below + above === '' ? a : `case ${below}${above}else ${a} end`;
    }
    case 'scale': {
      const { offset, divisor } = node.settings;
      return `((${a} - ${doubleLiteral(offset)}) / ${doubleLiteral(divisor)})`;
    }
    case 'sine':
      return renderTurn('sin', a, node.settings.period);
    case 'cosine':
      return renderTurn('cos', a, node.settings.period);
    case 'asNumber':
      return `cast(${a} as double)`;
    case 'asText':
      return (
        `case when ${a} = floor(${a}) and abs(${a}) <= ${doubleLiteral(Number.MAX_SAFE_INTEGER)} ` +
        `then cast(cast(${a} as bigint) as varchar) end`
      );
    default:
      return undefined;
  }
}

/**
 * No engine has log1p. `ln(1 + x)` loses the digits of a small `x`; the factor x / ((1 + x) - 1) gives them back
 * (W. Kahan, in the HP-15C Advanced Functions Handbook).
 */
function renderLog1p(x: string): string {
  return (
    `case when ${x} <= -1e0 then null when ${x} > 1e-1 or ${x} < -1e-1 then ln(1e0 + ${x}) ` +
    `when 1e0 + ${x} = 1e0 then ${x} else ln(1e0 + ${x}) * (${x} / ((1e0 + ${x}) - 1e0)) end`
  );
}

function renderTurn(name: 'sin' | 'cos', x: string, period: number): string {
  const angle = `(${x} * ${doubleLiteral((2 * Math.PI) / period)})`;
  return `case when abs(${angle}) <= ${doubleLiteral(Number.MAX_VALUE)} then ${name}(${angle}) end`;
}
