import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  parsePayload,
  type Anomaly,
  type Engine,
  type SchemaFeature,
  type SchemaPayload,
  type TableInput,
} from '@millrace/core';
import { openEngine } from '@millrace/data';
import {
  computeStatistics,
  describeAnomaly,
  validate,
  validateStatistics,
  type ValidateStatisticsOptions,
} from '@millrace/data-validation';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
});
afterAll(() => engine[Symbol.asyncDispose]());

const schemaOf = (
  features: Readonly<Record<string, SchemaFeature>>,
  rest: Partial<SchemaPayload> = {},
): SchemaPayload => ({ specVersion: 1, features, ...rest });

async function findIn(
  table: TableInput,
  schema: SchemaPayload,
  {
    previous,
    serving,
    ...options
  }: Omit<ValidateStatisticsOptions, 'previous' | 'serving'> & { previous?: TableInput; serving?: TableInput } = {},
): Promise<readonly Anomaly[]> {
  const statistics = await computeStatistics(table, { engine });
  const anomalies = validateStatistics(statistics, schema, {
    ...options,
    previous: previous && (await computeStatistics(previous, { engine })),
    serving: serving && (await computeStatistics(serving, { engine })),
  });
  parsePayload('anomalies', JSON.parse(JSON.stringify(anomalies)), 'the anomalies');
  return anomalies.splits['all']!.findings;
}

interface Case {
  readonly feature: SchemaFeature;
  readonly values: readonly unknown[];
  readonly finding: Partial<Anomaly>;
  readonly words: string;
}

