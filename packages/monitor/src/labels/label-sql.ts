import type { ColumnSpec } from '@millrace/core';
import { quoteIdentifier, quoteText } from '@millrace/data';
import { unusableLabel } from '../errors.ts';
import type { LabelRule } from './label-rule.ts';

/** The label as SQL: a number, or text for classes; null where the column is missing. */
export function labelSql(rule: LabelRule, spec: ColumnSpec): string {
  const column = quoteIdentifier(spec.name);
  if (typeof rule === 'string') {
    if (spec.type === 'list' || spec.type === 'timestamp') {
      throw unusableLabel({ column: spec.name, type: spec.type, expected: 'a number, a flag or text' });
    }
    return spec.type === 'boolean' ? `cast(${column} as integer)` : column;
  }
  if ('equals' in rule) {
    const { equals } = rule;
    const isText = typeof equals === 'string';
    if (isText !== (spec.type === 'string')) {
      throw unusableLabel({ column: spec.name, type: spec.type, expected: `what can equal ${JSON.stringify(equals)}` });
    }
    return whether(column, `${column} = ${isText ? quoteText(equals) : String(equals)}`);
  }
  if (spec.type !== 'integer' && spec.type !== 'float') {
    throw unusableLabel({ column: spec.name, type: spec.type, expected: 'a number' });
  }
  return whether(column, 'greaterThan' in rule ? `${column} > ${rule.greaterThan}` : `${column} < ${rule.lessThan}`);
}

function whether(column: string, condition: string): string {
  return `case when ${column} is null then null when ${condition} then 1 else 0 end`;
}
