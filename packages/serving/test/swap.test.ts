import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { openModel } from '@millrace/model';
import { delayRows, writeTestModel } from '@millrace/model/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { serve, type ModelServer } from '../src/index.ts';
import { get, post } from './ask.ts';
import { useTemporaryDirectory } from './temporary-directory.ts';

const directory = useTemporaryDirectory();
const rows = delayRows(300).map(({ date, distance, origin }) => ({ date, distance, origin }));
/** Two models, and what each says of the rows. */
const models = ['a', 'b'] as const;
const expected = new Map<string, readonly number[]>();

beforeAll(async () => {
  for (const [index, name] of models.entries()) {
    await writeTestModel(directory.join(name), { seed: index + 1 });
    await using model = await openModel(directory.join(name));
    expected.set(name, [...(await model.predictRows(rows)).scores]);
  }
});

async function push(model: string, to: string, version: number): Promise<void> {
  const temporary = directory.join(to, `.incoming-${version}`);
  await cp(directory.join(model), temporary, { recursive: true });
  await rename(temporary, directory.join(to, String(version)));
}

async function currentVersion(server: ModelServer, name: string): Promise<unknown> {
  const { json } = await get(`${server.url}/readyz`);
  return (json['versions'] as Record<string, unknown>)[name];
}

describe('a new version', () => {
  it('takes over between two requests: under load none fails and none is answered by two versions', async () => {
    await mkdir(directory.join('busy'));
    await push('a', 'busy', 1);
    await using server = await serve({ models: { busy: directory.join('busy') }, port: 0, pollIntervalMs: 5 });
    const seen = new Map<string, number>([
      ['a', 0],
      ['b', 0],
    ]);
    const problems: unknown[] = [];
    let isDone = false;
    // Requests of one row, and of 300: the latter are predicted in turns, so that swaps happen in the middle of them.
    const client = async (count: number): Promise<void> => {
      while (!isDone) {
        const answer = await post(`${server.url}/v1/models/busy:predict`, { instances: rows.slice(0, count) });
        const predictions = JSON.stringify(answer.json['predictions']);
        const from = models.find((name) => JSON.stringify(expected.get(name)!.slice(0, count)) === predictions);
        if (answer.status !== 200 || from === undefined) problems.push(answer.text.slice(0, 300));
        else seen.set(from, seen.get(from)! + 1);
      }
    };
    const clients = [client(1), client(300), client(300)];
    for (let version = 2; version <= 16; version++) {
      await push(version % 2 === 0 ? 'b' : 'a', 'busy', version);
      while ((await currentVersion(server, 'busy')) !== version) await sleep(2);
    }
    isDone = true;
    await Promise.all(clients);
    expect(problems).toEqual([]);
    expect(seen.get('a')).toBeGreaterThan(10);
    expect(seen.get('b')).toBeGreaterThan(10);
    expect((await get(`${server.url}/metrics`)).text).toContain('millrace_model_swaps_total{model="busy"} 15');
  }, 120_000);

  it('is taken back when its directory goes away', async () => {
    await mkdir(directory.join('back'));
    await push('a', 'back', 1);
    await push('b', 'back', 2);
    await using server = await serve({ models: { back: directory.join('back') }, port: 0, pollIntervalMs: 0 });
    expect(await currentVersion(server, 'back')).toBe(2);
    await rm(directory.join('back', '2'), { recursive: true });
    await server.reload();
    expect(await currentVersion(server, 'back')).toBe(1);
    await rm(directory.join('back'), { recursive: true });
    await server.reload();
    expect(await currentVersion(server, 'back')).toBe(1);
  });

  it('that cannot be loaded changes nothing and is reported; mended, it is loaded', async () => {
    await mkdir(directory.join('broken'));
    await push('a', 'broken', 1);
    const warnings: string[] = [];
    await using server = await serve({
      models: { broken: directory.join('broken') },
      port: 0,
      pollIntervalMs: 0,
      logger: { info: () => undefined, warn: (message) => warnings.push(message) },
    });
    await push('b', 'broken', 2);
    const file = directory.join('broken', '2', 'trees.bin');
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, 40));
    await server.reload();
    expect(await currentVersion(server, 'broken')).toBe(1);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('broken, version 2: The file trees.bin of the model');
    const { json } = await get(`${server.url}/v1/models/broken`);
    expect(json['model_version_status']).toEqual([
      { version: '1', state: 'AVAILABLE', status: { error_code: 'OK', error_message: '' } },
      {
        version: '2',
        state: 'END',
        status: {
          error_code: 'MODEL_FILE_CORRUPT',
          error_message: expect.stringMatching(/^The file trees.bin of the model the version is not/) as string,
        },
      },
    ]);
    expect((await get(`${server.url}/metrics`)).text).toContain('millrace_model_load_failures_total{model="broken"} 1');
    await writeFile(file, bytes);
    await server.reload();
    expect(await currentVersion(server, 'broken')).toBe(2);
  });

  it('that is still being copied when it is first looked at is loaded at a later look', async () => {
    await mkdir(directory.join('copied'));
    await push('a', 'copied', 1);
    await using server = await serve({ models: { copied: directory.join('copied') }, port: 0, pollIntervalMs: 5 });
    await mkdir(directory.join('copied', '2'));
    await cp(directory.join('b', 'model.json'), directory.join('copied', '2', 'model.json'), {
      preserveTimestamps: true,
    });
    while (!(await get(`${server.url}/metrics`)).text.includes('load_failures_total{model="copied"} 1')) await sleep(5);
    expect(await currentVersion(server, 'copied')).toBe(1);
    for (const file of ['golden.json', 'transform', 'trees.json', 'trees.bin'])
      await cp(directory.join('b', file), directory.join('copied', '2', file), { recursive: true });
    while ((await currentVersion(server, 'copied')) !== 2) await sleep(5);
  });

  it('is not looked at before its manifest is there, nor are other names', async () => {
    await mkdir(directory.join('half', '7'), { recursive: true });
    await mkdir(directory.join('half', 'notes'), { recursive: true });
    await writeFile(directory.join('half', '8'), '');
    await push('a', 'half', 3);
    await using server = await serve({ models: { half: directory.join('half') }, port: 0 });
    expect(await currentVersion(server, 'half')).toBe(3);
  });

  it('makes a waiting server ready', async () => {
    await mkdir(directory.join('waiting'));
    await using server = await serve({ models: { waiting: directory.join('waiting') }, port: 0, pollIntervalMs: 5 });
    expect((await get(`${server.url}/readyz`)).status).toBe(503);
    expect(await post(`${server.url}/v1/models/waiting:predict`, { instances: [] })).toMatchObject({
      status: 503,
      json: { code: 'SERVING_MODEL_NOT_READY' },
    });
    await push('a', 'waiting', 1);
    while ((await get(`${server.url}/readyz`)).status !== 200) await sleep(5);
    expect(await currentVersion(server, 'waiting')).toBe(1);
  });
});
