import type { ScalarColumnType } from '@millrace/core';
import { timeUnits, type mappers, type Mapper, type SettingKind, type TimeUnit } from './operators.ts';
import type { PlainType } from './expression.ts';

interface SettingValues {
  readonly number: number;
  readonly 'number-or-null': number | null;
  readonly 'non-zero': number;
  readonly positive: number;
  readonly count: number;
  readonly 'count-or-null': number | null;
  readonly natural: number;
  readonly fraction: number;
  readonly 'ascending-numbers': readonly number[];
  readonly text: string;
  readonly texts: readonly string[];
  readonly literal: number | string | boolean;
  readonly 'plain-type': PlainType;
  readonly 'column-type': ScalarColumnType;
  readonly 'time-unit': TimeUnit;
}

type SettingKindsOf<TOp extends Mapper> = (typeof mappers)[TOp]['settings'];

/** The settings of a mapper, typed from the table of operators. */
export type SettingsOf<TOp extends Mapper> = {
  readonly [TName in keyof SettingKindsOf<TOp>]: SettingKindsOf<TOp>[TName] extends SettingKind
    ? SettingValues[SettingKindsOf<TOp>[TName]]
    : never;
};

/** More buckets than this are refused: the product of two of them must stay exact in a double. */
const mostBuckets = 16_777_216;

interface SettingRule {
  readonly expected: string;
  readonly admits: (value: unknown) => boolean;
}

const isFinite = (value: unknown): value is number => Number.isFinite(value);
const isWhole = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= mostBuckets;

export const settingRules: Readonly<Record<SettingKind, SettingRule>> = {
  number: { expected: 'a finite number', admits: isFinite },
  'number-or-null': { expected: 'a finite number or null', admits: (value) => value === null || isFinite(value) },
  'non-zero': {
    expected: 'a finite number other than 0',
    admits: (value) => isFinite(value) && value !== 0,
  },
  positive: { expected: 'a finite number above 0', admits: (value) => isFinite(value) && value > 0 },
  count: { expected: `a whole number from 1 to ${mostBuckets}`, admits: (value) => isWhole(value, 1) },
  'count-or-null': {
    expected: `a whole number from 1 to ${mostBuckets}, or null for no limit`,
    admits: (value) => value === null || isWhole(value, 1),
  },
  natural: { expected: `a whole number from 0 to ${mostBuckets}`, admits: (value) => isWhole(value, 0) },
  fraction: {
    expected: 'a number from 0 to 1',
    admits: (value) => isFinite(value) && value >= 0 && value <= 1,
  },
  'ascending-numbers': {
    expected: 'a list of finite numbers, each above the one before',
    admits: (value) =>
      Array.isArray(value) && value.every((item, index) => isFinite(item) && (index === 0 || item > value[index - 1])),
  },
  text: { expected: 'a text that is not empty', admits: (value) => typeof value === 'string' && value !== '' },
  texts: {
    expected: 'a list of texts',
    admits: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  },
  literal: {
    expected: 'a finite number, a text or a boolean',
    admits: (value) => isFinite(value) || typeof value === 'string' || typeof value === 'boolean',
  },
  'plain-type': {
    expected: 'one of "numeric", "text", "boolean", "timestamp"',
    admits: (value) => ['numeric', 'text', 'boolean', 'timestamp'].includes(value as string),
  },
  'column-type': {
    expected: 'one of "float", "integer", "string", "boolean", "timestamp"',
    admits: (value) => ['float', 'integer', 'string', 'boolean', 'timestamp'].includes(value as string),
  },
  'time-unit': {
    expected: `one of ${Object.keys(timeUnits)
      .map((unit) => `"${unit}"`)
      .join(', ')}`,
    admits: (value) => typeof value === 'string' && Object.hasOwn(timeUnits, value),
  },
};