const cases: readonly Case[] = [
  {
    feature: { type: 'float', presence: { minFraction: 0.5 } },
    values: [1.5, null, null, null],
    finding: { code: 'FEATURE_TYPE_LOW_FRACTION_PRESENT', expected: 0.5, actual: 0.25, count: 3 },
    words: '"x" is missing in 3 rows: 25% have a value, 50% must.',
  },
  {
    feature: { type: 'float', presence: { minCount: 2 } },
    values: [1.5, null],
    finding: { code: 'FEATURE_TYPE_LOW_NUMBER_PRESENT', expected: 2, actual: 1, count: 1 },
    words: '"x" has a value in 1 row, fewer than 2.',
  },
  {
    feature: { type: 'float', presence: { minCount: 1 } },
    values: [null, null],
    finding: { code: 'FEATURE_TYPE_NOT_PRESENT', expected: 1, actual: 0, count: 2 },
    words: '"x" has no value in any row.',
  },
  {
    feature: { type: 'string' },
    values: [1, 2],
    finding: { code: 'UNEXPECTED_DATA_TYPE', expected: 'string', actual: 'integer', count: 2 },
    words: '"x" holds integer where the schema says string.',
  },
  {
    feature: { type: 'integer', domain: { kind: 'range', min: -60 } },
    values: [-1116, -70, -70, 5],
    finding: {
      code: 'INT_TYPE_SMALL_INT',
      expected: -60,
      actual: -1116,
      count: 3,
      isCountExact: true,
      examples: [
        { value: -1116, count: 1 },
        { value: -70, count: 2 },
      ],
    },
    words: '"x" has 3 values below -60, down to -1,116.',
  },
  {
    feature: { type: 'integer', domain: { kind: 'range', max: 4 } },
    values: [1, 5, 9],
    finding: { code: 'INT_TYPE_BIG_INT', expected: 4, actual: 9, count: 2 },
    words: '"x" has 2 values above 4, up to 9.',
  },
  {
    feature: { type: 'float', domain: { kind: 'range', min: 0 } },
    values: [-0.5, 1.5],
    finding: { code: 'FLOAT_TYPE_SMALL_FLOAT', expected: 0, actual: -0.5, count: 1 },
    words: '"x" has 1 value below 0, down to -0.5.',
  },
  {
    feature: { type: 'float', domain: { kind: 'range', max: 1 } },
    values: [0.5, 1.5],
    finding: { code: 'FLOAT_TYPE_BIG_FLOAT', expected: 1, actual: 1.5, count: 1 },
    words: '"x" has 1 value above 1, up to 1.5.',
  },
  {
    feature: { type: 'float', allowNan: false },
    values: [NaN, 1],
    finding: { code: 'FLOAT_TYPE_HAS_NAN', expected: 0, actual: 1, count: 1 },
    words: '"x" is NaN in 1 row.',
  },
  {
    feature: { type: 'float', domain: { kind: 'range', max: 1 } },
    values: [-Infinity, 0.5],
    finding: { code: 'FLOAT_TYPE_HAS_INF', expected: 0, actual: 1, count: 1 },
    words: '"x" is infinite in 1 row.',
  },
  {
    feature: { type: 'timestamp', domain: { kind: 'range', min: Date.UTC(2001, 0, 1) * 1000 } },
    values: [new Date('2000-12-31T23:59:00Z'), new Date('2001-02-01')],
    finding: { code: 'TIMESTAMP_TYPE_EARLY', count: 1 },
    words: '"x" has 1 time before 2001-01-01, from 2000-12-31T23:59Z on.',
  },
  {
    feature: { type: 'timestamp', domain: { kind: 'range', max: Date.UTC(2001, 0, 1) * 1000 } },
    values: [new Date('2000-12-31T23:59:00Z'), new Date('2001-02-01')],
    finding: { code: 'TIMESTAMP_TYPE_LATE', count: 1 },
    words: '"x" has 1 time after 2001-01-01, up to 2001-02-01.',
  },
  {
    feature: { type: 'string', domain: { kind: 'values', values: ['a', 'b'] } },
    values: ['a', 'c', 'c', 'd'],
    finding: {
      code: 'ENUM_TYPE_UNEXPECTED_STRING_VALUES',
      expected: 1,
      actual: 0.25,
      count: 3,
      examples: [
        { value: 'c', count: 2 },
        { value: 'd', count: 1 },
      ],
    },
    words: '"x" has 3 values outside its domain: "c" 2×, "d" 1×.',
  },
  {
    feature: {
      type: 'string',
      domain: { kind: 'values', values: ['a'] },
      distributionConstraints: { minDomainMass: 0.8 },
    },
    values: ['a', 'a', 'c'],
    finding: { code: 'ENUM_TYPE_UNEXPECTED_STRING_VALUES', expected: 0.8, count: 1 },
    words: '"x" has 1 value outside its domain (66.7% lie in it, 80% must): "c" 1×.',
  },
  {
    feature: { type: 'integer', domain: { kind: 'values', values: [1, 2] } },
    values: [1, 2, 3],
    finding: { code: 'ENUM_TYPE_UNEXPECTED_NUMBERS', count: 1, examples: [{ value: 3, count: 1 }] },
    words: '"x" has 1 value outside its domain: 3 1×.',
  },
  {
    feature: { type: 'string', domain: { kind: 'boolean', trueValue: 'yes', falseValue: 'no' } },
    values: ['yes', 'maybe'],
    finding: { code: 'BOOL_TYPE_UNEXPECTED_STRING', count: 1 },
    words: '"x" has 1 value outside its domain: "maybe" 1×.',
  },
  {
    feature: { type: 'integer', domain: { kind: 'boolean' } },
    values: [0, 1, 2],
    finding: { code: 'BOOL_TYPE_BIG_INT', expected: 1, actual: 2, count: 1 },
    words: '"x" has 1 value above 1, up to 2.',
  },
  {
    feature: { type: 'integer', domain: { kind: 'boolean' } },
    values: [0, 1, -2],
    finding: { code: 'BOOL_TYPE_SMALL_INT', expected: 0, actual: -2, count: 1 },
    words: '"x" has 1 value below 0, down to -2.',
  },
  {
    feature: { type: 'string', domain: { kind: 'integerText' } },
    values: ['12', '1.5'],
    finding: {
      code: 'INT_TYPE_NOT_INT_STRING',
      expected: 1,
      actual: 0.5,
      count: 1,
      examples: [{ value: '1.5', count: 1 }],
    },
    words: '"x" has 1 value other than text of a whole number: "1.5" 1×.',
  },
  {
    feature: { type: 'list', itemType: 'integer', valueCount: { min: 2 } },
    values: [[1], [1, 2]],
    finding: { code: 'FEATURE_TYPE_LOW_NUMBER_VALUES', expected: 2, actual: 1, count: 1 },
    words: '"x" has 1 list of fewer than 2 items; the shortest has 1.',
  },
  {
    feature: { type: 'list', itemType: 'integer', valueCount: { max: 1 } },
    values: [[1], [1, 2, 3]],
    finding: { code: 'FEATURE_TYPE_HIGH_NUMBER_VALUES', expected: 1, actual: 3, count: 1 },
    words: '"x" has 1 list of more than 1 item; the longest has 3.',
  },
  {
    feature: { type: 'list', itemType: 'integer', presence: { minFraction: 1 }, shape: [2] },
    values: [[1], [1, 2], [1, 2, 3]],
    finding: { code: 'INVALID_FEATURE_SHAPE', expected: 2, actual: [1, 3], count: 2 },
    words: '"x" has 2 lists whose length is not 2; lengths go from 1 to 3.',
  },
  {
    feature: { type: 'string', uniqueness: { min: 3 } },
    values: ['a', 'b'],
    finding: { code: 'FEATURE_TYPE_LOW_UNIQUE', expected: 3, actual: 2, count: null },
    words: '"x" has 2 distinct values, fewer than 3.',
  },
  {
    feature: { type: 'boolean', uniqueness: { max: 1 } },
    values: [true, false],
    finding: { code: 'FEATURE_TYPE_HIGH_UNIQUE', expected: 1, actual: 2 },
    words: '"x" has 2 distinct values, more than 1.',
  },
];

