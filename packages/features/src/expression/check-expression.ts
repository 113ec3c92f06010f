import { describeValue, describeKnownNames } from '@millrace/core';
import { invalidExpression, wrongOperand, wrongSetting } from '../errors.ts';
import type { Expression, ValueType } from './expression.ts';
import { analyzers, mappers, shapers, type OperatorSignature } from './operators.ts';
import { settingRules } from './settings.ts';

/** Where an expression stands: the feature, and the operators from its top. */
export interface ExpressionPlace {
  readonly feature: string;
  readonly path: string;
}

const operators: Readonly<Record<string, OperatorSignature>> = { ...mappers, ...analyzers, ...shapers };
const columnValueTypes = {
  float: 'numeric',
  integer: 'numeric',
  string: 'text',
  boolean: 'boolean',
  timestamp: 'timestamp',
} as const;
const literalTypes = { number: ['numeric', 'timestamp'], string: ['text'], boolean: ['boolean'] } as const;

/** Checks a whole tree that may come from JavaScript or from JSON, and gives it its type. */
export function checkExpression(value: unknown, place: ExpressionPlace): Expression {
  const where = { ...place, path: place.path === '' ? 'the top' : place.path.slice(0, -1) };
  if (typeof value !== 'object' || value === null || !('op' in value) || !('inputs' in value))
    throw invalidExpression({ ...where, reason: `${describeValue(value)} is not an expression` });
  const expression = value as Expression;
  const { op, inputs, settings } = expression;
  const signature = Object.hasOwn(operators, op) ? operators[op] : undefined;
  if (signature === undefined) {
    const reason = `there is no operator "${String(op)}". ${describeKnownNames(String(op), Object.keys(operators))}`;
    throw invalidExpression({ ...where, reason: reason.replace(/\.$/, '') });
  }
  const here = { ...place, path: `${place.path}${op}` };
  if (!Array.isArray(inputs)) throw invalidExpression({ ...here, reason: 'its inputs are not a list' });
  const operands = inputs.map((input, index) => checkExpression(input, { ...place, path: `${here.path}[${index}].` }));
  checkSettings({ signature, settings: settings ?? {}, place: here });
  const result = checkOperandTypes({ op, operandTypes: operands.map(({ type }) => type), settings, place: here });
  if (expression.type !== result)
    throw invalidExpression({ ...here, reason: `it says that it is ${String(expression.type)}, and it is ${result}` });
  return expression;
}

function checkSettings({
  signature,
  settings,
  place,
}: {
  readonly signature: OperatorSignature;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly place: ExpressionPlace;
}): void {
  for (const [setting, kind] of Object.entries(signature.settings)) {
    const { admits, expected } = settingRules[kind];
    const value = settings[setting];
    if (!admits(value)) throw wrongSetting({ ...place, setting, value: describeValue(value), expected });
  }
  const extra = Object.keys(settings).find((setting) => !Object.hasOwn(signature.settings, setting));
  if (extra !== undefined) {
    const known = Object.keys(signature.settings);
    const expected = known.length === 0 ? 'no settings' : `only ${known.map((name) => `"${name}"`).join(', ')}`;
    throw wrongSetting({ ...place, setting: extra, value: describeValue(settings[extra]), expected });
  }
  const { minimum, maximum } = settings;
  if (typeof minimum === 'number' && typeof maximum === 'number' && minimum > maximum)
    throw wrongSetting({
      ...place,
      setting: 'minimum',
      value: `${minimum}`,
      expected: `at most the maximum, ${maximum}`,
    });
}

interface OperandsToCheck {
  readonly op: string;
  readonly operandTypes: readonly ValueType[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly place: ExpressionPlace;
}

/** Checks the types of operands against the signature; returns the type of the result. */
export function checkOperandTypes({ op, operandTypes, settings, place }: OperandsToCheck): ValueType {
  const { operands, rest, same, result } = operators[op]!;
  const hasEnough = rest === undefined ? operandTypes.length === operands.length : operandTypes.length > 0;
  if (!hasEnough) {
    const count = rest === undefined ? `${operands.length}` : 'one or more';
    throw invalidExpression({ ...place, reason: `it has ${operandTypes.length} operands and takes ${count}` });
  }
  let common: ValueType | undefined;
  operandTypes.forEach((actual, index) => {
    const kind = operands[index] ?? 'rest';
    const wrong = (expected: string): never => {
      throw wrongOperand({ ...place, path: `${place.path}[${index}]`, expected, actual });
    };
    if (kind === 'any') {
      if (actual === 'indicators') wrong('one value');
    } else if (kind === 'rest') {
      if (!rest!.includes(actual)) wrong(rest!.join(' or '));
    } else if (kind !== 'same') {
      if (actual !== kind) wrong(kind);
    } else if (common === undefined) {
      if (!same!.includes(actual)) wrong(same!.join(' or '));
      common = actual;
    } else if (actual !== common) {
      wrong(common);
    }
  });
  if (result === 'same') return common!;
  return result === 'by-setting' ? leafType({ op, settings, place }) : result;
}

function leafType({ op, settings, place }: Pick<OperandsToCheck, 'op' | 'settings' | 'place'>): ValueType {
  if (op === 'column') return columnValueTypes[settings['columnType'] as keyof typeof columnValueTypes];
  const { value, valueType } = settings as { value: number | string | boolean; valueType: ValueType };
  const possible: readonly ValueType[] = literalTypes[typeof value as keyof typeof literalTypes];
  const isMoment = valueType !== 'timestamp' || Number.isSafeInteger(value);
  if (!possible.includes(valueType) || !isMoment)
    throw wrongSetting({ ...place, setting: 'value', value: describeValue(value), expected: `a ${valueType} value` });
  return valueType;
}
