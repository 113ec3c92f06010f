import type { AnomalyCode, SchemaFeature, SchemaProblem, SharedDomain } from '@millrace/core';

/** The anomaly that a broken rule of a row's JSON Schema amounts to. */
export function codeOfProblem(
  { keyword }: SchemaProblem,
  {
    feature,
    domain,
    actual,
  }: {
    readonly feature: SchemaFeature | undefined;
    readonly domain: SharedDomain | undefined;
    readonly actual: unknown;
  },
): AnomalyCode {
  const type = feature?.itemType ?? feature?.type;
  switch (keyword) {
    case 'additionalProperties':
      return 'SCHEMA_NEW_COLUMN';
    case 'required':
      return 'FEATURE_TYPE_NOT_PRESENT';
    case 'enum':
      if (actual == null) return 'FEATURE_TYPE_NOT_PRESENT';
      if (type === 'string')
        return domain?.kind === 'boolean' ? 'BOOL_TYPE_UNEXPECTED_STRING' : 'ENUM_TYPE_UNEXPECTED_STRING_VALUES';
      if (domain?.kind !== 'boolean') return 'ENUM_TYPE_UNEXPECTED_NUMBERS';
      return typeof actual === 'number' && actual < 0 ? 'BOOL_TYPE_SMALL_INT' : 'BOOL_TYPE_BIG_INT';
    case 'minimum':
      return type === 'timestamp'
        ? 'TIMESTAMP_TYPE_EARLY'
        : type === 'integer'
          ? 'INT_TYPE_SMALL_INT'
          : 'FLOAT_TYPE_SMALL_FLOAT';
    case 'maximum':
      return type === 'timestamp'
        ? 'TIMESTAMP_TYPE_LATE'
        : type === 'integer'
          ? 'INT_TYPE_BIG_INT'
          : 'FLOAT_TYPE_BIG_FLOAT';
    case 'minItems':
    case 'maxItems':
      if (feature?.shape !== undefined) return 'INVALID_FEATURE_SHAPE';
      return keyword === 'minItems' ? 'FEATURE_TYPE_LOW_NUMBER_VALUES' : 'FEATURE_TYPE_HIGH_NUMBER_VALUES';
    case 'pattern':
      return type === 'timestamp' ? 'UNEXPECTED_DATA_TYPE' : 'INT_TYPE_NOT_INT_STRING';
    default:
      return actual == null ? 'FEATURE_TYPE_NOT_PRESENT' : 'UNEXPECTED_DATA_TYPE';
  }
}
