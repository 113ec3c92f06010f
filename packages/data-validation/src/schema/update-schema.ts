import {
  checkArgument,
  checkOptions,
  optionForms,
  type Anomaly,
  type ColumnStatistics,
  type DatasetConstraints,
  type SchemaFeature,
  type SchemaPayload,
  type SplitStatistics,
  type StatisticsPayload,
} from '@millrace/core';
import { selectSplits } from '../statistics/select-split.ts';
import { validateStatistics } from '../validation/validate-statistics.ts';
import { inferFeature } from './infer-feature.ts';
import { readMaxStringDomainSize } from './schema-options.ts';
import { widenDomain } from './widen-domain.ts';

export interface UpdateSchemaOptions {
  /** Domains of text that would grow beyond so many values are dropped. @defaultValue 100 */
  readonly maxStringDomainSize?: number | undefined;
  /** @defaultValue all splits */
  readonly splits?: readonly string[] | undefined;
  readonly environment?: string | undefined;
}

/**
 * The schema, widened as little as needed until the data has no anomaly: new columns are added, presence, value counts,
 * ranges and domains are relaxed. Integers that became floats make the feature a float; any other change of type, and a
 * column that is gone, makes the feature `deprecated`. Everything else that a person wrote stays.
 */
export function updateSchema(
  schema: SchemaPayload,
  statistics: StatisticsPayload,
  options: UpdateSchemaOptions = {},
): SchemaPayload {
  const caller = 'updateSchema';
  checkArgument(schema, optionForms.schema, { caller, argument: 'schema' });
  checkArgument(statistics, optionForms.statistics, { caller, argument: 'statistics' });
  checkOptions<UpdateSchemaOptions>(options, caller, {
    maxStringDomainSize: true,
    splits: optionForms.texts,
    environment: optionForms.text,
  });
  const { environment, splits } = options;
  const maxStringDomainSize = readMaxStringDomainSize(options.maxStringDomainSize);
  let current = schema;
  for (const { split, statistics: columns } of selectSplits(statistics, splits)) {
    // One repair can lay bare the next finding: a feature that became a float is then checked as one.
    for (let round = 0; round < 4; round++) {
      const { findings } = validateStatistics(statistics, current, { environment, splits: [split] }).splits[split]!;
      if (findings.length === 0) break;
      for (const finding of findings) current = repair(current, finding, { columns, maxStringDomainSize });
    }
  }
  return current;
}

interface RepairContext {
  readonly columns: SplitStatistics;
  readonly maxStringDomainSize: number;
}

function repair(
  schema: SchemaPayload,
  finding: Anomaly,
  { columns, maxStringDomainSize }: RepairContext,
): SchemaPayload {
  if (finding.path === '') return { ...schema, dataset: repairDataset(schema.dataset ?? {}, finding) };
  const column = columns.columns.find(({ name }) => name === finding.path || `${name}[]` === finding.path);
  const name = column?.name ?? finding.path;
  if (finding.code === 'SCHEMA_NEW_COLUMN') {
    return withFeature(schema, name, inferFeature(column!, { maxStringDomainSize, inferShape: false }));
  }
  const feature = schema.features[name]!;
  if (column === undefined) return withFeature(schema, name, { ...feature, lifecycle: 'deprecated' });
  if (finding.code === 'UNEXPECTED_DATA_TYPE') return withFeature(schema, name, widenType(feature, column));
  const relaxed = relax(feature, finding);
  if (relaxed !== undefined) return withFeature(schema, name, relaxed);
  return widenDomain(schema, name, { finding, column, maxStringDomainSize });
}

function withFeature(schema: SchemaPayload, name: string, feature: SchemaFeature): SchemaPayload {
  return { ...schema, features: { ...schema.features, [name]: feature } };
}

function widenType(feature: SchemaFeature, column: ColumnStatistics): SchemaFeature {
  const isWidened =
    column.type === 'list'
      ? feature.type === 'list' && feature.itemType === 'integer' && column.itemType === 'float'
      : feature.type === 'integer' && column.type === 'float';
  if (!isWidened) return { ...feature, lifecycle: 'deprecated' };
  const { domain, distributionConstraints, ...rest } = feature;
  const type = column.type === 'list' ? ({ type: 'list', itemType: 'float' } as const) : ({ type: 'float' } as const);
  return domain?.kind === 'range' ? { ...rest, ...type, domain, distributionConstraints } : { ...rest, ...type };
}

/** The feature with one rule relaxed, or undefined when the finding is about the domain. */
function relax(feature: SchemaFeature, finding: Anomaly): SchemaFeature | undefined {
  switch (finding.code) {
    case 'FEATURE_TYPE_NOT_PRESENT':
      return { ...withoutShape(feature), presence: { minCount: 0 } };
    case 'FEATURE_TYPE_LOW_FRACTION_PRESENT':
      return { ...withoutShape(feature), presence: { ...feature.presence, minFraction: finding.actual } };
    case 'FEATURE_TYPE_LOW_NUMBER_PRESENT':
      return { ...feature, presence: { ...feature.presence, minCount: finding.actual } };
    case 'FEATURE_TYPE_LOW_NUMBER_VALUES':
      return { ...feature, valueCount: { ...feature.valueCount, min: finding.actual } };
    case 'FEATURE_TYPE_HIGH_NUMBER_VALUES':
      return { ...feature, valueCount: { ...feature.valueCount, max: finding.actual } };
    case 'INVALID_FEATURE_SHAPE': {
      const [min, max] = finding.actual;
      const { shape: _, ...rest } = feature;
      return { ...rest, valueCount: { min: Math.min(min, finding.expected), max: Math.max(max, finding.expected) } };
    }
    case 'FEATURE_TYPE_LOW_UNIQUE':
      return { ...feature, uniqueness: { ...feature.uniqueness, min: finding.actual } };
    case 'FEATURE_TYPE_HIGH_UNIQUE':
      return { ...feature, uniqueness: { ...feature.uniqueness, max: finding.actual } };
    case 'FLOAT_TYPE_HAS_NAN':
      return { ...feature, allowNan: true };
    case 'FLOAT_TYPE_HAS_INF':
      return { ...feature, allowInfinity: true };
    default:
      return undefined;
  }
}

/** A shape promises a list in every row; without that promise its length stays as the number of values. */
function withoutShape({ shape, ...feature }: SchemaFeature): SchemaFeature {
  if (shape === undefined) return feature;
  return { ...feature, valueCount: { min: shape[0], max: shape[0] } };
}

function repairDataset(dataset: DatasetConstraints, finding: Anomaly): DatasetConstraints {
  switch (finding.code) {
    case 'DATASET_LOW_NUM_EXAMPLES':
      return { ...dataset, minRowCount: finding.actual };
    case 'DATASET_HIGH_NUM_EXAMPLES':
      return { ...dataset, maxRowCount: finding.actual };
    case 'DATASET_HIGH_DUPLICATE_FRACTION':
      return { ...dataset, maxDuplicateFraction: finding.actual };
    default:
      return dataset;
  }
}
