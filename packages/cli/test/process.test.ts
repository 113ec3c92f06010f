import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const execute = promisify(execFile);
const bin = path.resolve(import.meta.dirname, '../bin/millrace.js');
const pipeline = path.resolve(import.meta.dirname, 'fixtures/count-pipeline.ts');

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'millrace-process-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

// The command as users start it, from the built package: `npm run build` comes first.
async function millrace(...argv: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return execute(process.execPath, [bin, ...argv], { cwd: directory });
}

describe('the process', () => {
  it('runs a TypeScript pipeline in worker processes with the embedded engine, then takes it all from the cache', async () => {
    const first = await millrace('run', pipeline, '-p', 'rows=5');
    expect(first.stdout).toMatch(/is complete: 2 steps, 0 cached/);
    expect(first.stderr).toMatch(/done +ExampleGen/);
    const second = await millrace('run', pipeline, '-p', 'rows=5');
    expect(second.stdout).toMatch(/is complete: 2 steps, 2 cached/);
  });

  it('explains, lists and traces what ran', async () => {
    const explained = await millrace('explain', pipeline, '-p', 'rows=6');
    expect(explained.stdout).toMatch(/ExampleGen +run +.*source/);
    const runs = JSON.parse((await millrace('runs', '--json')).stdout) as readonly { readonly id: string }[];
    expect(runs).toHaveLength(2);
    expect((await millrace('runs', runs[1]!.id.slice(0, 8))).stdout).toMatch(
      /StatisticsGen +StatisticsGen 1 +complete/,
    );
    const artifacts = JSON.parse((await millrace('artifacts', '--kind', 'statistics', '--json')).stdout) as readonly {
      readonly digest: string;
    }[];
    expect((await millrace('lineage', artifacts[0]!.digest)).stdout).toMatch(
      /Came from\n {2}StatisticsGen\n {4}examples: examples/,
    );
  });

  it('exits 1 with a cure when a file is missing', async () => {
    await expect(millrace('run', 'nothing.ts')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no file nothing.ts.') as string,
    });
  });
});
