import type { MapperNode } from '@millrace/features';
import { doubleLiteral } from './literal.ts';
import type { Operands } from './render-node.ts';

/** Codes, as INTEGER and never null: the last code of a categorical says missing. */
export function renderCategory(node: MapperNode, context: Operands): string | undefined {
  const { operands, inputTypes, categories } = context;
  const [a = ''] = operands;
  switch (node.op) {
    case 'lookup':
      return renderLookup(a, node.settings.oovBuckets, context);
    case 'bucketize': {
      const { boundaries } = node.settings;
      return `case when ${a} is null then ${boundaries.length + 1} else ${renderSearch(a, boundaries, 0)} end`;
    }
    case 'hashBuckets':
      return renderHash(a, node.settings.buckets, context);
    case 'cross': {
      const texts = operands.map((operand, index) =>
        inputTypes[index] === 'text'
          ? operand
          : `case when ${operand} <> ${categories[index]! - 1} then cast(${operand} as varchar) end`,
      );
      return renderHash(texts.map((text) => `(${text})`).join(' || chr(31) || '), node.settings.buckets, context);
    }
    case 'isCategory':
      return `cast((${a} = ${node.settings.code}) as double)`;
    default:
      return undefined;
  }
}

function renderHash(text: string, buckets: number, { dialect }: Operands): string {
  return `coalesce(cast(${dialect.hash60(text)} % ${buckets} as int), ${buckets})`;
}

/** How many boundaries are not above x, as a balanced tree of comparisons; `before` lie to the left of these. */
function renderSearch(x: string, boundaries: readonly number[], before: number): string {
  if (boundaries.length === 0) return String(before);
  const middle = boundaries.length >>> 1;
  const left = renderSearch(x, boundaries.slice(0, middle), before);
  const right = renderSearch(x, boundaries.slice(middle + 1), before + middle + 1);
  return `case when ${x} < ${doubleLiteral(boundaries[middle]!)} then ${left} else ${right} end`;
}

/** The position of a text in an enumeration type made of the vocabulary, or the code of an unknown text. */
function renderLookup(text: string, oovBuckets: number, { vocabulary, dialect }: Operands): string {
  const { size, type } = vocabulary!;
  const missing = `when ${text} is null then ${size + oovBuckets}`;
  const unknown = oovBuckets < 2 ? String(size) : `${size} + cast(${dialect.hash60(text)} % ${oovBuckets} as int)`;
  return `coalesce(cast(enum_code(try_cast(${text} as ${type})) as int), case ${missing} else ${unknown} end)`;
}