describe('validateStatistics, one column', () => {
  it.each(cases)('finds $finding.code: $words', async ({ feature, values, finding, words }) => {
    const findings = await findIn(
      { x: values, y: values.map(() => 'y') },
      schemaOf({ x: feature, y: { type: 'string' } }),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ path: 'x', severity: 'error', ...finding });
    expect(describeAnomaly(findings[0]!).summary).toBe(words);
  });

  it('checks the items of lists, and names them with brackets', async () => {
    const feature: SchemaFeature = { type: 'list', itemType: 'string', domain: { kind: 'values', values: ['a'] } };
    const findings = await findIn({ x: [['a'], ['a', 'b']] }, schemaOf({ x: feature }));
    expect(findings).toMatchObject([{ code: 'ENUM_TYPE_UNEXPECTED_STRING_VALUES', path: 'x[]', count: 1 }]);
  });

  it('looks up shared domains', async () => {
    const shared: SchemaFeature = { type: 'string', domain: { kind: 'shared', name: 'letters' } };
    const schema = schemaOf({ x: shared, y: shared }, { domains: { letters: { kind: 'values', values: ['a'] } } });
    expect(await findIn({ x: ['a', 'b'], y: ['a', 'a'] }, schema)).toMatchObject([{ path: 'x' }]);
  });

  it('takes whole numbers for floats, and a column without values for any type', async () => {
    expect(
      await findIn({ x: [1, 2], y: [null, null] }, schemaOf({ x: { type: 'float' }, y: { type: 'timestamp' } })),
    ).toEqual([]);
  });

  it('gives at least as many as the statistics prove where they do not list all values', async () => {
    const x = Array.from({ length: 5000 }, (_, i) => i + 0.5);
    const [finding] = await findIn({ x }, schemaOf({ x: { type: 'float', domain: { kind: 'range', min: 2500 } } }));
    expect(finding).toMatchObject({ code: 'FLOAT_TYPE_SMALL_FLOAT', isCountExact: false });
    expect(finding!.count).toBeGreaterThan(2400);
    expect(finding!.count).toBeLessThanOrEqual(2500);
    const [few] = await findIn({ x }, schemaOf({ x: { type: 'float', domain: { kind: 'range', max: 4996 } } }));
    expect(few).toMatchObject({ count: 4, isCountExact: true });
  });
});

