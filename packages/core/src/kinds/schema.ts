import type { ColumnType, ScalarColumnType } from '../column/column.ts';
import { whenSchema } from './conditional-schema.ts';

/** The values that a column may hold. */
export type FeatureDomain =
  /** Exactly these: strings, or numbers of an integer column. */
  | { readonly kind: 'values'; readonly values: readonly (string | number)[] }
  /** Numbers, or times in microseconds, from `min` to `max` inclusive. */
  | { readonly kind: 'range'; readonly min?: number | undefined; readonly max?: number | undefined }
  /** The integers 0 and 1, or two words of a string column. */
  | { readonly kind: 'boolean'; readonly trueValue?: string | undefined; readonly falseValue?: string | undefined }
  /** Text of whole numbers, in a string column. */
  | { readonly kind: 'integerText' }
  /** A domain of the schema's `domains`, shared by several columns. */
  | { readonly kind: 'shared'; readonly name: string };

/** Thresholds for a comparison with other data; a value above its threshold is an anomaly. */
export interface Comparator {
  /** Largest difference of the relative frequency of one value. Strings, booleans, and numbers of few distinct values. */
  readonly infinityNorm?: number | undefined;
  /** Jensen-Shannon divergence to base 2, 0 to 1. Strings by value, numbers and times in bins. */
  readonly jensenShannon?: number | undefined;
  /**
   * How `jensenShannon` bins numbers and times: in `common` bins of equal mass of both sides together; or, as TFDV does, by
   * the edges of both `standard` (equal-width) or `quantiles` histograms. @defaultValue 'common'
   */
  readonly histogram?: 'common' | 'standard' | 'quantiles' | undefined;
  /** Largest difference of the counts of one value over the sum of all counts. */
  readonly normalizedAbsoluteDifference?: number | undefined;
}

export interface SchemaFeature {
  readonly type: ColumnType;
  readonly itemType?: ScalarColumnType | undefined;
  readonly description?: string | undefined;
  /** Only `beta`, `production` and features without a stage are validated. */
  readonly lifecycle?:
    'planned' | 'alpha' | 'beta' | 'production' | 'deprecated' | 'debugOnly' | 'disabled' | undefined;
  readonly presence?: { readonly minFraction?: number | undefined; readonly minCount?: number | undefined } | undefined;
  /** `[n]`: every row holds a list of exactly n items. */
  readonly shape?: readonly [length: number] | undefined;
  /** How many items the lists of the rows that have one hold. */
  readonly valueCount?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  /** For a list, the domain of its items. */
  readonly domain?: FeatureDomain | undefined;
  /** @defaultValue true */
  readonly allowNan?: boolean | undefined;
  /** A range rules infinities out unless this is true. @defaultValue true without a range */
  readonly allowInfinity?: boolean | undefined;
  /** Limits of the number of distinct values. */
  readonly uniqueness?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  /** The share of values that must lie in the domain. @defaultValue `minDomainMass` 1 */
  readonly distributionConstraints?: { readonly minDomainMass?: number | undefined } | undefined;
  readonly driftComparator?: Comparator | undefined;
  readonly skewComparator?: Comparator | undefined;
  /** Environments that have this feature, beside the schema's `defaultEnvironments`. */
  readonly inEnvironment?: readonly string[] | undefined;
  readonly notInEnvironment?: readonly string[] | undefined;
}

export interface DatasetConstraints {
  readonly minRowCount?: number | undefined;
  readonly maxRowCount?: number | undefined;
  /** Share of rows that equal an earlier row. */
  readonly maxDuplicateFraction?: number | undefined;
  /** Limits of rows here over rows of the previous data set. */
  readonly rowCountDrift?:
    { readonly minRatio?: number | undefined; readonly maxRatio?: number | undefined } | undefined;
}

/** What the data is expected to look like. People edit it. */
export interface SchemaPayload {
  /** Where editors find the JSON Schema of this document. */
  readonly $schema?: string | undefined;
  readonly specVersion: 1;
  /** By column name. */
  readonly features: Readonly<Record<string, SchemaFeature>>;
  /** Domains that several features share, by name. */
  readonly domains?: Readonly<Record<string, SharedDomain>> | undefined;
  /** Environments that have every feature which does not say otherwise. Without this, all have. */
  readonly defaultEnvironments?: readonly string[] | undefined;
  readonly dataset?: DatasetConstraints | undefined;
}

export type SharedDomain = Exclude<FeatureDomain, { readonly kind: 'shared' }>;

const count = { type: 'integer', minimum: 0 } as const;
const fraction = { type: 'number', minimum: 0, maximum: 1 } as const;
const names = { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true } as const;
const scalarTypes = ['float', 'integer', 'boolean', 'string', 'timestamp'] as const;

function object(description: string, properties: Readonly<Record<string, object>>): object {
  return { type: 'object', description, additionalProperties: false, properties };
}

