import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  checkParameters,
  hasCode,
  toColumnBatch,
  toRows,
  type Artifact,
  type Engine,
  type SchemaPayload,
} from '@millrace/core';
import { openArtifact, readPayload, writePayload } from '@millrace/core/artifacts';
import { createTestContext, type TestContext } from '@millrace/core/testing';
import { openDataset, openEngine, writeExamples } from '@millrace/data';
import { defineFeatures, graphFromFiles, greaterThan, number, text, vocabulary, zScore } from '@millrace/features';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Transform } from './transform.ts';

const features = defineFeatures({
  distance: zScore(number('distance')),
  origin: vocabulary(text('origin')),
  late: greaterThan(number('delay'), 15),
});
const rows = {
  part: ['train', 'eval', 'train', 'eval', 'train'],
  distance: [100, 500, 300, null, null],
  origin: ['ABQ', 'LAX', 'SFO', null, 'SFO'],
  delay: [20, 0, null, 16, 15],
};

let engine: Engine;
let context: TestContext;
beforeAll(async () => {
  engine = await openEngine({ threads: 2, memoryLimitMb: 256 });
  context = await createTestContext({ engine });
});
afterAll(async () => {
  await context[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

async function publishExamples(): Promise<Artifact<'examples'>> {
  await using table = await engine.registerTable(toColumnBatch(rows));
  const part = (split: string): string =>
    `select distance, origin, delay from ${table.relation} where part = '${split}'`;
  return await context.publish('examples', async (directory) => {
    await writeExamples({ engine, directory, splits: { train: part('train'), eval: part('eval') }, span: 3 });
  });
}

async function publishSchema(columns: SchemaPayload['features']): Promise<Artifact<'schema'>> {
  return context.publishPayload('schema', { specVersion: 1, features: columns } as SchemaPayload);
}

const run = async (inputs: { readonly examples: Artifact<'examples'>; readonly schema?: Artifact<'schema'> }) => {
  const parameters = { features };
  checkParameters(Transform, JSON.parse(JSON.stringify(parameters)));
  return Transform.run({ ...context, parameters, inputs: { schema: undefined, anomalies: undefined, ...inputs } });
};

describe('Transform', () => {
  it('fits on the train split and transforms every split, row for row', async () => {
    const { transform, transformedExamples } = await run({ examples: await publishExamples() });
    const { splits, columns, span } = await readPayload(transformedExamples);
    expect(transformedExamples.properties).toEqual({ span: 3, version: null, rowCount: 5 });
    expect(span).toBe(3);
    expect(columns).toEqual([
      { name: 'distance', type: 'float' },
      { name: 'origin', type: 'integer' },
      { name: 'late', type: 'float' },
    ]);
    expect([splits['train']?.rowCount, splits['eval']?.rowCount]).toEqual([3, 2]);
    // The mean of 100 and 300 is 200, the deviation 100. SFO occurs twice.
    await using train = await openDataset(transformedExamples, { engine, split: 'train' });
    expect(toRows(await train.read())).toEqual([
      { distance: -1, origin: 1, late: 1 },
      { distance: 1, origin: 0, late: null },
      { distance: null, origin: 0, late: 0 },
    ]);
    await using evaluation = await openDataset(transformedExamples, { engine, split: 'eval' });
    expect(toRows(await evaluation.read())).toEqual([
      { distance: 3, origin: 2, late: 0 },
      { distance: null, origin: 3, late: 1 },
    ]);
    const parquet = path.join(transformedExamples.path, 'train.parquet');
    const types = await engine.query(`select typeof(distance) as d, typeof(origin) as o from '${parquet}' limit 1`);
    expect(toRows(types)).toEqual([{ d: 'DOUBLE', o: 'INTEGER' }]);
    const files = (await readdir(transform.path)).sort();
    expect(files).toEqual(['artifact.json', 'transform-graph.json', 'vocabulary-origin.txt']);
    const contents = await Promise.all(
      files.map(async (file) => [file, new Uint8Array(await readFile(path.join(transform.path, file)))] as const),
    );
    expect(graphFromFiles(Object.fromEntries(contents)).vocabularies).toEqual({ origin: ['SFO', 'ABQ'] });
    expect((await openArtifact(transform.path, 'transformGraph')).digest).toBe(transform.digest);
  });

  it('gives the same digests for the same examples', async () => {
    const examples = await publishExamples();
    const [first, second] = [await run({ examples }), await run({ examples })];
    expect(second.transform.digest).toBe(first.transform.digest);
    expect(second.transformedExamples.digest).toBe(first.transformedExamples.digest);
  });

  it('checks the columns of the features against a schema', async () => {
    const examples = await publishExamples();
    const known = { distance: { type: 'integer' }, origin: { type: 'string' }, delay: { type: 'integer' } } as const;
    await expect(run({ examples, schema: await publishSchema(known) })).resolves.toBeDefined();
    const { delay: _, ...without } = known;
    await expect(run({ examples, schema: await publishSchema(without) })).rejects.toThrow(
      'There is no column "delay" in the schema.',
    );
    const other = await publishSchema({ ...known, delay: { type: 'string' } });
    await expect(run({ examples, schema: other })).rejects.toThrow(
      'Column "delay" of the schema holds string values, and the features read it as float.',
    );
  });

  it('fails when a split does not keep its rows', async () => {
    const examples = await publishExamples();
    const payload = await readPayload(examples);
    const claimed = { ...payload, splits: { ...payload.splits, eval: { ...payload.splits['eval']!, rowCount: 3 } } };
    const wrong = await context.publish('examples', async (directory) => {
      await using table = await engine.registerTable(toColumnBatch(rows));
      const part = (split: string): string =>
        `select distance, origin, delay from ${table.relation} where part = '${split}'`;
      await writeExamples({ engine, directory, splits: { train: part('train'), eval: part('eval') }, span: 3 });
      await writePayload('examples', claimed, directory);
    });
    const error: unknown = await run({ examples: wrong }).catch((caught: unknown) => caught);
    expect(hasCode(error, 'TRANSFORM_ROWS_LOST')).toBe(true);
    expect((error as Error).message).toBe('The transformed split "eval" has 2 rows, and its examples have 3.');
  });

  it('refuses parameters that are no features', () => {
    expect(() => checkParameters(Transform, {})).toThrow('features');
  });
});
