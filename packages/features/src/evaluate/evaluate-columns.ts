import { unknownColumn, type ColumnBatch } from '@millrace/core';
import type { GraphProgram } from '../graph/fitted-graph.ts';
import { bindNode } from './bind-node.ts';
import { planSteps } from './program.ts';
import { readColumn } from './read-column.ts';
import { createVector, type Vector } from './vector.ts';

/** Prepares the computation of some nodes over columns. The result may hand on arrays of the batch without a copy. */
export function prepareColumns(
  program: GraphProgram,
  targets: readonly number[],
): (batch: ColumnBatch) => readonly Vector[] {
  const steps = planSteps(program, targets);
  return (batch) => {
    const vectors: Vector[] = [];
    for (const { index, node, ...prepared } of steps) {
      if (node.op === 'column') {
        const { name, columnType } = node.settings;
        const column = Object.hasOwn(batch.columns, name) ? batch.columns[name] : undefined;
        if (column === undefined)
          throw unknownColumn({ name, known: Object.keys(batch.columns), place: 'the rows to be transformed' });
        vectors[index] = readColumn(column, { name, columnType, rowCount: batch.rowCount });
        continue;
      }
      const out = createVector(node.type, batch.rowCount);
      bindNode(node, { ...prepared, inputs: node.inputs.map((input) => vectors[input]!), out })();
      vectors[index] = out;
    }
    return targets.map((target) => vectors[target]!);
  };
}
