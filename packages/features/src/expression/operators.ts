import type { ValueType } from './expression.ts';

export type SettingKind =
  | 'number'
  | 'number-or-null'
  | 'non-zero'
  | 'positive'
  | 'count'
  | 'count-or-null'
  | 'natural'
  | 'fraction'
  | 'ascending-numbers'
  | 'text'
  | 'texts'
  | 'literal'
  | 'plain-type'
  | 'column-type'
  | 'time-unit';

/** `same`: all operands of this kind have one type, one of `same`. `rest`: one or more of these types. */
export interface OperatorSignature {
  readonly operands: readonly (ValueType | 'same' | 'any')[];
  readonly same?: readonly ValueType[];
  readonly rest?: readonly ValueType[];
  readonly result: ValueType | 'same' | 'by-setting';
  readonly settings: Readonly<Record<string, SettingKind>>;
}

const plain = ['numeric', 'text', 'boolean', 'timestamp'] as const;
const ordered = ['numeric', 'timestamp'] as const;
const none = {} as const;

/** What stands in a fitted graph: operators without a pass over the data. */
export const mappers = {
  column: { operands: [], result: 'by-setting', settings: { name: 'text', columnType: 'column-type' } },
  constant: { operands: [], result: 'by-setting', settings: { value: 'literal', valueType: 'plain-type' } },
  add: { operands: ['numeric', 'numeric'], result: 'numeric', settings: none },
  subtract: { operands: ['numeric', 'numeric'], result: 'numeric', settings: none },
  multiply: { operands: ['numeric', 'numeric'], result: 'numeric', settings: none },
  divide: { operands: ['numeric', 'numeric'], result: 'numeric', settings: none },
  minimum: { operands: ['numeric', 'numeric'], result: 'numeric', settings: none },
  maximum: { operands: ['numeric', 'numeric'], result: 'numeric', settings: none },
  negate: { operands: ['numeric'], result: 'numeric', settings: none },
  absolute: { operands: ['numeric'], result: 'numeric', settings: none },
  floor: { operands: ['numeric'], result: 'numeric', settings: none },
  squareRoot: { operands: ['numeric'], result: 'numeric', settings: none },
  log1p: { operands: ['numeric'], result: 'numeric', settings: none },
  clip: {
    operands: ['numeric'],
    result: 'numeric',
    settings: { minimum: 'number-or-null', maximum: 'number-or-null' },
  },
  scale: { operands: ['numeric'], result: 'numeric', settings: { offset: 'number', divisor: 'non-zero' } },
  sine: { operands: ['numeric'], result: 'numeric', settings: { period: 'positive' } },
  cosine: { operands: ['numeric'], result: 'numeric', settings: { period: 'positive' } },
  lessThan: { operands: ['same', 'same'], same: ordered, result: 'boolean', settings: none },
  lessOrEqual: { operands: ['same', 'same'], same: ordered, result: 'boolean', settings: none },
  greaterThan: { operands: ['same', 'same'], same: ordered, result: 'boolean', settings: none },
  greaterOrEqual: { operands: ['same', 'same'], same: ordered, result: 'boolean', settings: none },
  equals: { operands: ['same', 'same'], same: plain, result: 'boolean', settings: none },
  notEquals: { operands: ['same', 'same'], same: plain, result: 'boolean', settings: none },
  isIn: { operands: ['text'], result: 'boolean', settings: { values: 'texts' } },
  and: { operands: ['boolean', 'boolean'], result: 'boolean', settings: none },
  or: { operands: ['boolean', 'boolean'], result: 'boolean', settings: none },
  not: { operands: ['boolean'], result: 'boolean', settings: none },
  when: { operands: ['boolean', 'same', 'same'], same: plain, result: 'same', settings: none },
  ifMissing: { operands: ['same', 'same'], same: plain, result: 'same', settings: none },
  isMissing: { operands: ['any'], result: 'boolean', settings: none },
  asNumber: { operands: ['boolean'], result: 'numeric', settings: none },
  asText: { operands: ['numeric'], result: 'text', settings: none },
  year: { operands: ['timestamp'], result: 'numeric', settings: none },
  month: { operands: ['timestamp'], result: 'numeric', settings: none },
  dayOfMonth: { operands: ['timestamp'], result: 'numeric', settings: none },
  dayOfYear: { operands: ['timestamp'], result: 'numeric', settings: none },
  dayOfWeek: { operands: ['timestamp'], result: 'numeric', settings: none },
  hourOfDay: { operands: ['timestamp'], result: 'numeric', settings: none },
  minuteOfDay: { operands: ['timestamp'], result: 'numeric', settings: none },
  secondOfDay: { operands: ['timestamp'], result: 'numeric', settings: none },
  timeBetween: { operands: ['timestamp', 'timestamp'], result: 'numeric', settings: { unit: 'time-unit' } },
  addTime: { operands: ['timestamp', 'numeric'], result: 'timestamp', settings: { unit: 'time-unit' } },
  bucketize: { operands: ['numeric'], result: 'categorical', settings: { boundaries: 'ascending-numbers' } },
  hashBuckets: { operands: ['text'], result: 'categorical', settings: { buckets: 'count' } },
  cross: { operands: [], rest: ['text', 'categorical'], result: 'categorical', settings: { buckets: 'count' } },
  lookup: { operands: ['text'], result: 'categorical', settings: { vocabulary: 'text', oovBuckets: 'natural' } },
  isCategory: { operands: ['categorical'], result: 'numeric', settings: { code: 'natural' } },
} as const satisfies Record<string, OperatorSignature>;

/** What needs a full pass over the data and becomes mappers with constants. */
export const analyzers = {
  zScore: { operands: ['numeric'], result: 'numeric', settings: none },
  minMax: { operands: ['numeric'], result: 'numeric', settings: none },
  mean: { operands: ['numeric'], result: 'numeric', settings: none },
  quantile: { operands: ['numeric'], result: 'numeric', settings: { fraction: 'fraction' } },
  quantileBuckets: { operands: ['numeric'], result: 'categorical', settings: { buckets: 'count' } },
  vocabulary: {
    operands: ['text'],
    result: 'categorical',
    settings: { size: 'count-or-null', minCount: 'count', oovBuckets: 'natural' },
  },
} as const satisfies Record<string, OperatorSignature>;

/** What only shapes the outputs. */
export const shapers = {
  oneHot: { operands: ['categorical'], result: 'indicators', settings: none },
} as const satisfies Record<string, OperatorSignature>;

export type Mapper = keyof typeof mappers;
export type Analyzer = keyof typeof analyzers;

/** Microseconds of each unit of time. */
export const timeUnits = {
  microseconds: 1,
  milliseconds: 1000,
  seconds: 1_000_000,
  minutes: 60_000_000,
  hours: 3_600_000_000,
  days: 86_400_000_000,
} as const;
export type TimeUnit = keyof typeof timeUnits;
