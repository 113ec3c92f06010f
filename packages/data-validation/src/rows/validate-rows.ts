import {
  checkArgument,
  checkOptions,
  optionForms,
  compileSchema,
  type AnomalyCode,
  type AnomalySeverity,
  type FeatureRow,
  type SchemaPayload,
  type SchemaProblem,
} from '@millrace/core';
import { checkSchema, resolveDomain } from '../schema/check-schema.ts';
import { checkEnvironment, isInEnvironment, isValidated } from '../schema/environments.ts';
import { defaultSeverity, typeName } from '../validation/anomaly.ts';
import { codeOfProblem } from './code-of-problem.ts';
import { schemaOfRow, type RowSchemaOptions } from './row-schema.ts';

/** What is wrong with one value of one row. The codes are those of anomalies. */
export interface RowFinding {
  readonly code: AnomalyCode;
  readonly severity: AnomalySeverity;
  /** Position of the row. */
  readonly row: number;
  /** Column name, with the position behind it for an item of a list: `tags[2]`. */
  readonly path: string;
  /** The rule that is broken: a limit, a list of values, a type. */
  readonly expected: unknown;
  /** The offending value; null when it is missing. */
  readonly actual: unknown;
}

export interface ValidateRowsOptions extends RowSchemaOptions {
  /** Findings that are listed; rows beyond are only counted. @defaultValue 1000 */
  readonly findingLimit?: number | undefined;
}

export interface RowsReport {
  readonly rowCount: number;
  /** Rows with at least one error. */
  readonly invalidRowCount: number;
  readonly findings: readonly RowFinding[];
}

/** Checks rows one by one: a whole table in memory, or the instances of a request. Findings are returned, never thrown. */
export function validateRows(
  rows: readonly FeatureRow[],
  schema: SchemaPayload,
  options: ValidateRowsOptions = {},
): RowsReport {
  checkArgument(
    rows,
    {
      expected: 'a list of row objects',
      admits: (value) => Array.isArray(value) && value.every(optionForms.object.admits),
    },
    { caller: 'validateRows', argument: 'rows' },
  );
  checkOptions<ValidateRowsOptions>(options, 'validateRows', {
    findingLimit: optionForms.natural,
    environment: optionForms.text,
  });
  const { findingLimit = 1000, environment } = options;
  const validateRow = compileRowValidator(schema, { environment });
  const findings: RowFinding[] = [];
  let invalidRowCount = 0;
  rows.forEach((row, index) => {
    const found = validateRow(row, index);
    if (found.some(({ severity }) => severity === 'error')) invalidRowCount++;
    for (const finding of found) if (findings.length < findingLimit) findings.push(finding);
  });
  return { rowCount: rows.length, invalidRowCount, findings };
}

/**
 * Compiles a schema into a check of single rows, for a server that checks what it is sent. No findings is an empty list.
 * Throws `DATA_VALIDATION_INVALID_SCHEMA` and `DATA_VALIDATION_UNKNOWN_ENVIRONMENT`.
 */
export function compileRowValidator(
  schema: SchemaPayload,
  options: RowSchemaOptions = {},
): (row: FeatureRow, index?: number) => readonly RowFinding[] {
  checkOptions<RowSchemaOptions>(options, 'compileRowValidator', { environment: optionForms.text });
  const { environment } = options;
  checkSchema(schema);
  checkEnvironment(schema, environment);
  const check = compileSchema(schemaOfRow(schema, { environment }));
  const checked = Object.entries(schema.features).filter(
    ([, feature]) => isValidated(feature) && isInEnvironment(feature, schema, environment),
  );
  const floats = checked.filter(([, { type }]) => type === 'float');
  const times = checked.filter(([, { type }]) => type === 'timestamp');
  const hasTimeRange = times.some(([, feature]) => resolveDomain(feature, schema)?.kind === 'range');

  return (row, index = 0) => {
    // NaN, infinities and `Date` objects never pass the JSON Schema, so that what passes needs no second look.
    if (!hasTimeRange && check(row).length === 0) return [];
    const findings: RowFinding[] = [];
    let plain: Record<string, unknown> | undefined;
    // JSON knows neither NaN nor infinities, and no times but as text or numbers: these are judged here.
    for (const [name, feature] of floats) {
      const value = row[name];
      if (typeof value !== 'number' || Number.isFinite(value)) continue;
      plain ??= { ...row };
      plain[name] = 0;
      const domain = resolveDomain(feature, schema);
      if (domain?.kind === 'range') plain[name] = domain.min ?? domain.max ?? 0;
      const isNan = Number.isNaN(value);
      const isAllowed = isNan ? (feature.allowNan ?? true) : (feature.allowInfinity ?? domain?.kind !== 'range');
      if (isAllowed) continue;
      const code = isNan ? 'FLOAT_TYPE_HAS_NAN' : 'FLOAT_TYPE_HAS_INF';
      findings.push({
        code,
        severity: defaultSeverity(code),
        row: index,
        path: name,
        expected: 'a finite number',
        actual: value,
      });
    }
    for (const [name] of times) {
      const microseconds = readTime(row[name]);
      if (microseconds === undefined) continue;
      plain ??= { ...row };
      plain[name] = microseconds;
    }
    const subject = plain ?? row;
    // A value of the wrong type breaks other rules too; the first one says enough.
    const seen = new Set<string>();
    for (const problem of check(subject)) {
      const finding = findingOf(problem, subject, index);
      if (!seen.has(finding.path)) findings.push(finding);
      seen.add(finding.path);
    }
    return findings;
  };

  function findingOf(problem: SchemaProblem, row: FeatureRow, index: number): RowFinding {
    const [name = '', item] = readPointer(problem);
    const value = row[name];
    const actual = item === undefined ? value : (value as readonly unknown[])[Number(item)];
    const feature = Object.hasOwn(schema.features, name) ? schema.features[name] : undefined;
    const code = codeOfProblem(problem, { feature, domain: feature && resolveDomain(feature, schema), actual });
    const path = item === undefined ? name : `${name}[${item}]`;
    const isType = code === 'UNEXPECTED_DATA_TYPE' || code === 'FEATURE_TYPE_NOT_PRESENT';
    const type = feature && (item === undefined ? typeName(feature) : feature.itemType);
    const expected = isType && type !== undefined ? type : expectationOf(problem);
    return { code, severity: defaultSeverity(code), row: index, path, expected, actual: actual ?? null };
  }
}

/** Microseconds of a `Date` or of ISO 8601 text; undefined for everything else. */
function readTime(value: unknown): number | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime() * 1000;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined;
  const milliseconds = Date.parse(value);
  return Number.isNaN(milliseconds) ? undefined : milliseconds * 1000;
}

function readPointer({ pointer, params }: SchemaProblem): readonly string[] {
  const property = params['missingProperty'] ?? params['additionalProperty'];
  if (typeof property === 'string') return [property];
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function expectationOf({ keyword, params, message }: SchemaProblem): unknown {
  if (keyword === 'pattern') return 'text of a whole number';
  return params['limit'] ?? params['allowedValues'] ?? message;
}
