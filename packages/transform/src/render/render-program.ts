import type { ColumnSpec } from '@millrace/core';
import { quoteIdentifier, type Dialect } from '@millrace/data';
import { countCategories, type GraphProgram, type MapperNode } from '@millrace/features';
import { renderLeaf } from './render-leaf.ts';
import { renderNode, type KnownVocabulary } from './render-node.ts';

export interface ProgramToRender {
  readonly program: GraphProgram;
  /** A FROM item, and the types of its columns by name. */
  readonly relation: string;
  readonly columns: ReadonlyMap<string, ColumnSpec>;
  readonly dialect: Dialect;
  readonly vocabularies: ReadonlyMap<string, KnownVocabulary>;
  /** What to select: a node under a name. */
  readonly targets: readonly { readonly name: string; readonly node: number }[];
}

interface Rendered {
  readonly sql: string;
  /** The select, counted from the inside, from which on the expression can be written. */
  readonly level: number;
}

/**
 * One statement with one row for a row. Leaves are read in the innermost select; a value that is used several times becomes a
 * column of a select around it, so that it is computed once; everything else is written in place.
 */
export function renderProgram({ program, relation, columns, dialect, vocabularies, targets }: ProgramToRender): string {
  const { nodes } = program;
  const uses = countUses(nodes, targets);
  const selects: string[][] = [[]];
  const rendered: Rendered[] = [];
  nodes.forEach((node, index) => {
    if (uses[index] === 0) return;
    if (node.op === 'column') {
      selects[0]!.push(`${renderLeaf(columns.get(node.settings.name)!, dialect)} as n${index}`);
      rendered[index] = { sql: `n${index}`, level: 1 };
      return;
    }
    const level = Math.max(1, ...node.inputs.map((input) => rendered[input]!.level));
    const sql = renderNode(node, {
      dialect,
      operands: node.inputs.map((input) => rendered[input]!.sql),
      inputTypes: node.inputs.map((input) => nodes[input]!.type),
      categories: node.inputs.map((input) => countCategories(nodes[input]!, program.vocabularies)),
      vocabulary: node.op === 'lookup' ? vocabularies.get(node.settings.vocabulary) : undefined,
    });
    if (uses[index]! < 2 || node.op === 'constant') {
      rendered[index] = { sql, level };
      return;
    }
    (selects[level] ??= []).push(`${sql} as n${index}`);
    rendered[index] = { sql: `n${index}`, level: level + 1 };
  });
  // A graph of constants still gives one row for a row.
  if (selects[0]!.length === 0) selects[0]!.push('0 as n');
  const source = selects.reduce(
    (from, expressions, level) => `(select ${level === 0 ? '' : '*, '}${expressions.join(', ')} from ${from})`,
    relation,
  );
  const outputs = targets.map(
    ({ name, node }) => `${toOutput(nodes[node]!, rendered[node]!.sql)} as ${quoteIdentifier(name)}`,
  );
  return `select ${outputs.join(', ')} from ${source}`;
}

/** How often the text of each node will be written. An operator may write its operand more than once: that counts as two. */
function countUses(nodes: readonly MapperNode[], targets: ProgramToRender['targets']): readonly number[] {
  const uses = nodes.map(() => 0);
  for (const { node } of targets) uses[node]!++;
  for (let index = nodes.length - 1; index >= 0; index--) {
    if (uses[index] === 0) continue;
    const { op, inputs } = nodes[index]!;
    for (const input of inputs) uses[input]! += writesOnce.has(op) ? 1 : 2;
  }
  return uses;
}

const writesOnce: ReadonlySet<string> = new Set<MapperNode['op']>([
  'add',
  'subtract',
  'multiply',
  'divide',
  'negate',
  'absolute',
  'floor',
  'scale',
  'asNumber',
  'lessThan',
  'lessOrEqual',
  'greaterThan',
  'greaterOrEqual',
  'equals',
  'notEquals',
  'and',
  'or',
  'not',
  'when',
  'ifMissing',
  'isMissing',
  'isCategory',
  'hashBuckets',
  'timeBetween',
  'year',
  'month',
  'dayOfMonth',
  'dayOfYear',
  'dayOfWeek',
  'hourOfDay',
  'minuteOfDay',
  'secondOfDay',
]);

function toOutput({ type }: MapperNode, sql: string): string {
  return type === 'boolean' ? `cast(${sql} as double)` : type === 'categorical' ? `cast(${sql} as int)` : sql;
}
