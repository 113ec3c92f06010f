import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, payloadSchemas, type Engine, type SchemaPayload, type TableInput } from '@millrace/core';
import { openEngine } from '@millrace/data';
import {
  checkSchema,
  computeStatistics,
  formatSchema,
  inferSchema,
  updateSchema,
  validateStatistics,
  type InferSchemaOptions,
} from '@millrace/data-validation';
import { tables } from './table-arbitrary.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
});
afterAll(() => engine[Symbol.asyncDispose]());

const describeTable = async (table: TableInput): ReturnType<typeof computeStatistics> =>
  computeStatistics(table, { engine });
const infer = async (table: TableInput, options?: InferSchemaOptions): Promise<SchemaPayload['features']> =>
  inferSchema(await describeTable(table), options).features;

describe('inferSchema', () => {
  it('requires a value in every row when none was missing, and one value when some were', async () => {
    expect(await infer({ a: [1.5, 2], b: [1.5, null], c: [null, null] })).toEqual({
      a: { type: 'float', presence: { minFraction: 1, minCount: 1 } },
      b: { type: 'float', presence: { minCount: 1 } },
      c: { type: 'string', presence: { minCount: 0 } },
    });
  });

  it('gives flags, text of integers and short lists of text a domain, and numbers no range', async () => {
    const features = await infer({
      flag: [0, 1],
      zeros: [0, 0],
      number: [0, 2],
      word: ['true', 'FALSE'],
      code: ['12', '-007'],
      letter: ['b', 'a'],
      empty: ['', ''],
    });
    expect(Object.entries(features).map(([name, { domain }]) => [name, domain])).toEqual([
      ['flag', { kind: 'boolean' }],
      ['zeros', undefined],
      ['number', undefined],
      ['word', { kind: 'boolean', trueValue: 'true', falseValue: 'FALSE' }],
      ['code', { kind: 'integerText' }],
      ['letter', { kind: 'values', values: ['a', 'b'] }],
      ['empty', { kind: 'values', values: [''] }],
    ]);
  });

  it('lists at most `maxStringDomainSize` values', async () => {
    const text = Array.from({ length: 101 }, (_, i) => `v${i}`);
    expect((await infer({ text }))['text']!.domain).toBeUndefined();
    expect((await infer({ text }, { maxStringDomainSize: 101 }))['text']!.domain).toMatchObject({ kind: 'values' });
    expect((await infer({ text: text.slice(1) }))['text']!.domain).toMatchObject({ kind: 'values' });
  });

  it('gives lists of one length a shape, and others the number of their values', async () => {
    const features = await infer({
      fixed: [
        [1, 2],
        [3, 4],
      ],
      missing: [[1, 2], null],
      varying: [[1], [3, 4]],
      empty: [[], [3, 4]],
    });
    const presence = { minFraction: 1, minCount: 1 };
    expect(features).toEqual({
      fixed: { type: 'list', itemType: 'integer', presence, shape: [2] },
      missing: { type: 'list', itemType: 'integer', presence: { minCount: 1 }, valueCount: { min: 2, max: 2 } },
      varying: { type: 'list', itemType: 'integer', presence, valueCount: { min: 1 } },
      empty: { type: 'list', itemType: 'integer', presence },
    });
    expect(
      (
        await infer(
          {
            fixed: [
              [1, 2],
              [3, 4],
            ],
          },
          { inferShape: false },
        )
      )['fixed'],
    ).toMatchObject({ valueCount: { min: 2, max: 2 } });
  });

  it('widens what the first split showed by the others', async () => {
    const train = await describeTable({ x: ['a', 'b'], n: [1, 2] });
    const evaluation = await describeTable({ x: ['c', null], n: [1.5, 2] });
    const statistics = {
      specVersion: 1,
      splits: { train: train.splits['all']!, eval: evaluation.splits['all']! },
    } as const;
    expect(inferSchema(statistics, { splits: ['train', 'eval'] }).features).toEqual({
      x: {
        type: 'string',
        presence: { minCount: 1, minFraction: 0.5 },
        domain: { kind: 'values', values: ['a', 'b', 'c'] },
      },
      n: { type: 'float', presence: { minFraction: 1, minCount: 1 } },
    });
  });

  it('leaves no anomaly in the data that it was inferred from', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const statistics = await describeTable(table);
        const schema = inferSchema(statistics);
        checkSchema(JSON.parse(canonicalJson(schema)));
        const { findings } = validateStatistics(statistics, schema).splits['all']!;
        expect(findings.filter(({ code }) => code !== 'NO_DATA_IN_SPAN')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('writes the schema of the fixture as it stands in the golden file', async () => {
    const fixture = new URL('fixtures/birds.csv', import.meta.url).pathname;
    const schema = inferSchema(await computeStatistics(fixture, { engine }));
    const text = formatSchema(schema);
    expect(JSON.parse(text)).toEqual(JSON.parse(canonicalJson(schema)));
    await expect(text).toMatchFileSnapshot('golden/birds-schema.json');
  });
});

describe('updateSchema', () => {
  it('widens a schema until other data has no anomaly', async () => {
    await fc.assert(
      fc.asyncProperty(tables, tables, async (first, second) => {
        const schema = inferSchema(await describeTable(first));
        const statistics = await describeTable(second);
        const widened = updateSchema(schema, statistics);
        checkSchema(JSON.parse(canonicalJson(widened)));
        const { findings } = validateStatistics(statistics, widened).splits['all']!;
        expect(findings.filter(({ code }) => code !== 'NO_DATA_IN_SPAN')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what a person wrote and widens only what the data passes', async () => {
    const schema: SchemaPayload = {
      specVersion: 1,
      domains: { airports: { kind: 'values', values: ['ORD'] } },
      dataset: { maxRowCount: 2 },
      features: {
        delay: { type: 'integer', description: 'minutes', domain: { kind: 'range', min: -60, max: 1000 } },
        origin: { type: 'string', domain: { kind: 'shared', name: 'airports' } },
        gone: { type: 'float', presence: { minCount: 1 } },
        kind: { type: 'string' },
      },
    };
    const statistics = await describeTable({
      delay: [-70, 5, 7],
      origin: ['ORD', 'SFO', 'SFO'],
      kind: [1, 2, 3],
      fresh: [true, false, null],
    });
    expect(updateSchema(schema, statistics)).toEqual({
      specVersion: 1,
      domains: { airports: { kind: 'values', values: ['ORD', 'SFO'] } },
      dataset: { maxRowCount: 3 },
      features: {
        delay: { type: 'integer', description: 'minutes', domain: { kind: 'range', min: -70, max: 1000 } },
        origin: { type: 'string', domain: { kind: 'shared', name: 'airports' } },
        gone: { type: 'float', presence: { minCount: 1 }, lifecycle: 'deprecated' },
        kind: { type: 'string', lifecycle: 'deprecated' },
        fresh: { type: 'boolean', presence: { minCount: 1 } },
      },
    });
  });
});

describe('checkSchema', () => {
  const problemsOf = (feature: object, rest: object = {}): string => {
    try {
      checkSchema({ specVersion: 1, features: { 'a/b': feature }, ...rest }, 'schema.json');
      return 'valid';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it.each([
    [{ type: 'flaot' }, '/features/a~1b/type must be equal to one of the allowed values'],
    [{ type: 'float', presense: {} }, '/features/a~1b must NOT have additional properties ("presense")'],
    [
      { type: 'string', domain: { kind: 'range', min: 1 } },
      '/features/a~1b/domain of kind range fits integer and float and timestamp, not string',
    ],
    [
      { type: 'string', domain: { kind: 'values', values: ['x'], min: 1 } },
      '/features/a~1b/domain must NOT have additional properties ("min")',
    ],
    [
      { type: 'string', domain: { kind: 'values', values: ['x', 3] } },
      '/features/a~1b/domain/values/1 is 3 in a column of string',
    ],
    [{ type: 'integer', domain: { kind: 'range', min: 5, max: 1 } }, '/features/a~1b/domain/min is 5 and above max, 1'],
    [
      { type: 'string', domain: { kind: 'shared', name: 'x' } },
      '/features/a~1b/domain/name is "x", and "domains" has none',
    ],
    [{ type: 'string', domain: { kind: 'boolean' } }, '/features/a~1b/domain needs a "trueValue" or a "falseValue"'],
    [{ type: 'list' }, '/features/a~1b is a list and needs an "itemType"'],
    [{ type: 'float', valueCount: { min: 1 } }, '/features/a~1b/valueCount is only for lists'],
    [{ type: 'list', itemType: 'float', shape: [2] }, '"presence" needs "minFraction": 1'],
    [{ type: 'integer', allowNan: false }, '/features/a~1b/allowNan is only for floats'],
    [{ type: 'float', distributionConstraints: { minDomainMass: 0.9 } }, '/distributionConstraints need a "domain"'],
    [
      { type: 'float', driftComparator: { histogram: 'standard' } },
      '/driftComparator/histogram is read by "jensenShannon"',
    ],
  ])('says where %j is wrong', (feature, problem) => {
    expect(problemsOf(feature)).toContain(problem);
    expect(problemsOf(feature)).toContain('schema.json');
  });

  it('accepts a schema that names where its own JSON Schema is', () => {
    expect(problemsOf({ type: 'float' }, { $schema: './schema.schema.json' })).toBe('valid');
  });
});

describe('the published JSON Schema', () => {
  it('is the one that schemas are checked against', async () => {
    const published = await readFile(new URL('../../../docs/packages/schema.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      ...payloadSchemas.schema.schema,
    });
  });
});