describe('validateStatistics, the data set', () => {
  const x: SchemaFeature = { type: 'integer' };

  it('finds missing and new columns', async () => {
    const findings = await findIn({ b: [1] }, schemaOf({ a: { ...x, presence: { minCount: 1 } }, optional: x }));
    expect(findings).toMatchObject([
      { code: 'SCHEMA_MISSING_COLUMN', path: 'a', expected: 'integer', actual: null, severity: 'error' },
      { code: 'SCHEMA_NEW_COLUMN', path: 'b', expected: null, actual: 'integer', severity: 'warning' },
    ]);
    expect(findings.map((finding) => describeAnomaly(finding).summary)).toEqual([
      '"a" (integer) is in the schema and not in the data.',
      '"b" (integer) is in the data and not in the schema.',
    ]);
  });

  it('finds too few and too many rows, none at all, and duplicates', async () => {
    expect(await findIn({ x: [1] }, schemaOf({ x }, { dataset: { minRowCount: 2 } }))).toMatchObject([
      { code: 'DATASET_LOW_NUM_EXAMPLES', expected: 2, actual: 1, path: '' },
    ]);
    expect(await findIn({ x: [1, 2] }, schemaOf({ x }, { dataset: { maxRowCount: 1 } }))).toMatchObject([
      { code: 'DATASET_HIGH_NUM_EXAMPLES', expected: 1, actual: 2 },
    ]);
    expect(await findIn({ x: [] }, schemaOf({ x: { ...x, presence: { minFraction: 1 } } }))).toMatchObject([
      { code: 'NO_DATA_IN_SPAN' },
    ]);
    expect(
      await findIn({ x: [1, 1, 1, 2] }, schemaOf({ x }, { dataset: { maxDuplicateFraction: 0.25 } })),
    ).toMatchObject([{ code: 'DATASET_HIGH_DUPLICATE_FRACTION', expected: 0.25, actual: 0.5, count: 2 }]);
    expect(await findIn({ x: [1, 1, 3, 2] }, schemaOf({ x }, { dataset: { maxDuplicateFraction: 0.25 } }))).toEqual([]);
  });

  it('compares the number of rows with the previous data', async () => {
    const dataset = { rowCountDrift: { minRatio: 0.5, maxRatio: 2 } };
    const previous = { x: [1, 2, 3, 4] };
    expect(await findIn({ x: [1] }, schemaOf({ x }, { dataset }), { previous })).toMatchObject([
      { code: 'COMPARATOR_LOW_NUM_EXAMPLES', expected: 0.5, actual: 0.25 },
    ]);
    expect(await findIn({ x: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, schemaOf({ x }, { dataset }), { previous })).toMatchObject([
      { code: 'COMPARATOR_HIGH_NUM_EXAMPLES', expected: 2, actual: 2.25 },
    ]);
    expect(await findIn({ x: [1, 2] }, schemaOf({ x }, { dataset }), { previous })).toEqual([]);
    expect(await findIn({ x: [1] }, schemaOf({ x }, { dataset }))).toEqual([]);
    expect(await findIn({ x: [1] }, schemaOf({ x }, { dataset }), { previous: { x: [] } })).toMatchObject([
      { code: 'COMPARATOR_CONTROL_DATA_MISSING', severity: 'warning' },
    ]);
  });

  it('finds drift from the previous data and skew from what is served, and reports what it measured', async () => {
    const feature: SchemaFeature = {
      type: 'string',
      driftComparator: { infinityNorm: 0.3 },
      skewComparator: { jensenShannon: 0.5 },
    };
    const schema = schemaOf({ x: feature });
    const table = { x: ['a', 'a', 'b', 'b'] };
    const drifted = await findIn(table, schema, { previous: { x: ['a', 'c'] } });
    expect(drifted).toMatchObject([
      {
        code: 'COMPARATOR_L_INFTY_HIGH',
        comparison: 'drift',
        expected: 0.3,
        actual: 0.5,
        examples: [{ value: 'b', count: 2 }],
      },
    ]);
    expect(describeAnomaly(drifted[0]!).summary).toBe(
      '"x" differs from the previous data: L-infinity distance (most in "b") is 0.5, above 0.3.',
    );
    const skewed = await findIn(table, schema, { serving: { x: ['z'] } });
    expect(skewed).toMatchObject([
      { code: 'COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH', comparison: 'skew', actual: 1 },
    ]);
    expect(await findIn(table, schema, { previous: { x: ['a', 'b'] }, serving: { x: ['b', 'a'] } })).toEqual([]);
    expect(await findIn(table, schema, { previous: { y: [1] } })).toMatchObject([
      { code: 'COMPARATOR_CONTROL_DATA_MISSING', path: 'x' },
    ]);

    const statistics = await computeStatistics(table, { engine });
    const { comparisons } = validateStatistics(statistics, schema, { previous: statistics }).splits['all']!;
    expect(comparisons).toEqual([
      { comparison: 'drift', path: 'x', measure: 'infinityNorm', value: 0, threshold: 0.3, isExact: true },
    ]);
  });

  it('says when the statistics do not allow a comparison', async () => {
    const table = { x: Array.from({ length: 3000 }, (_, i) => i) };
    const findings = await findIn(table, schemaOf({ x: { type: 'integer', driftComparator: { infinityNorm: 0.3 } } }), {
      previous: table,
    });
    expect(findings).toMatchObject([{ code: 'STATS_NOT_AVAILABLE', expected: 'infinityNorm' }]);
  });

  it('expects of an environment what the schema says, and refuses one that it does not name', async () => {
    const required = { type: 'integer', presence: { minFraction: 1 } } as const;
    const schema = schemaOf(
      {
        x: required,
        label: { ...required, notInEnvironment: ['serving'] },
        extra: { ...required, inEnvironment: ['audit'] },
      },
      { defaultEnvironments: ['training', 'serving'] },
    );
    const missing = async (environment: string | undefined): Promise<string[]> =>
      (await findIn({ x: [1] }, schema, { environment })).map(({ path }) => path);
    expect(await missing('serving')).toEqual(['extra']);
    expect(await missing('training')).toEqual(['label', 'extra']);
    expect(await missing('audit')).toEqual(['extra']);
    expect(await missing(undefined)).toEqual(['label', 'extra']);
    await expect(missing('servng')).rejects.toThrow('environment "servng"');
    await expect(missing('servng')).rejects.toMatchObject({
      code: 'DATA_VALIDATION_UNKNOWN_ENVIRONMENT',
      cure: expect.stringContaining('Did you mean "serving"?') as unknown,
    });
  });

  it('leaves features alone that are not in use', async () => {
    const feature = { type: 'integer', presence: { minFraction: 1 } } as const;
    const schema = schemaOf({ x: { ...feature, lifecycle: 'deprecated' }, y: { ...feature, lifecycle: 'planned' } });
    expect(await findIn({ x: ['text', null] }, schema)).toEqual([]);
  });

  it('takes severities that differ from the default', async () => {
    const schema = schemaOf({ x: { type: 'string' } });
    expect(
      await findIn({ x: [1], y: [1] }, schema, {
        severities: { SCHEMA_NEW_COLUMN: 'ignore', UNEXPECTED_DATA_TYPE: 'warning' },
      }),
    ).toMatchObject([{ code: 'UNEXPECTED_DATA_TYPE', severity: 'warning' }]);
  });
});

describe('validate', () => {
  it('gives a verdict and words beside the findings', async () => {
    const statistics = await computeStatistics({ x: [-5, 3], y: [1, 2] }, { engine });
    const report = validate(statistics, schemaOf({ x: { type: 'integer', domain: { kind: 'range', min: 0 } } }));
    expect(report).toMatchObject({ blessed: false, errorCount: 1, warningCount: 1 });
    expect(report.lines).toEqual([
      'error: "x" has 1 value below 0, down to -5.',
      'warning: "y" (integer) is in the data and not in the schema.',
    ]);
    expect(validate(statistics, schemaOf({ x: { type: 'integer' } }))).toMatchObject({
      blessed: true,
      errorCount: 0,
      warningCount: 1,
    });
  });
});
