import type { Column, ColumnBatch, ColumnSpec, GraphValueType, ScalarColumnType } from '@millrace/core';
import { notFitted } from './errors.ts';
import { prepareColumns } from './evaluate/evaluate-columns.ts';
import type { TextVector, Vector } from './evaluate/vector.ts';
import { checkExpression } from './expression/check-expression.ts';
import type { Expression } from './expression/expression.ts';
import { mappers } from './expression/operators.ts';
import { readColumns } from './graph/assemble-graph.ts';
import { createGraphBuilder, toMapperNode } from './graph/graph-builder.ts';

export interface CompiledExpression {
  /** The raw columns that it reads. */
  readonly columns: readonly ColumnSpec[];
  /** The type of the column that it gives; codes are integers. */
  readonly type: ScalarColumnType;
  readonly evaluate: (batch: ColumnBatch) => Column;
}

const columnTypes = {
  numeric: 'float',
  text: 'string',
  boolean: 'boolean',
  timestamp: 'timestamp',
  categorical: 'integer',
} as const satisfies Record<GraphValueType, ScalarColumnType>;

/**
 * Compiles one expression without analyzers into a column: when a row became known, what its key is. Missing values are
 * marked in the validity of the column. `name` says in errors whose expression it is.
 * Throws as `defineFeatures` does, and `FEATURES_NOT_FITTED` for an analyzer.
 */
export function compileExpression(expression: Expression, name = 'expression'): CompiledExpression {
  const builder = createGraphBuilder();
  const build = (part: Expression): number => {
    if (!Object.hasOwn(mappers, part.op)) throw notFitted({ feature: name, op: part.op });
    return builder.add(toMapperNode(part, part.inputs.map(build)));
  };
  const top = build(checkExpression(expression, { feature: name, path: '' }));
  const type = columnTypes[expression.type as GraphValueType];
  const compute = prepareColumns({ nodes: builder.nodes, vocabularies: {} }, [top]);
  return {
    columns: readColumns(builder.nodes),
    type,
    evaluate: (batch) => toTypedColumn(type, compute(batch)[0]!),
  };
}

function toTypedColumn(type: ScalarColumnType, vector: Vector): Column {
  if (type === 'string') return { type, values: vector as TextVector };
  const values = vector as Float64Array | Int32Array;
  if (values instanceof Int32Array || !values.includes(Number.NaN)) return { type, values, validity: undefined };
  return { type, values, validity: Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1)) };
}
