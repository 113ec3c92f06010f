import type {
  Anomaly,
  ColumnStatistics,
  FeatureDomain,
  SchemaFeature,
  SchemaPayload,
  SharedDomain,
} from '@millrace/core';
import { compareCodePoints } from '../statistics/compare-code-points.ts';
import { resolveDomain } from './check-schema.ts';
import { inferDomain } from './infer-domain.ts';

interface WidenDomainContext {
  readonly finding: Anomaly;
  readonly column: ColumnStatistics;
  readonly maxStringDomainSize: number;
}

/** The schema with the domain of one feature widened to hold what was found. A shared domain is widened for all that share it. */
export function widenDomain(schema: SchemaPayload, name: string, context: WidenDomainContext): SchemaPayload {
  const feature = schema.features[name]!;
  const domain = resolveDomain(feature, schema);
  const widened = domain === undefined ? undefined : widen(domain, context);
  if (widened !== undefined && feature.domain?.kind === 'shared') {
    return { ...schema, domains: { ...schema.domains, [feature.domain.name]: widened } };
  }
  return { ...schema, features: { ...schema.features, [name]: replaceDomain(feature, widened) } };
}

function replaceDomain(feature: SchemaFeature, domain: FeatureDomain | undefined): SchemaFeature {
  const { domain: _, distributionConstraints, ...rest } = feature;
  return domain === undefined ? rest : { ...rest, domain, ...(distributionConstraints && { distributionConstraints }) };
}

/** The wider domain, or undefined when no list of values or range would be worth keeping. */
function widen(
  domain: SharedDomain,
  { finding, column, maxStringDomainSize }: WidenDomainContext,
): SharedDomain | undefined {
  const values = column.type === 'list' ? column.items : column;
  switch (finding.code) {
    case 'INT_TYPE_SMALL_INT':
    case 'FLOAT_TYPE_SMALL_FLOAT':
    case 'TIMESTAMP_TYPE_EARLY':
      return domain.kind === 'range' ? { ...domain, min: finding.actual } : undefined;
    case 'INT_TYPE_BIG_INT':
    case 'FLOAT_TYPE_BIG_FLOAT':
    case 'TIMESTAMP_TYPE_LATE':
      return domain.kind === 'range' ? { ...domain, max: finding.actual } : undefined;
    case 'ENUM_TYPE_UNEXPECTED_STRING_VALUES':
    case 'ENUM_TYPE_UNEXPECTED_NUMBERS': {
      if (domain.kind !== 'values' || values.type === 'boolean' || !values.frequencies.isComplete) return undefined;
      const all = [...new Set([...domain.values, ...values.frequencies.values])];
      // A list that a person made longer than an inferred one may be is kept, as long as it need not grow.
      return all.length > Math.max(maxStringDomainSize, domain.values.length)
        ? undefined
        : { kind: 'values', values: all.sort(compareValues) };
    }
    case 'BOOL_TYPE_UNEXPECTED_STRING':
    case 'INT_TYPE_NOT_INT_STRING':
      return values.type === 'boolean' ? undefined : inferWider(domain, values, maxStringDomainSize);
    default:
      return undefined;
  }
}

function inferWider(
  domain: SharedDomain,
  column: Parameters<typeof inferDomain>[0],
  maxStringDomainSize: number,
): SharedDomain | undefined {
  const inferred = inferDomain(column, { maxStringDomainSize });
  if (inferred?.kind !== 'values' || domain.kind !== 'boolean') return undefined;
  const words = [domain.trueValue, domain.falseValue].filter((word) => word !== undefined);
  const values = [...new Set([...words, ...inferred.values])];
  return values.length > maxStringDomainSize ? undefined : { kind: 'values', values: values.sort(compareValues) };
}

function compareValues(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareCodePoints(String(a), String(b));
}
