import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';

const app = path.resolve(import.meta.dirname, '..');
let directory: string;

// A copy of the built app, whose state is its own: `npm run build` comes first.
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'flights-stopped-'));
  await mkdir(path.join(directory, 'apps'));
  await cp(path.join(app, 'dist'), path.join(directory, 'apps', 'flights', 'dist'), { recursive: true });
  for (const file of ['package.json', 'schema.json'])
    await cp(path.join(app, file), path.join(directory, 'apps', 'flights', file));
  await symlink(path.resolve(app, '../../node_modules'), path.join(directory, 'node_modules'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it.each([
  ['SIGTERM', 143, 'landing', /^$/],
  ['SIGINT', 130, 'a step', /ImportSchema/],
  ['SIGTERM', 143, 'a later step', /StatisticsGen/],
] as const)(
  'ends at %s with %i within two seconds, in the middle of %s',
  async (signal, wanted, _, until) => {
    const home = path.join(directory, 'apps', 'flights');
    const child = spawn(process.execPath, [path.join(home, 'dist', 'main.js'), '--rows', '50000'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
    const landing = until.test('');
    const hasBegun = async (): Promise<boolean> =>
      landing ? (await readdir(home, { recursive: true })).some((name) => name.includes('landing')) : until.test(text);
    while (!(await hasBegun())) {
      expect(child.exitCode, text).toBeNull();
      await sleep(5);
    }
    const sent = performance.now();
    child.kill(signal);
    const [exitCode] = (await once(child, 'close')) as [number | null];
    expect(performance.now() - sent).toBeLessThan(2000);
    expect(exitCode, text).toBe(wanted);
    const left = existsSync(home) ? await readdir(home, { recursive: true }) : [];
    expect(left.filter((name) => /\.incoming-|\.incoming\/./.test(name))).toEqual([]);
  },
  60_000,
);
