import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, FeatureRow, SchemaFeature, SchemaPayload } from '@millrace/core';
import { openEngine } from '@millrace/data';
import { compileRowValidator, computeStatistics, inferSchema, validateRows } from '@millrace/data-validation';
import { tables } from './table-arbitrary.ts';

const schemaOf = (features: Readonly<Record<string, SchemaFeature>>): SchemaPayload => ({ specVersion: 1, features });
const required = { presence: { minFraction: 1 } } as const;

describe('validateRows', () => {
  const schema = schemaOf({
    delay: { type: 'integer', ...required, domain: { kind: 'range', min: -60, max: 1500 } },
    origin: { type: 'string', ...required, domain: { kind: 'values', values: ['ORD', 'SFO'] } },
    gate: { type: 'string', domain: { kind: 'integerText' } },
    fuel: { type: 'float', allowNan: false, domain: { kind: 'range', min: 1 } },
    date: { type: 'timestamp', domain: { kind: 'range', min: Date.UTC(2001, 0, 1) * 1000 } },
    tags: { type: 'list', itemType: 'string', valueCount: { max: 2 }, domain: { kind: 'values', values: ['a', 'b'] } },
    flag: { type: 'integer', domain: { kind: 'boolean' } },
    word: { type: 'string', domain: { kind: 'boolean', trueValue: 'yes' } },
  });
  const good: FeatureRow = {
    delay: 5,
    origin: 'ORD',
    gate: '12',
    fuel: 2.5,
    date: '2001-02-03T04:05:00Z',
    tags: ['a'],
    flag: 1,
    word: 'yes',
  };

  it('finds nothing in rows that fit, whatever form their times and missing values have', () => {
    const rows = [
      good,
      { ...good, date: new Date('2001-02-03') },
      { ...good, date: 981158400000000 },
      { delay: -60, origin: 'SFO', gate: null, tags: null, flag: null, word: null },
    ];
    expect(validateRows(rows, schema)).toEqual({ rowCount: 4, invalidRowCount: 0, findings: [] });
  });

  it.each([
    [{ delay: -61 }, { code: 'INT_TYPE_SMALL_INT', path: 'delay', expected: -60, actual: -61 }],
    [{ delay: 1501 }, { code: 'INT_TYPE_BIG_INT', path: 'delay', expected: 1500, actual: 1501 }],
    [{ delay: 1.5 }, { code: 'UNEXPECTED_DATA_TYPE', path: 'delay', expected: 'integer', actual: 1.5 }],
    [{ delay: null }, { code: 'FEATURE_TYPE_NOT_PRESENT', path: 'delay', expected: 'integer', actual: null }],
    [{ delay: undefined }, { code: 'FEATURE_TYPE_NOT_PRESENT', path: 'delay', actual: null }],
    [
      { origin: 'XXX' },
      { code: 'ENUM_TYPE_UNEXPECTED_STRING_VALUES', path: 'origin', expected: ['ORD', 'SFO'], actual: 'XXX' },
    ],
    [{ origin: 5 }, { code: 'UNEXPECTED_DATA_TYPE', path: 'origin', expected: 'string', actual: 5 }],
    [{ gate: 'B12' }, { code: 'INT_TYPE_NOT_INT_STRING', path: 'gate', actual: 'B12' }],
    [{ fuel: NaN }, { code: 'FLOAT_TYPE_HAS_NAN', path: 'fuel', actual: NaN }],
    [{ fuel: Infinity }, { code: 'FLOAT_TYPE_HAS_INF', path: 'fuel', actual: Infinity }],
    [{ fuel: 0.5 }, { code: 'FLOAT_TYPE_SMALL_FLOAT', path: 'fuel', expected: 1, actual: 0.5 }],
    [{ date: 'yesterday' }, { code: 'UNEXPECTED_DATA_TYPE', path: 'date', expected: 'timestamp', actual: 'yesterday' }],
    [{ date: '2000-12-31' }, { code: 'TIMESTAMP_TYPE_EARLY', path: 'date' }],
    [{ tags: ['a', 'a', 'a'] }, { code: 'FEATURE_TYPE_HIGH_NUMBER_VALUES', path: 'tags', expected: 2 }],
    [{ tags: ['a', 'z'] }, { code: 'ENUM_TYPE_UNEXPECTED_STRING_VALUES', path: 'tags[1]', actual: 'z' }],
    [{ flag: 2 }, { code: 'BOOL_TYPE_BIG_INT', path: 'flag', actual: 2 }],
    [{ word: 'no' }, { code: 'BOOL_TYPE_UNEXPECTED_STRING', path: 'word', actual: 'no' }],
  ])('finds what is wrong with %j', (change, finding) => {
    const report = validateRows([good, { ...good, ...change }], schema);
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).toMatchObject({ row: 1, severity: 'error', ...finding });
    expect(report.invalidRowCount).toBe(1);
  });

  it('warns of columns that the schema does not know, and does not call the row invalid', () => {
    expect(validateRows([{ ...good, fresh: 1 }], schema)).toMatchObject({
      invalidRowCount: 0,
      findings: [{ code: 'SCHEMA_NEW_COLUMN', path: 'fresh', severity: 'warning', actual: 1 }],
    });
  });

  it('lists findings up to a limit and counts all rows', () => {
    const rows = Array.from({ length: 50 }, () => ({ ...good, delay: -100 }));
    const report = validateRows(rows, schema, { findingLimit: 3 });
    expect(report.findings.map(({ row }) => row)).toEqual([0, 1, 2]);
    expect(report.invalidRowCount).toBe(50);
  });

  it('expects no label in an environment without it', () => {
    const validateRow = compileRowValidator(
      schemaOf({
        x: { type: 'integer', ...required },
        label: { type: 'integer', ...required, notInEnvironment: ['serving'] },
      }),
      { environment: 'serving' },
    );
    expect(validateRow({ x: 1 })).toEqual([]);
    expect(validateRow({ x: 1, label: 'anything' })).toEqual([]);
    expect(validateRow({ label: 1 })).toMatchObject([{ path: 'x', code: 'FEATURE_TYPE_NOT_PRESENT' }]);
  });
});

describe('rows and statistics', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine({ threads: 2 });
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  it('agree that data fits the schema that was inferred from it', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const schema = inferSchema(await computeStatistics(table, { engine }));
        expect(validateRows(table, schema).findings).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
