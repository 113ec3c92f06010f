import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { delayRows, writeTestModel } from '@millrace/model/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = path.resolve(import.meta.dirname, '../bin/millrace.js');
/** The nightly run takes its time. */
const isLong = process.env['MILLRACE_LONG'] !== undefined;
const pipeline = path.resolve(import.meta.dirname, 'fixtures/slow-pipeline.ts');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'millrace-signals-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

interface Command {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves when the process and everything that holds its streams is gone. */
  readonly end: Promise<{ readonly exitCode: number | null; readonly time: number }>;
}

// A process group of its own: Ctrl-C reaches the command and its workers alike.
function start(...argv: readonly string[]): Command {
  const child = spawn(process.execPath, [bin, ...argv], {
    cwd: directory,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
  const end = once(child, 'exit').then(([exitCode]) => ({
    exitCode: exitCode as number | null,
    time: performance.now(),
  }));
  return { child, output: () => text, end };
}

const run = (act: string): Command =>
  start('run', pipeline, '-p', `act=${act}`, '-p', `journal=${path.join(directory, 'journal')}`);

/** The numbers of the processes that performed steps, by step. */
async function readJournal(): Promise<ReadonlyMap<string, number>> {
  const text = await readFile(path.join(directory, 'journal'), 'utf8').catch(() => '');
  return new Map(
    text
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [line.split(' ') as [string, string]]))
      .map(([step, id]) => [step, Number(id)]),
  );
}

async function waitForStep(step: string, { output, child }: Command): Promise<number> {
  for (;;) {
    const id = (await readJournal()).get(step);
    if (id !== undefined) return id;
    if (child.exitCode !== null) throw new Error(`It ended before: ${output()}`);
    await sleep(20);
  }
}

/** False also for one that has ended and whose new parent has not asked after it yet. */
async function isRunning(processId: number): Promise<boolean> {
  try {
    process.kill(processId, 0);
  } catch {
    return false;
  }
  const state = await readFile(`/proc/${processId}/stat`, 'utf8').catch(() => '');
  return !/\) Z /.test(state);
}

const stops = {
  'Ctrl-C': { send: ({ pid }: ChildProcess) => process.kill(-pid!, 'SIGINT'), exitCode: 130 },
  SIGTERM: { send: ({ pid }: ChildProcess) => process.kill(pid!, 'SIGTERM'), exitCode: 143 },
} as const;
type Stop = keyof typeof stops;

const listUnpublished = (): Promise<readonly string[]> =>
  readdir(path.join(directory, '.millrace/artifacts/.incoming')).catch(() => []);

describe('millrace run', () => {
  const moments = [
    ['SIGTERM', 'block'],
    ['Ctrl-C', 'query'],
    ['SIGTERM', 'train'],
    ['Ctrl-C', 'write'],
  ] as const satisfies readonly (readonly [Stop, string])[];
  const more = [
    ['Ctrl-C', 'block'],
    ['Ctrl-C', 'ignore'],
    ['SIGTERM', 'query'],
    ['Ctrl-C', 'train'],
    ['SIGTERM', 'write'],
  ] as const satisfies readonly (readonly [Stop, string])[];
  it.each(isLong ? [...moments, ...more] : moments)(
    'ends within two seconds of %s when a step does: %s',
    // Tries again, because two seconds are two seconds of a machine that does not wait for other tests' disk writes.
    { retry: 2, timeout: 60_000 },
    async (stop, act) => {
      const command = run(act);
      const worker = await waitForStep('slow', command);
      await sleep(400);
      const sent = performance.now();
      stops[stop].send(command.child);
      const { exitCode, time } = await command.end;
      expect(exitCode).toBe(stops[stop].exitCode);
      expect(time - sent).toBeLessThan(2000);
      expect(await isRunning(worker)).toBe(false);
      expect(await listUnpublished()).toEqual([]);
      expect(await readdir(path.join(directory, '.millrace/scratch'))).toEqual([]);

      // Another act is another parameter: the first step goes from the cache, the stopped one runs.
      const journal = path.join(directory, 'journal');
      const next = start('run', pipeline, '--from', 'slow', '-p', 'act=none', '-p', `journal=${journal}`);
      const { exitCode: nextExitCode } = await next.end;
      expect(nextExitCode, next.output()).toBe(0);
    },
  );

  it('does not wait at a second Ctrl-C, and leaves no worker behind', async () => {
    const command = run('block');
    const worker = await waitForStep('slow', command);
    stops['Ctrl-C'].send(command.child);
    await sleep(200);
    const sent = performance.now();
    stops['Ctrl-C'].send(command.child);
    const { exitCode, time } = await command.end;
    expect(exitCode).toBe(130);
    expect(time - sent).toBeLessThan(500);
    await sleep(100);
    expect(await isRunning(worker)).toBe(false);
  }, 30_000);

  it.each(['Ctrl-C', 'SIGTERM'] as const)(
    'ends at %s at any moment of its start',
    async (stop) => {
      for (const afterMs of isLong ? [20, 60, 100, 150, 200, 300, 450, 600, 750, 900, 1050, 1200] : [150, 800]) {
        const command = run('block');
        await sleep(afterMs);
        const sent = performance.now();
        stops[stop].send(command.child);
        const { time } = await command.end;
        expect(time - sent).toBeLessThan(2000);
        // Before the command has begun to listen, the signal itself ends it; shells show the same code.
        expect(command.child.exitCode ?? command.child.signalCode).toBeOneOf([
          stops[stop].exitCode,
          stop === 'Ctrl-C' ? 'SIGINT' : 'SIGTERM',
        ]);
        for (const id of (await readJournal()).values()) expect(await isRunning(id)).toBe(false);
      }
    },
    60_000,
  );
});

describe('other commands', () => {
  it('serve answers what has arrived, and ends', async () => {
    await writeTestModel(path.join(directory, 'delays'));
    const command = start('serve', 'delays', '--port', '0');
    while (!/^http.*predict$/m.test(command.output())) await sleep(20);
    const url = /^http.*predict$/m.exec(command.output())![0];
    const instances = delayRows(5000).map(({ date, distance, origin }) => ({ date, distance, origin }));
    const answer = fetch(url, { method: 'POST', body: JSON.stringify({ instances }) });
    await sleep(20);
    const sent = performance.now();
    stops.SIGTERM.send(command.child);
    const { exitCode, time } = await command.end;
    expect(exitCode).toBe(143);
    expect(time - sent).toBeLessThan(2000);
    expect((await answer).status).toBe(200);
  }, 30_000);

  it('predict does not wait for its input any more', async () => {
    await writeTestModel(path.join(directory, 'delays'));
    const command = start('predict', 'delays', '-');
    await sleep(1000);
    const sent = performance.now();
    stops['Ctrl-C'].send(command.child);
    const { exitCode, time } = await command.end;
    expect(exitCode).toBe(130);
    expect(time - sent).toBeLessThan(2000);
  }, 30_000);
});
