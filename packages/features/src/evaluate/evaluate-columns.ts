import { getColumn, type ColumnBatch } from '@millrace/core';
import type { GraphProgram, MapperNode } from '../graph/fitted-graph.ts';
import { bindNode } from './bind-node.ts';
import { planSteps } from './program.ts';
import { readColumn } from './read-column.ts';
import { createVector, type Vector } from './vector.ts';

/** Prepares the computation of some nodes over columns. The result may hand on arrays of the batch without a copy. */
export function prepareColumns(
  program: GraphProgram,
  targets: readonly number[],
): (batch: ColumnBatch) => readonly Vector[] {
  const steps = planSteps(program, targets).map((step) => ({ ...step, reused: undefined as number | undefined }));
  const lastUse = new Map<number, number>(targets.map((target) => [target, Number.POSITIVE_INFINITY]));
  for (const { index, node } of steps)
    for (const input of node.inputs) lastUse.set(input, Math.max(lastUse.get(input) ?? 0, index));
  for (const step of steps) step.reused = step.node.inputs.find((input) => canReuse(program, step, input));

  function canReuse({ nodes }: GraphProgram, { index, node }: (typeof steps)[number], input: number): boolean {
    const operand = nodes[input]!;
    return lastUse.get(input) === index && operand.op !== 'column' && isNumbers(operand) && isNumbers(node);
  }

  return (batch) => {
    const vectors: (Vector | undefined)[] = [];
    for (const { index, node, reused, ...prepared } of steps) {
      if (node.op === 'column') {
        const { name, columnType } = node.settings;
        vectors[index] = readColumn(getColumn(batch, name, 'the rows to be transformed'), {
          name,
          columnType,
          rowCount: batch.rowCount,
        });
        continue;
      }
      // Loops go from row to row, so the result may lie where an operand lay that nobody needs any more.
      const out = (reused === undefined ? undefined : vectors[reused]) ?? createVector(node.type, batch.rowCount);
      bindNode(node, { ...prepared, inputs: node.inputs.map((input) => vectors[input]!), out })();
      for (const input of node.inputs) if (lastUse.get(input) === index) vectors[input] = undefined;
      vectors[index] = out;
    }
    return targets.map((target) => vectors[target]!);
  };
}

/** True where values are doubles. */
function isNumbers({ type }: MapperNode): boolean {
  return type !== 'text' && type !== 'categorical';
}
