import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nameUnfinished, removeUnfinished } from './unfinished.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'millrace-unfinished-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const make = async (name: string): Promise<string> => {
  await mkdir(path.join(root, name, 'deep'), { recursive: true });
  await writeFile(path.join(root, name, 'deep', 'file'), 'half');
  return name;
};

it('removes what a process left that is gone, and nothing of one that runs', async () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const running = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    await make(`model-${gone}-${randomUUID()}`);
    await make(`other-${gone}-${randomUUID()}`);
    const kept = [
      await make(`model-${running.pid}-${randomUUID()}`),
      await make(nameUnfinished('model')),
      await make('1'),
      await make(`model-${gone}-notes`),
    ];
    await removeUnfinished(root, { prefix: 'model' });
    expect((await readdir(root)).filter((name) => !name.startsWith('other-')).sort()).toEqual(kept.sort());
    await removeUnfinished(root, { prefix: '' });
    expect((await readdir(root)).sort()).toEqual(kept.sort());
  } finally {
    running.kill('SIGKILL');
    await once(running, 'exit');
  }
});

it('removes what an earlier process of the same number left', async () => {
  const left = await make(nameUnfinished('model'));
  const before = performance.timeOrigin / 1000 - 60;
  await utimes(path.join(root, left), before, before);
  await removeUnfinished(root, { prefix: 'model' });
  expect(await readdir(root)).toEqual([]);
});

it('takes a directory that is not there for an empty one', async () => {
  await expect(removeUnfinished(path.join(root, 'nowhere'), { prefix: '' })).resolves.toBeUndefined();
});
