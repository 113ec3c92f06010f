import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hasCode, isMillraceError, toColumnBatch } from '@millrace/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCustom, memoryFiles, directoryFiles, numericGraph, openModel, writeModel } from '../src/index.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'millrace-custom-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const write = (name: string, source: string) =>
  writeModel({
    directory: path.join(root, name),
    fitted: {
      flavour: 'custom',
      files: encodeCustom(source, { 'factor.txt': new TextEncoder().encode('3') }),
      summary: {},
    },
    graph: numericGraph(['x', 'y']),
    task: 'regression',
    classes: [],
    training: { learner: 'hand', settings: {}, seed: 0, rowCount: 0 },
    goldenRows: toColumnBatch({ x: [1, 2], y: [3, 4] }),
  });

const sumTimesFactor = `
export function createScorer({ files, featureOrder }) {
  const factor = Number(new TextDecoder().decode(files['factor.txt']));
  return {
    score: async ([x, y], rowCount) => Float64Array.from({ length: rowCount }, (_, i) => factor * (x[i] + y[i])),
  };
}`;

describe('custom', () => {
  it('scores with a module of the directory, which may answer later', async () => {
    await write('sum', sumTimesFactor);
    await using model = await openModel(path.join(root, 'sum'));
    const { scores } = await model.predict(toColumnBatch({ x: [1, 10], y: [1, 20] }));
    expect([...scores]).toEqual([6, 90]);
    expect(model.predictRow).toBeUndefined();
  });

  it.each([
    ['no-factory', 'export const other = 1;', 'it exports no function `createScorer`'],
    ['throws', 'export function createScorer() { throw new Error("no disk"); }', '`createScorer` threw: no disk'],
    ['nothing', 'export const createScorer = () => null;', 'returned no object with a function `score`'],
    ['syntax', 'export const = 1;', 'Unexpected token'],
  ])('says what is wrong with a module: %s', async (name, source, reason) => {
    const error: unknown = await write(name, source).catch((caught: unknown) => caught);
    expect(hasCode(error, 'MODEL_CUSTOM_MODULE')).toBe(true);
    expect(isMillraceError(error) && error.message).toContain(reason);
  });

  it('is refused when it gives the wrong number of scores', async () => {
    const source = 'export const createScorer = () => ({ score: () => new Float64Array(5) });';
    const error: unknown = await write('short', source).catch((caught: unknown) => caught);
    expect(hasCode(error, 'MODEL_WRONG_SCORES')).toBe(true);
  });

  it('needs a directory', async () => {
    await write('needs', sumTimesFactor);
    const files = await directoryFiles(path.join(root, 'needs'));
    const contents: Record<string, Uint8Array> = {};
    for (const name of ['model.json', 'golden.json', 'factor.txt', 'scorer.mjs', 'transform/transform-graph.json'])
      contents[name] = (await files.read(name))!;
    const error: unknown = await openModel(memoryFiles(contents)).catch((caught: unknown) => caught);
    expect(hasCode(error, 'MODEL_CUSTOM_MODULE')).toBe(true);
  });
});
