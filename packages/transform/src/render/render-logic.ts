import type { MapperNode } from '@millrace/features';
import { textLiteral } from './literal.ts';
import type { Operands } from './render-node.ts';

const comparisons: Readonly<Record<string, string>> = {
  lessThan: '<',
  lessOrEqual: '<=',
  greaterThan: '>',
  greaterOrEqual: '>=',
  equals: '=',
  notEquals: '<>',
};

/** Comparisons, boolean logic and choices: SQL's three values are the documented ones, since no value is NaN here. */
export function renderLogic(node: MapperNode, { operands, categories }: Operands): string | undefined {
  const [a = '', b = '', c = ''] = operands;
  const comparison = Object.hasOwn(comparisons, node.op) ? comparisons[node.op] : undefined;
  if (comparison !== undefined) return `(${a} ${comparison} ${b})`;
  switch (node.op) {
    case 'isIn': {
      const { values } = node.settings;
      if (values.length === 0) return `case when ${a} is not null then false end`;
      return `(${a} in (${values.map(textLiteral).join(', ')}))`;
    }
    case 'and':
      return `(${a} and ${b})`;
    case 'or':
      return `(${a} or ${b})`;
    case 'not':
      return `(not ${a})`;
    case 'when':
      return `case when ${a} then ${b} else ${c} end`;
    case 'ifMissing':
      return `coalesce(${a}, ${b})`;
    case 'isMissing':
      return categories[0] === 0 ? `(${a} is null)` : `(${a} = ${categories[0]! - 1})`;
    default:
      return undefined;
  }
}
