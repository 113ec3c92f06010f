import type { Anomaly, AnomalyCode, AnomalySeverity, LimitAnomalyCode, ValueCount } from '@millrace/core';

/** The default severity of each finding: an error, unless the data can still be used as it is. */
export function defaultSeverity(code: AnomalyCode): AnomalySeverity {
  return code === 'SCHEMA_NEW_COLUMN' || code === 'COMPARATOR_CONTROL_DATA_MISSING' ? 'warning' : 'error';
}

export interface LimitFacts {
  readonly path: string;
  readonly expected: number;
  readonly actual: number;
  readonly count?: number | undefined;
  readonly isCountExact?: boolean | undefined;
  readonly examples?: readonly ValueCount[] | undefined;
}

/** A finding of a number that passed its limit. */
export function limitAnomaly(
  code: LimitAnomalyCode,
  { path, expected, actual, count, isCountExact = true, examples = [] }: LimitFacts,
): Anomaly {
  const severity = defaultSeverity(code);
  return { code, severity, path, expected, actual, count: count ?? null, isCountExact, examples };
}

/** What findings have that are about a column or data set as a whole and not about certain rows. */
export const wholeColumn = { count: null, isCountExact: true, examples: [] } as const;

/** `integer`, or `list of integer`. */
export function typeName({
  type,
  itemType,
}: {
  readonly type: string;
  readonly itemType?: string | undefined;
}): string {
  return type === 'list' ? `list of ${itemType ?? 'unknown'}` : type;
}
