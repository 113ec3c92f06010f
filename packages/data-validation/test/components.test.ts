import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkParameters, hasCode, type Artifact, type Engine, type SchemaPayload } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { createTestContext, type TestContext } from '@millrace/core/testing';
import { openEngine, writeExamples } from '@millrace/data';
import { ExampleValidator, formatSchema, ImportSchema, SchemaGen, StatisticsGen } from '@millrace/data-validation';

let engine: Engine;
let context: TestContext;
beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
});
afterAll(() => engine[Symbol.asyncDispose]());
beforeEach(async () => {
  context = await createTestContext({ engine });
});
afterEach(() => context[Symbol.asyncDispose]());

/** Rows with i from `first`: delays from i to i + 9, and two sites. */
async function publishExamples(first: number): Promise<Artifact<'examples'>> {
  const rows = (count: number): string =>
    `select (range + ${first})::integer as delay, case when range % 2 = 0 then 'Fen' else 'Mere' end as site from range(${count})`;
  return context.publish('examples', async (directory) => {
    await writeExamples({ engine, directory, splits: { train: rows(10), eval: rows(6) }, span: 3, version: null });
    return { span: 3 };
  });
}

const statisticsOf = async (examples: Artifact<'examples'>): Promise<Artifact<'statistics'>> =>
  (await StatisticsGen.run({ ...context, inputs: { examples }, parameters: {} })).statistics;

async function importSchema(schema: SchemaPayload): Promise<Artifact<'schema'>> {
  const file = path.join(context.directory, 'schema.json');
  await writeFile(file, formatSchema(schema));
  return (await ImportSchema.run({ ...context, inputs: {}, parameters: { path: file } })).schema;
}

describe('StatisticsGen', () => {
  it('describes every split and keeps the span', async () => {
    const statistics = await statisticsOf(await publishExamples(0));
    const { splits } = await readPayload(statistics);
    expect(Object.keys(splits).sort()).toEqual(['eval', 'train']);
    expect(splits['train']).toMatchObject({
      rowCount: 10,
      duplicateRowCount: 0,
      columns: [{ name: 'delay', min: 0, max: 9 }, { name: 'site' }],
    });
    expect(statistics.properties).toEqual({ span: 3, version: null });
  });

  it('gives the same digest for the same rows', async () => {
    const examples = await publishExamples(0);
    expect((await statisticsOf(examples)).digest).toBe((await statisticsOf(examples)).digest);
  });

  it('leaves out excluded splits', async () => {
    const { statistics } = await StatisticsGen.run({
      ...context,
      inputs: { examples: await publishExamples(0) },
      parameters: { excludeSplits: ['eval'] },
    });
    expect(Object.keys((await readPayload(statistics)).splits)).toEqual(['train']);
  });

  it('refuses parameters that it does not know', () => {
    expect(() => checkParameters(StatisticsGen, { buckets: 3 })).toThrow('StatisticsGen');
  });
});

describe('SchemaGen and ImportSchema', () => {
  it('infer a schema that comes back unchanged from a file', async () => {
    const statistics = await statisticsOf(await publishExamples(0));
    const { schema } = await SchemaGen.run({ ...context, inputs: { statistics }, parameters: {} });
    const payload = await readPayload(schema);
    expect(payload.features['site']).toEqual({
      type: 'string',
      presence: { minCount: 1, minFraction: 1 },
      domain: { kind: 'values', values: ['Fen', 'Mere'] },
    });
    expect((await importSchema(payload)).digest).toBe(schema.digest);
  });

  it('take the content of the file into the cache key', async () => {
    const file = path.join(context.directory, 'schema.json');
    await writeFile(file, '{}');
    const first = await ImportSchema.fingerprint!({ path: file });
    await writeFile(file, '{ }');
    expect(await ImportSchema.fingerprint!({ path: file })).not.toEqual(first);
  });

  it.each([
    ['{ "specVersion": 1, "features": { "x": { "type": "flaot" } } }', 'CORE_INVALID_PAYLOAD', '/features/x/type'],
    [
      '{ "specVersion": 1, "features": { "x": { "type": "float", "shape": [1] } } }',
      'DATA_VALIDATION_INVALID_SCHEMA',
      '/features/x/shape',
    ],
    ['{ "specVersion": 1, ', 'DATA_VALIDATION_SCHEMA_NOT_JSON', 'is not JSON'],
  ])('say what is wrong with %s', async (text, code, place) => {
    const file = path.join(context.directory, 'mine.json');
    await writeFile(file, text);
    const error = await ImportSchema.run({ ...context, inputs: {}, parameters: { path: file } }).catch(
      (reason: unknown) => reason,
    );
    expect(hasCode(error, code) && error.message).toContain(place);
    expect((error as Error).message).toContain('mine.json');
  });

  it('say that a file is not there', async () => {
    const file = path.join(context.directory, 'none.json');
    await expect(ImportSchema.run({ ...context, inputs: {}, parameters: { path: file } })).rejects.toMatchObject({
      code: 'DATA_VALIDATION_SCHEMA_UNREADABLE',
    });
    await expect(ImportSchema.fingerprint!({ path: file })).rejects.toMatchObject({
      code: 'DATA_VALIDATION_SCHEMA_UNREADABLE',
    });
  });
});

