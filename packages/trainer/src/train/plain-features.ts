import { getColumn, isPresent, unknownColumn, type Column, type ColumnBatch, type Task } from '@millrace/core';
import {
  asText,
  defineFeatures,
  equals,
  flag,
  integer,
  number,
  text,
  vocabulary,
  type FeatureSet,
  type OutputExpression,
} from '@millrace/features';
import { columnNotUsable } from '../errors.ts';

/** Texts of a column that get a category of their own; rarer ones share one. */
const VOCABULARY_SIZE = 1000;

/**
 * Features of a table without a declaration: numbers and booleans as they are, texts by a vocabulary; and the label.
 * `classes` names the classes where the label's values are not their names.
 */
export function declarePlainFeatures(
  table: ColumnBatch,
  {
    label,
    task,
    weight,
  }: { readonly label: string; readonly task: Task | undefined; readonly weight?: string | undefined },
): { readonly features: FeatureSet; readonly classes: readonly string[] | undefined } {
  const known = Object.keys(table.columns);
  if (!known.includes(label)) throw unknownColumn({ name: label, known, place: 'the table' });
  const expressions: Record<string, OutputExpression> = {};
  for (const name of known) {
    if (name !== label && name !== weight) expressions[name] = featureOf(name, getColumn(table, name));
  }
  const { expression, classes } = labelOf(label, { column: getColumn(table, label), rowCount: table.rowCount, task });
  return { features: defineFeatures({ ...expressions, [label]: expression }), classes };
}

function featureOf(name: string, column: Column): OutputExpression {
  switch (column.type) {
    case 'float':
    case 'integer':
      return number(name);
    case 'boolean':
      return flag(name);
    case 'string':
      return vocabulary(text(name), { size: VOCABULARY_SIZE });
    default:
      throw columnNotUsable({ column: name, type: column.type });
  }
}

function labelOf(
  label: string,
  source: { readonly column: Column; readonly rowCount: number; readonly task: Task | undefined },
): { readonly expression: OutputExpression; readonly classes?: readonly string[] } {
  const { column, rowCount, task } = source;
  if (column.type === 'boolean') return { expression: flag(label), classes: ['false', 'true'] };
  if (column.type === 'string') {
    const values = new Set(column.values.filter((value) => value !== null));
    if (values.size !== 2) return { expression: vocabulary(text(label), { oovBuckets: 0 }) };
    const classes = [...values].sort();
    return { expression: equals(text(label), classes[1]!), classes };
  }
  if (column.type !== 'float' && column.type !== 'integer') throw columnNotUsable({ column: label, type: column.type });
  const values = new Set<number>();
  for (let row = 0; row < rowCount && values.size < 1000; row++) {
    if (isPresent(column, row) && !Number.isNaN(column.values[row])) values.add(column.values[row]!);
  }
  const sorted = [...values].sort((a, b) => a - b);
  if (task === 'multi-class') {
    const areIndices = sorted.every((value, index) => value === index);
    return { expression: areIndices ? number(label) : vocabulary(asText(integer(label)), { oovBuckets: 0 }) };
  }
  if (task === 'regression' || sorted.length !== 2 || (sorted[0] === 0 && sorted[1] === 1)) {
    return { expression: number(label) };
  }
  return { expression: equals(number(label), sorted[1]!), classes: sorted.map(String) };
}
