import { optionForms, type ColumnSpec, type OptionForm } from '@millrace/core';
import { quoteIdentifier, quoteText } from '@millrace/data';
import { unusableLabel } from '../errors.ts';

/** What came to pass: a column as it is, or 1 where it is beyond a bound or equals a value, else 0. */
export type LabelRule =
  | string
  | { readonly column: string; readonly greaterThan: number }
  | { readonly column: string; readonly lessThan: number }
  | { readonly column: string; readonly equals: string | number | boolean };

/** The form of a rule, for callers that no compiler stops. */
export const labelRuleForm: OptionForm = {
  expected:
    "the name of a column, or a rule such as `{ column: 'delay', greaterThan: 15 }`, with `lessThan` or `equals`",
  admits: (value) => {
    if (typeof value !== 'object' || value === null) return optionForms.text.admits(value);
    const { column, ...rest } = value as Readonly<Record<string, unknown>>;
    const [[relation, bound] = [], ...others] = Object.entries(rest);
    const isBound = relation === 'greaterThan' || relation === 'lessThan';
    const isRight = isBound
      ? Number.isFinite(bound)
      : relation === 'equals' && (['string', 'boolean'].includes(typeof bound) || Number.isFinite(bound));
    return optionForms.text.admits(column) && isRight && others.length === 0;
  },
};

export function columnOfRule(rule: LabelRule): string {
  return typeof rule === 'string' ? rule : rule.column;
}

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
