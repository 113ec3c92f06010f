import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeTestModel } from '@millrace/model/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../src/index.ts';
import { get, post } from './ask.ts';
import { useTemporaryDirectory } from './temporary-directory.ts';

const directory = useTemporaryDirectory();
let files: readonly string[] = [];
beforeAll(async () => {
  for (const version of [1, 2]) await writeTestModel(directory.join('sound', String(version)), { seed: version });
  const entries = await readdir(directory.join('sound', '2'), { recursive: true, withFileTypes: true });
  files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory.join('sound', '2'), path.join(entry.parentPath, entry.name)));
  expect(files).toEqual(expect.arrayContaining(['model.json', 'golden.json', 'trees.json', 'trees.bin']));
});

async function flip(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  await writeFile(file, bytes);
}

interface Served {
  readonly version: unknown;
  readonly statuses: unknown;
  readonly answer: number;
}

async function describeServed(url: string): Promise<Served> {
  const { json } = await get(`${url}/readyz`);
  const statuses = (await get(`${url}/v1/models/delays`)).json['model_version_status'];
  const { status } = await post(`${url}/v1/models/delays:predict`, {
    instances: [{ date: '2001-06-18', distance: 300, origin: 'ABQ' }],
  });
  return { version: (json['versions'] as Record<string, unknown>)['delays'], statuses, answer: status };
}

describe('a flipped byte in any file of the newest version', () => {
  it('is found when a server starts: it serves the one before, and says which file is damaged', async () => {
    for (const file of files) {
      const place = directory.join('start');
      await cp(directory.join('sound'), place, { recursive: true });
      await flip(path.join(place, '2', file));
      const warnings: string[] = [];
      const logger = { info: () => undefined, warn: (message: string) => warnings.push(message) };
      await using server = await serve({ models: { delays: place }, port: 0, pollIntervalMs: 0, logger });
      expect(warnings).toEqual([
        expect.stringMatching(new RegExp(`^delays, version 2: The file ${file} of the model`)),
      ]);
      expect(await describeServed(server.url)).toEqual({
        version: 1,
        statuses: [
          { version: '1', state: 'AVAILABLE', status: { error_code: 'OK', error_message: '' } },
          expect.objectContaining({
            version: '2',
            state: 'END',
            status: expect.objectContaining({ error_code: 'MODEL_FILE_CORRUPT' }) as unknown,
          }),
        ],
        answer: 200,
      });
      await rm(place, { recursive: true });
    }
  });

  it('is found when it is the only one: the server does not start', async () => {
    for (const file of files) {
      const place = directory.join('only');
      await cp(directory.join('sound', '2'), path.join(place, '2'), { recursive: true });
      await flip(path.join(place, '2', file));
      await expect(serve({ models: { delays: place }, port: 0 })).rejects.toMatchObject({
        code: 'MODEL_FILE_CORRUPT',
        message: expect.stringContaining(`The file ${file} of the model`) as string,
        cure: expect.stringMatching(/again/) as string,
      });
      await rm(place, { recursive: true });
    }
  });

  it('is found when it arrives: the old version keeps serving, and the sound copy takes over', async () => {
    for (const file of files) {
      const place = directory.join('arrives');
      await mkdir(place);
      await cp(directory.join('sound', '1'), path.join(place, '1'), { recursive: true });
      await using server = await serve({ models: { delays: place }, port: 0, pollIntervalMs: 0 });
      await cp(directory.join('sound', '2'), path.join(place, '2'), { recursive: true });
      await flip(path.join(place, '2', file));
      await server.reload();
      expect(await describeServed(server.url)).toMatchObject({ version: 1, answer: 200 });
      await rm(path.join(place, '2'), { recursive: true });
      await cp(directory.join('sound', '2'), path.join(place, '2'), { recursive: true });
      await server.reload();
      expect(await describeServed(server.url)).toMatchObject({ version: 2, answer: 200 });
      await rm(place, { recursive: true });
    }
  });

  it('does no harm after it was loaded, nor does its removal: what is served is in memory', async () => {
    const place = directory.join('later');
    await cp(directory.join('sound'), place, { recursive: true });
    await using server = await serve({ models: { delays: place }, port: 0, pollIntervalMs: 0 });
    for (const file of files) await rm(path.join(place, '2', file));
    expect(await describeServed(server.url)).toMatchObject({ version: 2, answer: 200 });
    await rm(place, { recursive: true });
    await server.reload();
    expect(await describeServed(server.url)).toMatchObject({ version: 2, answer: 200 });
  });
});
