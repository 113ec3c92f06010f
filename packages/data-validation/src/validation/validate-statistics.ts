import {
  checkArgument,
  checkOptions,
  optionForms,
  type AnomaliesPayload,
  type Anomaly,
  type AnomalyCode,
  type AnomalySeverity,
  type ColumnStatistics,
  type SchemaFeature,
  type SchemaPayload,
  type SplitAnomalies,
  type SplitStatistics,
  type StatisticsPayload,
} from '@millrace/core';
import { checkSchema, resolveDomain } from '../schema/check-schema.ts';
import { checkEnvironment, isInEnvironment, isValidated } from '../schema/environments.ts';
import { findControlSplit, selectSplits } from '../statistics/select-split.ts';
import { defaultSeverity, typeName, wholeColumn } from './anomaly.ts';
import { checkLengths, checkPresence, checkUniqueness } from './check-column.ts';
import { checkComparator } from './check-comparators.ts';
import { checkDataset } from './check-dataset.ts';
import { checkDomain } from './check-domain.ts';

export type Severities = Readonly<Partial<Record<AnomalyCode, AnomalySeverity | 'ignore'>>>;

export interface ValidateStatisticsOptions {
  /** Statistics of the data before this: drift comparators and row count drift look at them. */
  readonly previous?: StatisticsPayload | undefined;
  /** Statistics of what is served: skew comparators look at them. */
  readonly serving?: StatisticsPayload | undefined;
  /** Validates what the schema expects in this environment. @defaultValue every feature is expected */
  readonly environment?: string | undefined;
  /** @defaultValue all splits */
  readonly splits?: readonly string[] | undefined;
  /** Severities that differ from the default; `ignore` leaves a finding out. */
  readonly severities?: Severities | undefined;
}

/**
 * Everything in which data departs from its schema, and from earlier or served data. Findings are returned, never thrown.
 * A split is compared with the split of the same name, or with the only split of the other data.
 * Throws `DATA_VALIDATION_INVALID_SCHEMA`, `DATA_VALIDATION_UNKNOWN_SPLIT` and `DATA_VALIDATION_UNKNOWN_ENVIRONMENT`.
 */
export function validateStatistics(
  statistics: StatisticsPayload,
  schema: SchemaPayload,
  options: ValidateStatisticsOptions = {},
): AnomaliesPayload {
  const { statistics: form, text, texts, object } = optionForms;
  checkArgument(statistics, form, { caller: 'validate', argument: 'statistics' });
  checkOptions<ValidateStatisticsOptions>(options, 'validate', {
    previous: form,
    serving: form,
    environment: text,
    splits: texts,
    severities: object,
  });
  const { previous, serving, environment, splits, severities = {} } = options;
  checkSchema(schema);
  checkEnvironment(schema, environment);
  const validated = selectSplits(statistics, splits).map(({ split, statistics: columns }): [string, SplitAnomalies] => {
    const controls = {
      previous: previous === undefined ? undefined : findControlSplit(previous, split),
      serving: serving === undefined ? undefined : findControlSplit(serving, split),
    };
    const { findings, comparisons } = validateSplit(columns, schema, { ...controls, environment });
    return [split, { findings: applySeverities(findings, severities), comparisons }];
  });
  return { specVersion: 1, environment: environment ?? null, splits: Object.fromEntries(validated) };
}

interface SplitContext {
  readonly previous: SplitStatistics | undefined;
  readonly serving: SplitStatistics | undefined;
  readonly environment: string | undefined;
}

function validateSplit(statistics: SplitStatistics, schema: SchemaPayload, context: SplitContext): SplitAnomalies {
  const dataset = checkDataset(statistics, schema.dataset ?? {}, context.previous);
  if (statistics.rowCount === 0) return dataset;
  const byName = new Map(statistics.columns.map((column) => [column.name, column]));
  const parts = statistics.columns.map((column) => {
    const feature = Object.hasOwn(schema.features, column.name) ? schema.features[column.name] : undefined;
    if (feature === undefined) return { findings: [newColumn(column)], comparisons: [] };
    const isExpected = isValidated(feature) && isInEnvironment(feature, schema, context.environment);
    return isExpected ? validateColumn(column, { feature, schema, context }) : { findings: [], comparisons: [] };
  });
  const missing = Object.entries(schema.features)
    .filter(([name]) => !byName.has(name))
    .filter(([, feature]) => isValidated(feature) && isInEnvironment(feature, schema, context.environment))
    .filter(([, { presence }]) => (presence?.minFraction ?? 0) > 0 || (presence?.minCount ?? 0) > 0)
    .map(([name, feature]) => missingColumn(name, feature));
  return {
    findings: [...dataset.findings, ...missing, ...parts.flatMap(({ findings }) => findings)],
    comparisons: [...dataset.comparisons, ...parts.flatMap(({ comparisons }) => comparisons)],
  };
}

function validateColumn(
  column: ColumnStatistics,
  {
    feature,
    schema,
    context,
  }: { readonly feature: SchemaFeature; readonly schema: SchemaPayload; readonly context: SplitContext },
): SplitAnomalies {
  const expected = typeName(feature);
  const actual = typeName(column);
  // A float column without fractions arrives as integers, and is no less valid for it.
  const isWhole = actual === expected.replace('float', 'integer');
  if (actual !== expected && !isWhole && column.presentCount > 0) {
    const code = 'UNEXPECTED_DATA_TYPE';
    const count = column.presentCount;
    const facts = { expected, actual, ...wholeColumn, count };
    return { findings: [{ code, severity: defaultSeverity(code), path: column.name, ...facts }], comparisons: [] };
  }
  const domain = resolveDomain(feature, schema);
  const values = column.type === 'list' ? column.items : column;
  const path = column.type === 'list' ? `${column.name}[]` : column.name;
  const findings = [
    ...checkPresence(column, feature),
    ...checkLengths(column, feature),
    ...checkUniqueness(column, feature),
    ...checkDomain(values, { feature, domain, path }),
  ];
  const comparators = [
    { comparison: 'drift', comparator: feature.driftComparator, control: context.previous },
    { comparison: 'skew', comparator: feature.skewComparator, control: context.serving },
  ] as const;
  const compared = comparators.map(({ comparison, comparator, control }) => {
    if (comparator === undefined || control === undefined || column.presentCount === 0) return undefined;
    const other = control.columns.find(({ name }) => name === column.name);
    return checkComparator(column, { comparison, comparator, column: other });
  });
  return {
    findings: [...findings, ...compared.flatMap((part) => part?.findings ?? [])],
    comparisons: compared.flatMap((part) => part?.comparisons ?? []),
  };
}

function newColumn(column: ColumnStatistics): Anomaly {
  const code = 'SCHEMA_NEW_COLUMN';
  return {
    code,
    severity: defaultSeverity(code),
    path: column.name,
    expected: null,
    actual: typeName(column),
    ...wholeColumn,
  };
}

function missingColumn(path: string, feature: SchemaFeature): Anomaly {
  const code = 'SCHEMA_MISSING_COLUMN';
  return { code, severity: defaultSeverity(code), path, expected: typeName(feature), actual: null, ...wholeColumn };
}

function applySeverities(findings: readonly Anomaly[], severities: Severities): readonly Anomaly[] {
  return findings.flatMap((finding) => {
    const severity = severities[finding.code] ?? finding.severity;
    return severity === 'ignore' ? [] : [{ ...finding, severity }];
  });
}