const kinds = {
  values: {
    values: {
      type: 'array',
      items: { type: ['string', 'number'] },
      uniqueItems: true,
      description: 'The values that may occur: strings, or numbers of an integer column.',
    },
  },
  range: {
    min: { type: 'number', description: 'Smallest value, inclusive. Times are microseconds since 1970.' },
    max: { type: 'number', description: 'Largest value, inclusive.' },
  },
  boolean: {
    trueValue: { type: 'string', description: 'In a string column, the word for true.' },
    falseValue: { type: 'string', description: 'In a string column, the word for false.' },
  },
  integerText: {},
} as const;

/** The branch of one kind of domain. */
function domainBranch(kind: string, properties: Readonly<Record<string, object>>): object {
  const required = kind === 'values' ? ['values'] : kind === 'shared' ? ['name'] : [];
  return whenSchema(
    { properties: { kind: { const: kind } } },
    { required, additionalProperties: false, properties: { kind: {}, ...properties } },
  );
}

function domainOf(branches: Readonly<Record<string, Readonly<Record<string, object>>>>): object {
  return {
    type: 'object',
    description: 'The values that the column may hold; for a list, its items.',
    required: ['kind'],
    properties: { kind: { enum: Object.keys(branches) } },
    allOf: Object.entries(branches).map(([kind, properties]) => domainBranch(kind, properties)),
  };
}

const comparator = object('Thresholds: a measured value above one is an anomaly.', {
  infinityNorm: {
    ...fraction,
    description: 'Largest difference of the relative frequency of one value. Strings, booleans, numbers of few values.',
  },
  jensenShannon: {
    ...fraction,
    description: 'Jensen-Shannon divergence to base 2, 0 to 1. Strings by value, numbers and times in bins.',
  },
  histogram: {
    enum: ['common', 'standard', 'quantiles'],
    description:
      'How jensenShannon bins numbers: common bins of equal mass, or the edges of both histograms of one kind. Default: common.',
  },
  normalizedAbsoluteDifference: {
    ...fraction,
    description: 'Largest difference of the counts of one value over the sum of all counts.',
  },
});

const feature = {
  ...object('What one column is expected to hold.', {
    type: { enum: [...scalarTypes, 'list'], description: 'Timestamps are microseconds since 1970-01-01T00:00:00Z.' },
    itemType: { enum: scalarTypes, description: 'The type of the items of a list.' },
    description: { type: 'string', description: 'A note for people.' },
    lifecycle: {
      enum: ['planned', 'alpha', 'beta', 'production', 'deprecated', 'debugOnly', 'disabled'],
      description: 'Only beta, production and features without a stage are validated.',
    },
    presence: object('In how many rows there must be a value.', {
      minFraction: { ...fraction, description: 'Share of the rows. 1: no value may be missing.' },
      minCount: { ...count, description: 'Number of rows.' },
    }),
    shape: {
      type: 'array',
      items: count,
      minItems: 1,
      maxItems: 1,
      description: '[n]: every row holds a list of exactly n items.',
    },
    valueCount: object('How many items the lists hold, in rows that have one.', { min: count, max: count }),
    domain: domainOf({ ...kinds, shared: { name: { type: 'string' } } }),
    allowNan: { type: 'boolean', description: 'Whether NaN may occur. Default: true.' },
    allowInfinity: {
      type: 'boolean',
      description: 'Whether infinities may occur. Default: true, and false in a column with a range.',
    },
    uniqueness: object('Limits of the number of distinct values.', { min: count, max: count }),
    distributionConstraints: object('How strictly the domain is meant.', {
      minDomainMass: { ...fraction, description: 'Share of the values that must lie in the domain. Default: 1.' },
    }),
    driftComparator: { ...comparator, description: 'Comparison with the previous data set.' },
    skewComparator: { ...comparator, description: 'Comparison with the data that is served.' },
    inEnvironment: { ...names, description: 'Environments that have it, beside the defaultEnvironments.' },
    notInEnvironment: { ...names, description: 'Environments that do not have it, such as a label in serving.' },
  }),
  required: ['type'],
};

export const schemaSchema = {
  $id: 'millrace/schema/1',
  title: 'Millrace schema',
  ...object('What a data set is expected to look like.', {
    $schema: { type: 'string' },
    specVersion: { const: 1 },
    features: { type: 'object', description: 'By column name.', additionalProperties: feature },
    domains: {
      type: 'object',
      description: 'Domains that several features share, by name.',
      additionalProperties: domainOf(kinds),
    },
    defaultEnvironments: {
      ...names,
      description: 'Environments that have every feature which does not say otherwise. Without this, all have.',
    },
    dataset: object('What is expected of the data set as a whole.', {
      minRowCount: count,
      maxRowCount: count,
      maxDuplicateFraction: { ...fraction, description: 'Share of rows that equal an earlier row.' },
      rowCountDrift: object('Limits of rows here over rows of the previous data set.', {
        minRatio: { type: 'number', minimum: 0 },
        maxRatio: { type: 'number', minimum: 0 },
      }),
    }),
  }),
  required: ['specVersion', 'features'],
};
