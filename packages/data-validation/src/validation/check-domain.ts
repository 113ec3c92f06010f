import type {
  Anomaly,
  LimitAnomalyCode,
  NumberStatistics,
  ScalarStatistics,
  SchemaFeature,
  SharedDomain,
  StringStatistics,
  TimestampStatistics,
  ValueCount,
  ValueFrequencies,
} from '@millrace/core';
import { isIntegerText } from '../statistics/summarize-strings.ts';
import { limitAnomaly } from './anomaly.ts';
import { countAbove, countBelow, type ValuesOutside } from './count-outside.ts';

/** The values of a column, or of the items of a list, against the domain of its feature. `path` names it in findings. */
export function checkDomain(
  column: ScalarStatistics,
  {
    feature,
    domain,
    path,
  }: { readonly feature: SchemaFeature; readonly domain: SharedDomain | undefined; readonly path: string },
): Anomaly[] {
  const minDomainMass = feature.distributionConstraints?.minDomainMass ?? 1;
  const place = { path, minDomainMass };
  const findings = column.type === 'float' ? checkSpecials(column, { feature, domain, path }) : [];
  if (domain === undefined || column.type === 'boolean' || column.presentCount === 0) return findings;
  if (column.type === 'string') return [...findings, ...checkText(column, domain, place)];
  switch (domain.kind) {
    case 'range':
      return [...findings, ...checkRange(column, domain, place)];
    case 'boolean':
      return [...findings, ...checkRange(column, { kind: 'range', min: 0, max: 1, isFlag: true }, place)];
    case 'values':
      return [...findings, ...checkValues('ENUM_TYPE_UNEXPECTED_NUMBERS', column, { ...place, values: domain.values })];
    default:
      return findings;
  }
}

interface DomainPlace {
  readonly path: string;
  readonly minDomainMass: number;
}

function checkSpecials(
  { nanCount, positiveInfinityCount, negativeInfinityCount }: NumberStatistics,
  {
    feature,
    domain,
    path,
  }: { readonly feature: SchemaFeature; readonly domain: SharedDomain | undefined; readonly path: string },
): Anomaly[] {
  const { allowNan = true, allowInfinity = domain?.kind !== 'range' } = feature;
  const infinityCount = positiveInfinityCount + negativeInfinityCount;
  const findings: Anomaly[] = [];
  if (!allowNan && nanCount > 0) {
    findings.push(limitAnomaly('FLOAT_TYPE_HAS_NAN', { path, expected: 0, actual: nanCount, count: nanCount }));
  }
  if (!allowInfinity && infinityCount > 0) {
    findings.push(
      limitAnomaly('FLOAT_TYPE_HAS_INF', { path, expected: 0, actual: infinityCount, count: infinityCount }),
    );
  }
  return findings;
}

const rangeCodes: Readonly<Record<string, readonly [low: LimitAnomalyCode, high: LimitAnomalyCode]>> = {
  integer: ['INT_TYPE_SMALL_INT', 'INT_TYPE_BIG_INT'],
  float: ['FLOAT_TYPE_SMALL_FLOAT', 'FLOAT_TYPE_BIG_FLOAT'],
  timestamp: ['TIMESTAMP_TYPE_EARLY', 'TIMESTAMP_TYPE_LATE'],
  flag: ['BOOL_TYPE_SMALL_INT', 'BOOL_TYPE_BIG_INT'],
};

function checkRange(
  column: NumberStatistics | TimestampStatistics,
  {
    min,
    max,
    isFlag = false,
  }: {
    readonly min?: number | undefined;
    readonly max?: number | undefined;
    readonly isFlag?: boolean;
    readonly kind: 'range';
  },
  { path, minDomainMass }: DomainPlace,
): Anomaly[] {
  if (column.min === null || column.max === null) return [];
  const isBelow = min !== undefined && column.min < min;
  const isAbove = max !== undefined && column.max > max;
  const below = isBelow ? countBelow(column, min) : undefined;
  const above = isAbove ? countAbove(column, max) : undefined;
  const total = column.histogram?.counts.reduce((sum, count) => sum + count, 0) ?? 0;
  const mass = 1 - ((below?.count ?? 0) + (above?.count ?? 0)) / total;
  if (minDomainMass < 1 && mass >= minDomainMass) return [];
  const [low, high] = rangeCodes[isFlag ? 'flag' : column.type]!;
  const report = (code: LimitAnomalyCode, outside: ValuesOutside, limits: readonly [number, number]): Anomaly =>
    limitAnomaly(code, {
      path,
      expected: limits[0],
      actual: limits[1],
      count: outside.count,
      isCountExact: outside.isExact,
      examples: outside.examples,
    });
  return [
    ...(below === undefined ? [] : [report(low, below, [min!, column.min])]),
    ...(above === undefined ? [] : [report(high, above, [max!, column.max])]),
  ];
}

function checkText(column: StringStatistics, domain: SharedDomain, place: DomainPlace): Anomaly[] {
  switch (domain.kind) {
    case 'values':
      return checkValues('ENUM_TYPE_UNEXPECTED_STRING_VALUES', column, { ...place, values: domain.values });
    case 'boolean': {
      const values = [domain.trueValue, domain.falseValue].filter((value) => value !== undefined);
      return checkValues('BOOL_TYPE_UNEXPECTED_STRING', column, { ...place, values });
    }
    case 'integerText': {
      const { path, minDomainMass } = place;
      const mass = column.integerTextCount / column.presentCount;
      if (mass >= minDomainMass) return [];
      const examples = listUnexpected(column.frequencies, (value) => isIntegerText(String(value)));
      const count = column.presentCount - column.integerTextCount;
      const facts = { path, expected: minDomainMass, actual: mass, count, examples: examples.slice(0, 10) };
      return [limitAnomaly('INT_TYPE_NOT_INT_STRING', facts)];
    }
    default:
      return [];
  }
}

function checkValues(
  code: LimitAnomalyCode,
  { frequencies, presentCount, distinctCount }: Exclude<ScalarStatistics, { readonly type: 'boolean' }>,
  { path, minDomainMass, values }: DomainPlace & { readonly values: readonly (string | number)[] },
): Anomaly[] {
  const domain = new Set(values);
  const unexpected = listUnexpected(frequencies, (value) => domain.has(value));
  const listed = unexpected.reduce((sum, { count }) => sum + count, 0);
  // What a cut-off list leaves out holds at least the distinct values for which the domain has no room.
  const unlisted = frequencies.isComplete ? 0 : Math.max(0, distinctCount - unexpected.length - domain.size);
  const count = listed + unlisted;
  const mass = (presentCount - count) / presentCount;
  if (count === 0 || (minDomainMass < 1 && mass >= minDomainMass)) return [];
  const isCountExact = frequencies.isComplete;
  return [
    limitAnomaly(code, {
      path,
      expected: minDomainMass,
      actual: mass,
      count,
      isCountExact,
      examples: unexpected.slice(0, 10),
    }),
  ];
}

function listUnexpected(
  { values, counts }: ValueFrequencies,
  isExpected: (value: string | number) => boolean,
): readonly ValueCount[] {
  return values.map((value, i) => ({ value, count: counts[i]! })).filter(({ value }) => !isExpected(value));
}
