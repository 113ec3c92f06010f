import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

it('removes what a killed process had spilled', async () => {
  const temporary = await mkdtemp(path.join(tmpdir(), 'millrace-killed-'));
  const start = (body: string) =>
    spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { openEngine } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
        const engine = await openEngine({ threads: 2, memoryLimitMb: 64 });
        ${body}`,
      ],
      { env: { ...process.env, TMPDIR: temporary }, stdio: 'inherit' },
    );
  const spilling = start(
    `await engine.query('select i, repeat(md5(i::varchar), 4) as word from range(30000000) t(i) order by word, i');`,
  );
  const ended = once(spilling, 'exit');
  while ((await readdir(temporary)).length === 0 && spilling.exitCode === null) await sleep(5);
  spilling.kill('SIGKILL');
  await ended;
  expect(await readdir(temporary)).toEqual([expect.stringMatching(/^millrace-spill-/)]);
  await once(start('await engine[Symbol.asyncDispose]();'), 'exit');
  expect(await readdir(temporary)).toEqual([]);
  await rm(temporary, { recursive: true });
});
