import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkParameters, type Artifact } from '@millrace/core';
import { readPayload, verifyArtifact } from '@millrace/core/artifacts';
import { createTestContext } from '@millrace/core/testing';
import {
  ExampleGen,
  csv,
  generateExamples,
  inMemory,
  openEngine,
  parquet,
  type GenerateExamplesOptions,
} from '../src/index.ts';
import { useWorkbench } from './workbench.ts';

const bench = useWorkbench();
const directory = path.join(bench.directory, 'artifacts');

const people = Array.from({ length: 3000 }, (_, id) => ({
  id,
  name: `person ${id % 100}`,
  x: id % 10 === 0 ? null : id / 8,
}));
const generate = (options: Partial<GenerateExamplesOptions> = {}) =>
  generateExamples(people, { directory, engine: bench.engine, ...options });
const idsOf = async (examples: Artifact<'examples'>, split?: string): Promise<number[]> =>
  (await bench.read(examples, { split })).rows.map(({ id }) => id as number);

/** The first 60 bits of the MD5 of a text, as the documentation promises. */
const bucket = (text: string, count: number): number =>
  Number(BigInt(`0x${createHash('md5').update(text).digest('hex').slice(0, 15)}`) % BigInt(count));

describe('generateExamples', () => {
  it('splits two to one by default, every row once and in the order of the source', async () => {
    const examples = await generate();
    const [train, evaluation] = [await idsOf(examples, 'train'), await idsOf(examples, 'eval')];
    expect(examples.properties).toEqual({ span: null, version: null, rowCount: 3000 });
    expect([...train, ...evaluation].sort((a, b) => a - b)).toEqual(people.map(({ id }) => id));
    for (const ids of [train, evaluation]) expect(ids).toEqual([...ids].sort((a, b) => a - b));
    // Binomial with p = 2/3: five standard deviations are 129 rows.
    expect(Math.abs(train.length - 2000)).toBeLessThan(129);
  });

  it('writes columns, counts and files into the document', async () => {
    const examples = await generate({ split: { train: 1, test: 1 } });
    await verifyArtifact(examples);
    const { columns, splits, ...rest } = await readPayload(examples);
    expect(columns).toEqual([
      { name: 'id', type: 'integer' },
      { name: 'name', type: 'string' },
      { name: 'x', type: 'float' },
    ]);
    expect(rest).toEqual({ specVersion: 1, span: null, version: null });
    expect(Object.keys(splits).sort()).toEqual(['test', 'train']);
    expect(readdirSync(examples.path).sort()).toEqual([
      'artifact.json',
      'examples.json',
      'test.parquet',
      'train.parquet',
    ]);
  });

  it('gives the same artifact on any number of threads, and from the same rows in a file', async () => {
    const examples = await generate();
    const engine = await openEngine({ threads: 1 });
    expect((await generate({ engine })).digest).toBe(examples.digest);
    await engine[Symbol.asyncDispose]();
    const text = people.map(({ id, name, x }) => `${id},${name},${x ?? ''}\n`).join('');
    const file = bench.file('people.csv', `id,name,x\n${text}`);
    expect(await idsOf(await generateExamples(file, { directory, engine: bench.engine }), 'eval')).toEqual(
      await idsOf(examples, 'eval'),
    );
  });

  it('puts rows of one key into one split: by the MD5 of its text', async () => {
    const examples = await generate({ split: { train: 3, eval: 1, test: 1 }, splitBy: 'name' });
    for (const [split, from, to] of [
      ['train', 0, 2],
      ['eval', 3, 3],
      ['test', 4, 4],
    ] as const) {
      const expected = people.filter(({ name }) => from <= bucket(name, 5) && bucket(name, 5) <= to);
      expect(await idsOf(examples, split)).toEqual(expected.map(({ id }) => id));
    }
    const byId = await generate({ split: { a: 1, b: 1 }, splitBy: 'id' });
    expect(await idsOf(byId, 'b')).toEqual(people.filter(({ id }) => bucket(String(id), 2) === 1).map(({ id }) => id));
  });

  it('splits one bucket into two without moving the rows of the others', async () => {
    const before = await generate({ split: { train: 3, eval: 1 } });
    const after = await generate({ split: { train: 2, tune: 1, eval: 1 } });
    expect(await idsOf(after, 'eval')).toEqual(await idsOf(before, 'eval'));
    expect(new Set([...(await idsOf(after, 'train')), ...(await idsOf(after, 'tune'))])).toEqual(
      new Set(await idsOf(before, 'train')),
    );
  });

  it('keeps a row in its split when rows and the order of columns change around it', async () => {
    const turned = people.slice(500).map(({ id, name, x }) => ({ x, name, id }));
    const examples = await generateExamples(turned, { directory, engine: bench.engine });
    const before = await idsOf(await generate(), 'eval');
    expect(await idsOf(examples, 'eval')).toEqual(before.filter((id) => id >= 500));
  });

  it('writes a single split as it is', async () => {
    expect(await idsOf(await generate({ split: { all: 1 } }), 'all')).toEqual(people.map(({ id }) => id));
  });

  it('takes splits that are separate at the source', async () => {
    const sources = { train: inMemory(people.slice(0, 20)), eval: inMemory(people.slice(20, 25)) };
    const examples = await generateExamples(sources, { directory, engine: bench.engine });
    expect(examples.properties['rowCount']).toBe(25);
    expect(await idsOf(examples, 'eval')).toEqual([20, 21, 22, 23, 24]);
    await expect(
      generateExamples(sources, { directory, engine: bench.engine, split: { all: 1 } }),
    ).rejects.toMatchObject({ code: 'DATA_WRONG_SPLITS' });
    await expect(
      generateExamples({ ...sources, eval: inMemory([{ id: 'x' }]) }, { directory, engine: bench.engine }),
    ).rejects.toMatchObject({
      code: 'DATA_COLUMNS_DIFFER',
      details: { difference: 'column "id" is string and not integer' },
    });
  });

  it('reads all splits of a source from one span', async () => {
    for (const name of ['train-1', 'eval-1', 'train-2', 'eval-2', 'eval-3'])
      bench.file(`by-span/${name}.csv`, `file\n${name}\n`);
    const sources = (first: string, second: string) => ({
      [first]: csv(`${bench.directory}/by-span/${first}-{SPAN}.csv`),
      [second]: csv(`${bench.directory}/by-span/${second}-{SPAN}.csv`),
    });
    const examples = await generateExamples(sources('train', 'eval'), { directory, engine: bench.engine });
    expect(examples.properties).toMatchObject({ span: 2 });
    expect((await bench.read(examples, { split: 'eval' })).rows).toEqual([{ file: 'eval-2' }]);
    await expect(generateExamples(sources('eval', 'train'), { directory, engine: bench.engine })).rejects.toMatchObject(
      { code: 'DATA_UNKNOWN_SPAN' },
    );
    await expect(
      generateExamples(sources('eval', 'train'), { directory, engine: bench.engine, span: { from: 1 } }),
    ).rejects.toMatchObject({ code: 'DATA_WRONG_SPAN' });
  });

  it('records span and version', async () => {
    bench.file('versions/2001-05-28/v2/a.csv', 'a\n1\n');
    bench.file('versions/2001-05-28/v1/a.csv', 'a\n0\n');
    const source = csv(`${bench.directory}/versions/{YYYY}-{MM}-{DD}/v{VERSION}/*.csv`);
    const examples = await generateExamples(source, { directory, engine: bench.engine, split: { all: 1 } });
    expect(examples.properties).toEqual({ span: 11470, version: 2, rowCount: 1 });
    expect(await readPayload(examples)).toMatchObject({ span: 11470, version: 2 });
  });

  it('opens an engine of its own where none is given', async () => {
    const examples = await generateExamples(people.slice(0, 3), { directory, split: { all: 1 } });
    expect(examples.properties['rowCount']).toBe(3);
  });

  it.each([
    [{ split: {} }, 'DATA_WRONG_SPLITS'],
    [{ split: { train: 0 } }, 'DATA_WRONG_SPLITS'],
    [{ split: { train: 0.8, eval: 0.2 } }, 'DATA_WRONG_SPLITS'],
    [{ split: { '../x': 1 } }, 'DATA_WRONG_SPLITS'],
    [{ splitBy: 'x' }, 'DATA_WRONG_SPLIT_KEY'],
    [{ splitBy: 'nam' }, 'CORE_UNKNOWN_COLUMN'],
  ])('refuses %j and publishes nothing', async (options, code) => {
    const root = path.join(bench.directory, 'refused');
    await expect(generate({ ...options, directory: root })).rejects.toMatchObject({ code });
    expect(readdirSync(root).filter((name) => name !== '.incoming')).toEqual([]);
  });

  it('refuses keys that are missing, and integers that would lose digits', async () => {
    await expect(
      generateExamples([{ key: 'a' }, { key: null }], { directory, engine: bench.engine, splitBy: 'key' }),
    ).rejects.toMatchObject({ code: 'DATA_WRONG_SPLIT_KEY', details: { reason: 'it is missing in 1 rows' } });
    const wide = await bench.parquetFile('wide.parquet', 'select 9007199254740993::bigint as id, 1 as n');
    await expect(generateExamples(wide, { directory, engine: bench.engine })).rejects.toMatchObject({
      code: 'DATA_INTEGER_TOO_LARGE',
      details: { column: 'id', value: '9007199254740993' },
    });
    const asText = await generateExamples(parquet(wide, { types: { id: 'string' } }), {
      directory,
      engine: bench.engine,
    });
    expect((await bench.read(asText)).rows).toEqual([{ id: '9007199254740993', n: 1 }]);
  });

  it('stops when the signal says so', async () => {
    await expect(generate({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('reading examples', () => {
  it('reads all splits in the order of the document, and lists the known ones for an unknown', async () => {
    const examples = await generate({ split: { train: 1, eval: 1 } });
    // The document keeps its keys sorted.
    expect(await idsOf(examples)).toEqual([...(await idsOf(examples, 'eval')), ...(await idsOf(examples, 'train'))]);
    await expect(bench.read(examples, { split: 'evl' })).rejects.toMatchObject({
      code: 'DATA_UNKNOWN_SPLIT',
      cure: 'Did you mean "eval"? Known: "eval", "train".',
    });
  });
});

describe('ExampleGen', () => {
  const file = bench.file('component/data-1.csv', 'a,b\n1,x\n2,y\n3,z\n');
  const source = csv(`${bench.directory}/component/data-{SPAN}.csv`);

  it('publishes the examples of its source', async () => {
    const context = await createTestContext({ engine: bench.engine });
    const parameters = { source, split: { all: 1 } };
    checkParameters(ExampleGen, JSON.parse(JSON.stringify(parameters)));
    const { examples } = await ExampleGen.run({ ...context, inputs: {}, parameters });
    expect(examples.properties).toEqual({ span: 1, version: null, rowCount: 3 });
    await context[Symbol.asyncDispose]();
  });

  it('knows the content of the files that it reads', async () => {
    const digest = createHash('sha256').update('a,b\n1,x\n2,y\n3,z\n').digest('hex');
    expect(await ExampleGen.fingerprint?.({ source })).toEqual({ [file]: digest });
    expect(await ExampleGen.fingerprint?.({ source: { train: source, eval: inMemory([{ a: 1 }]) } })).toEqual({
      [file]: digest,
    });
  });

  it('refuses parameters that it does not know', () => {
    for (const wrong of [
      {},
      { source, spit: { all: 1 } },
      { source, split: { all: 0 } },
      { source, span: { last: 0 } },
    ])
      expect(() => checkParameters(ExampleGen, wrong)).toThrow(
        expect.objectContaining({ code: 'CORE_INVALID_PARAMETERS' }),
      );
  });
});
