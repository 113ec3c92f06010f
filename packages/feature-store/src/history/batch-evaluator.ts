import { canonicalJson, type Column, type ColumnBatch } from '@millrace/core';
import { compileExpression, type CompiledExpression, type Expression } from '@millrace/features';

/** Evaluates expressions on a batch, each one once, however many views ask for it. */
export interface BatchEvaluator {
  evaluate(expression: Expression, batch: ColumnBatch): Column;
}

export function createBatchEvaluator(): BatchEvaluator {
  const compiled = new Map<Expression, { readonly id: string; readonly evaluate: CompiledExpression['evaluate'] }>();
  let current: ColumnBatch | undefined;
  const columns = new Map<string, Column>();
  return {
    evaluate(expression, batch) {
      if (batch !== current) columns.clear();
      current = batch;
      let known = compiled.get(expression);
      if (known === undefined) {
        known = { id: canonicalJson(expression), evaluate: compileExpression(expression).evaluate };
        compiled.set(expression, known);
      }
      let column = columns.get(known.id);
      if (column === undefined) {
        column = known.evaluate(batch);
        columns.set(known.id, column);
      }
      return column;
    },
  };
}

/** Writes a column as numbers, NaN where missing; texts by their code. */
export function writeNumbers(
  column: Column,
  into: Float64Array,
  codeOf: (text: string) => number = () => Number.NaN,
): void {
  if (column.type === 'string') {
    for (let row = 0; row < into.length; row++) {
      const text = column.values[row];
      into[row] = text == null ? Number.NaN : codeOf(text);
    }
    return;
  }
  if (column.type === 'list') return void into.fill(Number.NaN);
  const { values, validity } = column;
  into.set(values.length === into.length ? values : values.subarray(0, into.length));
  if (validity === undefined) return;
  for (let row = 0; row < into.length; row++) if (validity[row] === 0) into[row] = Number.NaN;
}
