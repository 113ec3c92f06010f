import { parsePayload, type FeatureDomain, type SchemaFeature, type SchemaPayload } from '@millrace/core';
import { invalidSchema } from '../errors.ts';

/**
 * Checks a schema as a person may have written it: its form against the JSON Schema, and that its parts fit one another.
 * `place` (a file name) is named in the error. Throws `CORE_INVALID_PAYLOAD` or `DATA_VALIDATION_INVALID_SCHEMA`, both
 * with JSON pointers.
 */
export function checkSchema(value: unknown, place = 'the schema'): SchemaPayload {
  const schema = parsePayload('schema', value, place);
  const problems = Object.entries(schema.features).flatMap(([name, feature]) =>
    findFeatureProblems(feature, schema).map((problem) => `${pointerOf(name)}${problem}`),
  );
  for (const [name, domain] of Object.entries(schema.domains ?? {})) {
    problems.push(...findRangeProblems(domain).map((problem) => `/domains/${escapePointer(name)}${problem}`));
  }
  problems.push(...findLimitProblems(schema));
  if (problems.length > 0) throw invalidSchema({ place, problems });
  return schema;
}

function pointerOf(name: string): string {
  return `/features/${escapePointer(name)}`;
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function findFeatureProblems(feature: SchemaFeature, schema: SchemaPayload): string[] {
  const { type, itemType, shape, valueCount, uniqueness, presence } = feature;
  const problems: string[] = [];
  if (type === 'list' && itemType === undefined) problems.push(' is a list and needs an "itemType"');
  if (type !== 'list') {
    if (itemType !== undefined) problems.push(`/itemType is only for lists, and the type is ${type}`);
    if (shape !== undefined) problems.push(`/shape is only for lists, and the type is ${type}`);
    if (valueCount !== undefined) problems.push(`/valueCount is only for lists, and the type is ${type}`);
  }
  if (shape !== undefined && presence?.minFraction !== 1) {
    problems.push('/shape means a list in every row, so "presence" needs "minFraction": 1');
  }
  if (uniqueness !== undefined && type === 'list') problems.push('/uniqueness is not for lists');
  problems.push(...findOrderProblems('/valueCount', valueCount), ...findOrderProblems('/uniqueness', uniqueness));
  problems.push(...findDomainProblems(feature, schema));
  const valueType = itemType ?? type;
  if (valueType !== 'float') {
    if (feature.allowNan !== undefined) problems.push(`/allowNan is only for floats, and the type is ${valueType}`);
    if (feature.allowInfinity !== undefined) {
      problems.push(`/allowInfinity is only for floats, and the type is ${valueType}`);
    }
  }
  for (const key of ['driftComparator', 'skewComparator'] as const) {
    if (feature[key]?.histogram !== undefined && feature[key].jensenShannon === undefined) {
      problems.push(`/${key}/histogram is read by "jensenShannon", which has no threshold`);
    }
  }
  return problems;
}

function findDomainProblems(feature: SchemaFeature, schema: SchemaPayload): string[] {
  const domain = resolveDomain(feature, schema);
  if (feature.domain === undefined) {
    const mass = feature.distributionConstraints;
    return mass === undefined ? [] : ['/distributionConstraints need a "domain"'];
  }
  if (domain === undefined) {
    const known = Object.keys(schema.domains ?? {});
    const name = feature.domain.kind === 'shared' ? feature.domain.name : '';
    return [`/domain/name is "${name}", and "domains" has ${known.length === 0 ? 'none' : known.join(', ')}`];
  }
  const type = feature.itemType ?? feature.type;
  const fitting: Readonly<Record<typeof domain.kind, readonly string[]>> = {
    values: ['string', 'integer'],
    range: ['integer', 'float', 'timestamp'],
    boolean: ['integer', 'string'],
    integerText: ['string'],
  };
  if (!fitting[domain.kind].includes(type)) {
    return [`/domain of kind ${domain.kind} fits ${fitting[domain.kind].join(' and ')}, not ${type}`];
  }
  const problems = findRangeProblems(domain).map((problem) => `/domain${problem}`);
  if (domain.kind === 'values') {
    const wanted = type === 'string' ? 'string' : 'number';
    const odd = domain.values.findIndex((value) => typeof value !== wanted);
    if (odd >= 0)
      problems.push(`/domain/values/${odd} is ${JSON.stringify(domain.values[odd])} in a column of ${type}`);
  }
  if (domain.kind === 'boolean') {
    const words = [domain.trueValue, domain.falseValue].filter((word) => word !== undefined);
    if (type === 'string' && words.length === 0) problems.push('/domain needs a "trueValue" or a "falseValue"');
    if (type === 'integer' && words.length > 0) problems.push('/domain of integers is 0 and 1, without words');
  }
  return problems;
}

function findRangeProblems(domain: FeatureDomain): string[] {
  return domain.kind === 'range' ? findOrderProblems('', domain) : [];
}

function findOrderProblems(
  place: string,
  limits: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined,
): string[] {
  const { min = -Infinity, max = Infinity } = limits ?? {};
  return min > max ? [`${place}/min is ${min} and above max, ${max}`] : [];
}

function findLimitProblems({ dataset = {} }: SchemaPayload): string[] {
  const { minRowCount, maxRowCount, rowCountDrift } = dataset;
  return [
    ...findOrderProblems('/dataset (row count)', { min: minRowCount, max: maxRowCount }),
    ...findOrderProblems('/dataset/rowCountDrift', { min: rowCountDrift?.minRatio, max: rowCountDrift?.maxRatio }),
  ];
}

/** The domain of a feature, with a shared one looked up. */
export function resolveDomain(
  { domain }: SchemaFeature,
  { domains = {} }: SchemaPayload,
): Exclude<FeatureDomain, { readonly kind: 'shared' }> | undefined {
  if (domain?.kind !== 'shared') return domain;
  return Object.hasOwn(domains, domain.name) ? domains[domain.name] : undefined;
}
