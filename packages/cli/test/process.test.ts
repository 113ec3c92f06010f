import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeTooOld } from '../src/errors.ts';
import { describeError } from '../src/terminal/report-error.ts';

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

  it('exits 3 and tells which gates a model failed, with the figures', async () => {
    const refused = path.resolve(import.meta.dirname, 'fixtures/refused-pipeline.ts');
    const told =
      '\nJudge did not bless the model:\n  logLoss at most 0.4: It is 0.51, at most 0.4 is wanted.\n' +
      '\nTry did not bless the model:\n  The model did not load within 1000 ms.\n';
    await expect(millrace('run', refused)).rejects.toMatchObject({
      code: 3,
      stdout: expect.stringContaining(told) as string,
    });
    const cached: unknown = await millrace('run', refused, '--json').catch((error: unknown) => error);
    expect(cached).toMatchObject({ code: 3 });
    expect(JSON.parse((cached as { readonly stdout: string }).stdout)).toMatchObject({
      state: 'complete',
      refusals: [{ step: 'Judge', reasons: [expect.stringContaining('0.51') as string] }, { step: 'Try' }],
    });
  });

  it('exits 1 with a cure when a file is missing', async () => {
    await expect(millrace('run', 'nothing.ts')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no file nothing.ts.') as string,
    });
  });

  it('says that an old Node is too old, before anything that it cannot read', async () => {
    await writeFile(
      path.join(directory, 'old.cjs'),
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '12.4.0' } });",
    );
    const run = async (...argv: readonly string[]): Promise<unknown> =>
      execute(process.execPath, ['--require', './old.cjs', bin, ...argv], { cwd: directory });
    const error = nodeTooOld({ version: '12.4.0' });
    await expect(run('--version')).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: `error: ${describeError(error)}`,
    });
    await expect(run('runs', '--json')).rejects.toMatchObject({ code: 1, stderr: `${JSON.stringify({ error })}\n` });
    const entry = await readFile(bin, 'utf8');
    expect(entry).not.toMatch(/\b(import|export|const|let|class|async|await)\b(?! what)|=>|`|\?\.|\?\?|\.\.\./);
  });
});
