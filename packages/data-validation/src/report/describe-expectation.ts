import type { SchemaFeature, SchemaPayload } from '@millrace/core';
import { resolveDomain } from '../schema/check-schema.ts';
import { typeName } from '../validation/anomaly.ts';
import { formatNumber, formatShare, formatTime, formatValue } from '../validation/format-value.ts';

/** What a schema expects of a feature, in a line. */
export function describeExpectation(feature: SchemaFeature, schema: SchemaPayload | undefined): string {
  const { presence, shape, valueCount, uniqueness, lifecycle, driftComparator, skewComparator } = feature;
  const { minFraction = 0, minCount = 0 } = presence ?? {};
  const parts = [
    lifecycle,
    typeName(feature),
    minFraction === 1
      ? 'always present'
      : minFraction > 0
        ? `present in ${formatShare(minFraction)}`
        : minCount > 0
          ? 'may be missing'
          : 'optional',
    shape === undefined ? undefined : `${shape[0]} items`,
    describeLimits(valueCount, formatNumber, ' items'),
    describeDomain(feature, schema),
    describeLimits(uniqueness, formatNumber, ' distinct'),
    feature.allowNan === false ? 'no NaN' : undefined,
    feature.allowInfinity === false ? 'no infinity' : undefined,
    driftComparator === undefined ? undefined : 'drift watched',
    skewComparator === undefined ? undefined : 'skew watched',
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function describeDomain(feature: SchemaFeature, schema: SchemaPayload | undefined): string | undefined {
  const domain = schema === undefined ? feature.domain : resolveDomain(feature, schema);
  switch (domain?.kind) {
    case 'values':
      return domain.values.length <= 5
        ? `one of ${domain.values.map(formatValue).join(', ')}`
        : `one of ${domain.values.length} values`;
    case 'range':
      return describeLimits(domain, (feature.itemType ?? feature.type) === 'timestamp' ? formatTime : formatNumber, '');
    case 'boolean': {
      const words = [domain.trueValue, domain.falseValue].filter((word) => word !== undefined);
      return words.length === 0 ? '0 or 1' : words.map(formatValue).join(' or ');
    }
    case 'integerText':
      return 'text of integers';
    default:
      return undefined;
  }
}

function describeLimits(
  limits: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined,
  format: (value: number) => string,
  unit: string,
): string | undefined {
  const { min, max } = limits ?? {};
  if (min === undefined && max === undefined) return undefined;
  if (min === max) return `${format(min!)}${unit}`;
  if (min === undefined) return `at most ${format(max!)}${unit}`;
  return max === undefined ? `at least ${format(min)}${unit}` : `${format(min)} to ${format(max)}${unit}`;
}
