import { optionForms, type OptionForm } from '@millrace/core';

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
