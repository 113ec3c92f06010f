import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createRandom } from '@millrace/core';
import { openModel } from '@millrace/model';
import { delayRows, writeTestModel } from '@millrace/model/testing';
import { expect, it } from 'vitest';
import { serve } from '../src/index.ts';
import { get, post } from './ask.ts';
import { useTemporaryDirectory } from './temporary-directory.ts';

/** The nightly run takes its time. */
const swaps = process.env['MILLRACE_LONG'] === undefined ? 20 : 1000;
const connections = 16;
const directory = useTemporaryDirectory();
const rows = delayRows(80).map(({ date, distance, origin }) => ({ date, distance, origin }));
const seeds = [1, 2, 3, 4];

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

it(`answers ${connections} connections while ${swaps} versions come and go, each from one version, in bounded memory`, async () => {
  const predicted = new Map<string, number>();
  for (const seed of seeds) {
    await writeTestModel(directory.join(`model-${seed}`), { seed });
    await using model = await openModel(directory.join(`model-${seed}`));
    const { scores } = await model.predictRows(rows);
    for (const count of [1, 2, 10, 80]) predicted.set(JSON.stringify([...scores.subarray(0, count)]), seed);
  }
  expect(predicted.size).toBe(4 * seeds.length);

  const place = directory.join('served');
  await mkdir(place);
  const versions: number[] = [];
  const push = async (version: number): Promise<void> => {
    const temporary = directory.join('served', `.incoming-${version}`);
    await cp(directory.join(`model-${seeds[version % seeds.length]!}`), temporary, { recursive: true });
    await rename(temporary, directory.join('served', String(version)));
    versions.push(version);
  };
  await push(1);
  await using server = await serve({ models: { busy: place }, port: 0, pollIntervalMs: 2 });
  const current = async (): Promise<unknown> => {
    const { json } = await get(`${server.url}/readyz`);
    return (json['versions'] as Record<string, unknown>)['busy'];
  };

  const problems: unknown[] = [];
  const asked = new Map(seeds.map((seed): [number, number] => [seed, 0]));
  let isDone = false;
  const client = async (number: number): Promise<void> => {
    const random = createRandom(number);
    while (!isDone) {
      const count = [1, 2, 10, 80][random.nextInteger(4)]!;
      const answer = await post(`${server.url}/v1/models/busy:predict`, { instances: rows.slice(0, count) });
      const seed = predicted.get(JSON.stringify(answer.json['predictions']));
      if (answer.status !== 200 || seed === undefined) problems.push(answer.text.slice(0, 300));
      else asked.set(seed, asked.get(seed)! + 1);
    }
  };
  const clients = Array.from({ length: connections }, (_, number) => client(number));

  const random = createRandom(99);
  let bytesAtQuarter = 0;
  for (let swap = 1; swap <= swaps; swap++) {
    // One in four is a version that goes: the one before it takes over again.
    if (versions.length > 1 && random.nextInteger(4) === 0) {
      await rm(directory.join('served', String(versions.pop()!)), { recursive: true });
    } else {
      await push(versions.at(-1)! + 1);
      if (versions.length > 5) await rm(directory.join('served', String(versions.shift()!)), { recursive: true });
    }
    while ((await current()) !== versions.at(-1)) await sleep(2);
    if (swap === Math.floor(swaps / 4)) {
      collect();
      bytesAtQuarter = process.memoryUsage().heapUsed;
    }
  }
  isDone = true;
  await Promise.all(clients);
  expect(problems).toEqual([]);
  for (const count of asked.values()) expect(count).toBeGreaterThan(2);
  const metrics = (await get(`${server.url}/metrics`)).text;
  expect(Number(/millrace_model_swaps_total\{model="busy"\} (\d+)/.exec(metrics)![1])).toBe(swaps);
  expect(metrics).not.toMatch(/load_failures_total\{model="busy"\} [1-9]/);
  collect();
  expect((process.memoryUsage().heapUsed - bytesAtQuarter) / 2 ** 20).toBeLessThan(10);
}, 900_000);
