import {
  checkArgument,
  checkOptions,
  optionForms,
  type ScalarColumnType,
  type SchemaFeature,
  type SchemaPayload,
  type SharedDomain,
} from '@millrace/core';
import { resolveDomain } from '../schema/check-schema.ts';
import { isInEnvironment, isValidated } from '../schema/environments.ts';

export interface RowSchemaOptions {
  /** Rows of this environment. @defaultValue every feature is expected */
  readonly environment?: string | undefined;
}

/** Date and time of day with `Z` or an offset, or a date. */
const isoTime = '^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2}))?$';

/**
 * The JSON Schema of one row, as a JSON object by column name: what can be said of a row alone. Shares of rows, distinct
 * values, drift and skew need many. A missing value is null or left out. Times are ISO 8601 text or whole microseconds.
 */
export function schemaOfRow(schema: SchemaPayload, options: RowSchemaOptions = {}): object {
  checkArgument(schema, optionForms.schema, { caller: 'schemaOfRow', argument: 'schema' });
  checkOptions<RowSchemaOptions>(options, 'schemaOfRow', { environment: optionForms.text });
  const { environment } = options;
  const features = Object.entries(schema.features);
  const isChecked = (feature: SchemaFeature): boolean =>
    isValidated(feature) && isInEnvironment(feature, schema, environment);
  return {
    type: 'object',
    additionalProperties: false,
    required: features.filter(([, feature]) => isChecked(feature) && isRequired(feature)).map(([name]) => name),
    properties: Object.fromEntries(
      features.map(([name, feature]) => [name, isChecked(feature) ? schemaOfFeature(feature, schema) : {}]),
    ),
  };
}

/** True when every row must hold a value. */
function isRequired({ presence, shape }: SchemaFeature): boolean {
  return presence?.minFraction === 1 || shape !== undefined;
}

function schemaOfFeature(feature: SchemaFeature, schema: SchemaPayload): object {
  const { type, itemType, shape, valueCount, distributionConstraints } = feature;
  // Where some of the values may lie outside the domain, no single one is wrong.
  const isStrict = (distributionConstraints?.minDomainMass ?? 1) === 1;
  const domain = isStrict ? resolveDomain(feature, schema) : undefined;
  if (type !== 'list') return schemaOfScalar(type, domain, isRequired(feature));
  const [length] = shape ?? [];
  return {
    type: isRequired(feature) ? 'array' : ['array', 'null'],
    items: schemaOfScalar(itemType ?? 'float', domain, false),
    ...withLimits({ minItems: length ?? valueCount?.min, maxItems: length ?? valueCount?.max }),
  };
}

const jsonTypes: Readonly<Record<ScalarColumnType, readonly string[]>> = {
  float: ['number'],
  integer: ['integer'],
  boolean: ['boolean'],
  string: ['string'],
  timestamp: ['integer', 'string'],
};

function schemaOfScalar(type: ScalarColumnType, domain: SharedDomain | undefined, isPresent: boolean): object {
  const types = jsonTypes[type];
  return {
    type: isPresent ? types : [...types, 'null'],
    ...(type === 'timestamp' && { pattern: isoTime }),
    ...(domain !== undefined && schemaOfDomain(domain, isPresent)),
  };
}

function schemaOfDomain(domain: SharedDomain, isPresent: boolean): object {
  const oneOf = (values: readonly (string | number)[]): object => ({ enum: isPresent ? values : [...values, null] });
  switch (domain.kind) {
    case 'values':
      return oneOf(domain.values);
    case 'range':
      return withLimits({ minimum: domain.min, maximum: domain.max });
    case 'boolean': {
      const words = [domain.trueValue, domain.falseValue].filter((word) => word !== undefined);
      return oneOf(words.length > 0 ? words : [0, 1]);
    }
    case 'integerText':
      return { pattern: '^[+-]?[0-9]+$' };
  }
}

function withLimits(limits: Readonly<Record<string, number | undefined>>): object {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}
