import { describe, expect, it } from 'vitest';
import { whenSchema } from './conditional-schema.ts';
import { compileSchema, findSchemaProblems, parsePayload } from './parse-payload.ts';
import { anomaliesSchema } from './anomalies.ts';
import { schemaSchema } from './schema.ts';
import { statisticsSchema } from './statistics.ts';

describe('compileSchema', () => {
  it('gives each broken rule with its place, and a failed branch by what failed in it', () => {
    const check = compileSchema({
      type: 'object',
      properties: { a: { type: 'integer' }, kind: { type: 'string' } },
      allOf: [whenSchema({ properties: { kind: { const: 'x' } } }, { required: ['b'] })],
    });
    expect(check({ a: 1, kind: 'y' })).toEqual([]);
    expect(check({ a: 1.5, kind: 'x' })).toMatchObject([
      { pointer: '', keyword: 'required', params: { missingProperty: 'b' } },
      { pointer: '/a', keyword: 'type', params: { type: 'integer' } },
    ]);
  });
});

describe('the documents of data validation', () => {
  it('accept the smallest of each', () => {
    parsePayload('statistics', { specVersion: 1, splits: {} }, 'a test');
    parsePayload('schema', { specVersion: 1, features: { x: { type: 'float' } } }, 'a test');
    parsePayload(
      'anomalies',
      { specVersion: 1, environment: null, splits: { all: { findings: [], comparisons: [] } } },
      'a test',
    );
  });

  it('name the property of a schema that is wrong, not the branch', () => {
    const problems = (domain: object): readonly string[] =>
      findSchemaProblems(schemaSchema, { specVersion: 1, features: { x: { type: 'float', domain } } });
    expect(problems({ kind: 'range', least: 1 })).toEqual([
      '/features/x/domain must NOT have additional properties ("least")',
    ]);
    expect(problems({ kind: 'rnage' })).toEqual([
      '/features/x/domain/kind must be equal to one of the allowed values (["values","range","boolean","integerText","shared"])',
    ]);
    expect(problems({ kind: 'values' })).toEqual(["/features/x/domain must have required property 'values'"]);
  });

  it('bind what an anomaly expects and found to its code', () => {
    const problems = (facts: object): readonly string[] => {
      const finding = { severity: 'error', path: 'x', count: null, isCountExact: true, examples: [], ...facts };
      return findSchemaProblems(anomaliesSchema, {
        specVersion: 1,
        environment: null,
        splits: { all: { findings: [finding], comparisons: [] } },
      });
    };
    expect(problems({ code: 'INT_TYPE_BIG_INT', expected: 1, actual: 2 })).toEqual([]);
    expect(problems({ code: 'INT_TYPE_BIG_INT', expected: 'one', actual: 2 })).toEqual([
      '/splits/all/findings/0/expected must be number',
    ]);
    expect(problems({ code: 'COMPARATOR_L_INFTY_HIGH', expected: 1, actual: 2 })).toEqual([
      "/splits/all/findings/0 must have required property 'comparison'",
    ]);
    expect(problems({ code: 'INVENTED', expected: 1, actual: 2 })[0]).toContain(
      '/code must be equal to one of the allowed values',
    );
  });

  it('check the statistics of a column by its type', () => {
    const column = { name: 'x', type: 'boolean', presentCount: 1, missingCount: 0, trueCount: 1, falseCount: 0 };
    const problems = (columns: readonly object[]): readonly string[] =>
      findSchemaProblems(statisticsSchema, {
        specVersion: 1,
        splits: { all: { rowCount: 1, duplicateRowCount: null, columns } },
      });
    expect(problems([column])).toEqual([]);
    expect(problems([{ ...column, trueCount: -1 }])).toEqual(['/splits/all/columns/0/trueCount must be >= 0']);
    expect(problems([{ ...column, type: 'string' }])).not.toEqual([]);
    expect(problems([{ ...column, type: 'text' }])[0]).toContain('/splits/all/columns/0/type');
  });
});
