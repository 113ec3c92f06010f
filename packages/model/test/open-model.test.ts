import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasCode, isMillraceError, toColumnBatch, type FeatureRow, type Task } from '@millrace/core';
import { publishArtifact } from '@millrace/core/artifacts';
import { defineFeatures, fitFeatures, number, text, vocabulary } from '@millrace/features';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryFiles, memoryFiles, numericGraph, openModel, writeModel, encodeLinear } from '../src/index.ts';
import { delayRows, testGraph, writeTestModel } from '../src/testing.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'millrace-model-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

async function caughtFrom(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('openModel', () => {
  it.each<Task>(['binary', 'regression', 'multi-class'])(
    'gives the same bits for a %s row alone, in rows and in columns',
    async (task) => {
      const directory = path.join(root, `same-${task}`);
      await writeTestModel(directory, { task });
      await using model = await openModel(directory);
      const rows = delayRows(150, 9);
      const { scores } = await model.predict(toColumnBatch(rows));
      const outputs = task === 'multi-class' ? 3 : 1;
      expect(scores).toHaveLength(150 * outputs);
      expect((await model.predictRows(rows)).scores).toEqual(scores);
      expect(rows.flatMap((row) => [...model.predictRow!(row)])).toEqual([...scores]);
    },
  );

  it('reads raw rows without the columns of the label, and labels rows that have them', async () => {
    const directory = path.join(root, 'label');
    await writeTestModel(directory);
    await using model = await openModel(directory);
    expect(model.signature).toEqual({
      task: 'binary',
      inputs: [
        { name: 'distance', type: 'float' },
        { name: 'date', type: 'timestamp' },
        { name: 'origin', type: 'string' },
      ],
      label: 'late',
      classes: ['on-time', 'late'],
    });
    expect(model.manifest.labelInputs).toEqual([{ name: 'delay', type: 'float' }]);
    const row: FeatureRow = { date: '2001-06-18T07:05:00Z', distance: 400, origin: 'SEA' };
    expect(model.predictRow!(row)[0]).toBeGreaterThan(0);
    const labels = model.computeLabels!({
      rowCount: 3,
      columns: { delay: { type: 'float', values: Float64Array.of(15, 16, 0), validity: Uint8Array.of(1, 1, 0) } },
    });
    expect([...labels]).toEqual([0, 1, NaN]);
  });

  it('names the row and the field of a value of the wrong type', async () => {
    const directory = path.join(root, 'wrong');
    await writeTestModel(directory);
    await using model = await openModel(directory);
    const rows = [...delayRows(2), { date: 'yesterday', distance: 1, origin: 'SEA' }];
    const error = await caughtFrom(async () => model.predictRows(rows));
    expect(hasCode(error, 'MODEL_WRONG_INSTANCE')).toBe(true);
    expect(isMillraceError(error) && error.message).toContain(
      'Instance 2 cannot be predicted: Field "date" is "yesterday"',
    );
    expect(isMillraceError(error) && error.details).toMatchObject({ row: 2, field: 'date' });
  });

  it('detects and names whichever file lost a byte or changed one', async () => {
    const intact = path.join(root, 'intact');
    const artifact = await publishArtifact('model', { root: intact }, async (directory) => {
      await writeTestModel(directory);
    });
    const files = await listFiles(artifact.path);
    expect(files).toEqual([
      'artifact.json',
      'golden.json',
      'model.json',
      'transform/transform-graph.json',
      'transform/vocabulary-origin.txt',
      'trees.bin',
      'trees.json',
    ]);
    for (const file of files) {
      for (const change of ['changed', 'shortened', 'removed'] as const) {
        const broken = path.join(root, `broken-${change}-${path.basename(file)}`);
        await cp(artifact.path, broken, { recursive: true });
        const target = path.join(broken, file);
        const bytes = await readFile(target);
        if (change === 'changed') bytes[Math.floor(bytes.length / 2)]! ^= 1;
        if (change === 'removed') await rm(target);
        else await writeFile(target, change === 'shortened' ? bytes.subarray(0, -2) : bytes);
        const error = await caughtFrom(() => openModel({ ...artifact, path: broken }));
        expect(isMillraceError(error) && error.code, `${file} ${change}`).toMatch(
          /^(MODEL_FILE_CORRUPT|MODEL_FILE_MISSING|MODEL_NOT_A_MODEL|CORE_ARTIFACT_CORRUPT|CORE_NOT_AN_ARTIFACT)$/,
        );
        expect(isMillraceError(error) && error.message, `${file} ${change}`).toContain(file);
        if (file !== 'artifact.json') expect(await caughtFrom(() => openModel(broken))).toBeDefined();
      }
    }
  });

  it('refuses a model that no longer gives its golden scores', async () => {
    const directory = path.join(root, 'golden');
    const linear = {
      task: 'regression' as const,
      classCount: 0,
      bias: Float64Array.of(1),
      slotOffsets: Int32Array.of(0, 1),
      weights: Float64Array.of(2),
      fill: Float64Array.of(0),
    };
    const base = {
      graph: numericGraph(['x']),
      task: 'regression' as const,
      classes: [],
      training: { learner: 'hand', settings: {}, seed: 0, rowCount: 0 },
      goldenRows: toColumnBatch({ x: [1, 2, 3] }),
    };
    const write = (weight: number, to: string) =>
      writeModel({
        ...base,
        directory: to,
        fitted: {
          flavour: 'linear',
          files: encodeLinear({ ...linear, weights: Float64Array.of(weight) }),
          summary: {},
        },
      });
    await write(2, directory);
    const other = path.join(root, 'golden-other');
    await write(2.5, other);
    // Another golden file under a manifest whose digests were made to fit: only the comparison of scores can tell.
    const files = await directoryFiles(directory);
    const forged = await directoryFiles(other);
    const manifest = JSON.parse(new TextDecoder().decode(await files.read('model.json'))) as {
      files: { path: string }[];
    };
    const wanted = JSON.parse(new TextDecoder().decode(await forged.read('model.json'))) as {
      files: { path: string }[];
    };
    manifest.files = manifest.files.map((file) =>
      file.path === 'golden.json' ? wanted.files.find(({ path: name }) => name === 'golden.json')! : file,
    );
    const { createHash } = await import('node:crypto');
    const { canonicalJson } = await import('@millrace/core');
    const { digest: _, ...rest } = manifest as typeof manifest & { digest: string };
    const digest = `sha256:${createHash('sha256').update(canonicalJson(rest)).digest('hex')}`;
    const contents = {
      'model.json': new TextEncoder().encode(JSON.stringify({ ...rest, digest })),
      'golden.json': (await forged.read('golden.json'))!,
      'linear.json': (await files.read('linear.json'))!,
      'transform/transform-graph.json': (await files.read('transform/transform-graph.json'))!,
    };
    const error = await caughtFrom(() => openModel(memoryFiles(contents, 'forged')));
    expect(hasCode(error, 'MODEL_GOLDEN_ROWS_DIFFER')).toBe(true);
    expect(isMillraceError(error) && error.message).toContain('gives 3 for golden row 0 in a batch, where it gave 3.5');
  });

  it('opens from files in memory, as browsers have them', async () => {
    const directory = path.join(root, 'memory');
    await writeTestModel(directory);
    const contents: Record<string, Uint8Array> = {};
    for (const file of await listFiles(directory)) contents[file] = await readFile(path.join(directory, file));
    await using model = await openModel(memoryFiles(contents));
    await using onDisk = await openModel(directory);
    const [row] = delayRows(1);
    expect(model.predictRow!(row!)).toEqual(onDisk.predictRow!(row!));
    expect(model.manifest.digest).toBe(onDisk.manifest.digest);
  });

  it('says what is wrong with a place that is not a model', async () => {
    const empty = path.join(root, 'empty');
    await mkdir(empty);
    await writeFile(path.join(root, 'a-file'), '');
    for (const [place, reason] of [
      [empty, 'it has no model.json'],
      [path.join(root, 'nowhere'), 'there is no such directory'],
      [path.join(root, 'a-file'), 'it is not a directory'],
    ] as const) {
      const error = await caughtFrom(() => openModel(place));
      expect(hasCode(error, 'MODEL_NOT_A_MODEL')).toBe(true);
      expect(isMillraceError(error) && error.message).toBe(`${place} is not a model: ${reason}.`);
    }
  });
});

it('takes neither nothing for a model nor rows for columns', async () => {
  const nothing = undefined as unknown as string;
  expect(hasCode(await caughtFrom(() => openModel(nothing)), 'MODEL_NOT_A_MODEL')).toBe(true);
  const directory = path.join(root, 'asked-with-rows');
  await writeTestModel(directory);
  await using model = await openModel(directory);
  const rows = delayRows(2) as unknown as Parameters<typeof model.predict>[0];
  expect(hasCode(await caughtFrom(async () => model.predict(rows)), 'MODEL_NOT_COLUMNS')).toBe(true);
});

describe('writeModel', () => {
  it('writes the same bytes for the same input', async () => {
    const first = await writeTestModel(path.join(root, 'first'));
    const second = await writeTestModel(path.join(root, 'second'));
    expect(second).toEqual(first);
    for (const file of await listFiles(path.join(root, 'first')))
      expect(await readFile(path.join(root, 'second', file))).toEqual(await readFile(path.join(root, 'first', file)));
  });

  it('refuses classes, features and files that do not fit', async () => {
    const sound = {
      directory: path.join(root, 'refused'),
      fitted: { flavour: 'linear', files: { 'linear.json': new Uint8Array(1) }, summary: {} },
      graph: testGraph(),
      labelOutput: 'late',
      task: 'binary' as const,
      classes: ['no', 'yes'],
      training: { learner: 'hand', settings: {}, seed: 0, rowCount: 0 },
      goldenRows: toColumnBatch([]),
    };
    const cases = [
      [{ classes: [] }, 'MODEL_INVALID'],
      [{ features: ['late', 'hour'] }, 'MODEL_INVALID'],
      [{ features: [] }, 'MODEL_INVALID'],
      [{ labelOutput: 'laet' }, 'FEATURES_UNKNOWN_OUTPUT'],
      [{ fitted: { ...sound.fitted, files: { 'model.json': new Uint8Array(1) } } }, 'MODEL_INVALID'],
      [{ fitted: { ...sound.fitted, flavour: 'tress' } }, 'MODEL_UNKNOWN_FLAVOUR'],
      [{}, 'MODEL_FLAVOUR_FILE_INVALID'],
    ] as const;
    for (const [change, code] of cases) {
      const error = await caughtFrom(() => writeModel({ ...sound, ...change }));
      expect(isMillraceError(error) && error.code).toBe(code);
    }
  });
});

describe('computeLabels', () => {
  it('gives the number of the class, and NaN for values that no class has', async () => {
    const rows = ['a', 'b', 'c', 'a', null, 'z'].map((kind, x) => ({ kind, x }));
    const features = defineFeatures({ x: number('x'), kind: vocabulary(text('kind'), { oovBuckets: 1 }) });
    const graph = fitFeatures(features, rows.slice(0, 5));
    const directory = path.join(root, 'classes');
    await writeModel({
      directory,
      fitted: {
        flavour: 'linear',
        files: encodeLinear({
          task: 'multi-class',
          classCount: 3,
          bias: new Float64Array(3),
          slotOffsets: Int32Array.of(0, 1),
          weights: new Float64Array(3),
          fill: new Float64Array(1),
        }),
        summary: {},
      },
      graph,
      labelOutput: 'kind',
      task: 'multi-class',
      classes: graph.vocabularies[Object.keys(graph.vocabularies)[0]!]!,
      training: { learner: 'hand', settings: {}, seed: 0, rowCount: 0 },
      goldenRows: toColumnBatch(rows),
    });
    await using model = await openModel(directory);
    expect(model.signature.classes).toEqual(['a', 'b', 'c']);
    expect([...model.computeLabels!(toColumnBatch(rows))]).toEqual([0, 1, 2, 0, NaN, NaN]);
  });
});
