import type { ColumnStatistics, FeatureDomain, SchemaFeature } from '@millrace/core';
import { inferDomain } from './infer-domain.ts';

/** What one column shows, as a feature. */
export function inferFeature(
  column: ColumnStatistics,
  { maxStringDomainSize, inferShape }: { readonly maxStringDomainSize: number; readonly inferShape: boolean },
): SchemaFeature {
  const { presentCount, missingCount } = column;
  const presence =
    missingCount === 0 && presentCount > 0 ? { minFraction: 1, minCount: 1 } : { minCount: Math.min(1, presentCount) };
  if (column.type !== 'list') {
    return { type: column.type, presence, ...withDomain(inferDomain(column, { maxStringDomainSize })) };
  }
  const { itemType, items, minLength, maxLength } = column;
  const domain = withDomain(inferDomain(items, { maxStringDomainSize }));
  const base = { type: column.type, itemType, presence, ...domain };
  if (minLength === null || maxLength === null || minLength === 0) return base;
  if (minLength === maxLength && missingCount === 0 && inferShape) return { ...base, shape: [minLength] };
  return { ...base, valueCount: minLength === maxLength ? { min: minLength, max: maxLength } : { min: 1 } };
}

function withDomain(domain: FeatureDomain | undefined): { readonly domain?: FeatureDomain } {
  return domain === undefined ? {} : { domain };
}