describe('ExampleValidator', () => {
  const strict: SchemaPayload = {
    specVersion: 1,
    features: {
      delay: { type: 'integer', domain: { kind: 'range', max: 15 }, driftComparator: { jensenShannon: 0.5 } },
      site: { type: 'string' },
    },
  };

  it('publishes findings, a verdict and a page', async () => {
    const inputs = {
      statistics: await statisticsOf(await publishExamples(10)),
      schema: await importSchema(strict),
      previous: await statisticsOf(await publishExamples(1000)),
      serving: undefined,
    };
    const { anomalies } = await ExampleValidator.run({ ...context, inputs, parameters: {} });
    expect(anomalies.properties).toEqual({ blessed: false, errorCount: 3, warningCount: 0 });
    const { splits } = await readPayload(anomalies);
    expect(splits['train']!.findings).toMatchObject([
      { code: 'INT_TYPE_BIG_INT', path: 'delay', actual: 19, count: 4 },
      { code: 'COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH', actual: 1 },
    ]);
    expect(splits['eval']!.findings).toMatchObject([{ code: 'COMPARATOR_JENSEN_SHANNON_DIVERGENCE_HIGH' }]);
    expect(await readFile(path.join(anomalies.path, 'report.html'), 'utf8')).toContain(
      'has 4 values above 15, up to 19.',
    );
  });

  it('blesses data that fits', async () => {
    const inputs = {
      statistics: await statisticsOf(await publishExamples(0)),
      schema: await importSchema(strict),
      previous: undefined,
      serving: undefined,
    };
    const { anomalies } = await ExampleValidator.run({ ...context, inputs, parameters: { failOn: 'warning' } });
    expect(anomalies.properties).toEqual({ blessed: true, errorCount: 0, warningCount: 0 });
  });

  it('fails on errors when told to, and names them and the page', async () => {
    const inputs = {
      statistics: await statisticsOf(await publishExamples(10)),
      schema: await importSchema(strict),
      previous: undefined,
      serving: undefined,
    };
    const error = await ExampleValidator.run({ ...context, inputs, parameters: { failOn: 'error' } }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      code: 'DATA_VALIDATION_ANOMALIES_FOUND',
      message: 'The data has 1 error and 0 warnings: error in train: "delay" has 4 values above 15, up to 19.',
      cure: expect.stringContaining('report.html') as unknown,
      details: { errorCount: 1, anomalies: { splits: { train: { findings: [{ code: 'INT_TYPE_BIG_INT' }] } } } },
    });
  });

  it('fails on warnings only when told to', async () => {
    const { site: _, ...features } = strict.features;
    const inputs = {
      statistics: await statisticsOf(await publishExamples(0)),
      schema: await importSchema({ ...strict, features }),
      previous: undefined,
      serving: undefined,
    };
    const run = async (failOn: 'error' | 'warning'): Promise<unknown> =>
      ExampleValidator.run({ ...context, inputs, parameters: { failOn } });
    await expect(run('error')).resolves.toMatchObject({
      anomalies: { properties: { blessed: true, warningCount: 2 } },
    });
    await expect(run('warning')).rejects.toMatchObject({ code: 'DATA_VALIDATION_ANOMALIES_FOUND' });
  });
});
