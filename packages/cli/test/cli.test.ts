import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../src/run-cli.ts';
import { parseLabelRule } from '../src/commands/monitor.ts';
import { cannotLoad } from '../src/errors.ts';
import { parseParameters } from '../src/load/parse-parameters.ts';
import { delayRows, writeTestModel } from '@millrace/model/testing';
import { createTestCli } from './test-cli.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'millrace-cli-'));
  await writeFile(path.join(directory, 'flights.csv'), 'origin,delay\nABQ,3\nSFO,\nABQ,41\n');
  await writeFile(path.join(directory, 'odd.csv'), 'origin,delay\nABQ,3\nXXX,9000\n');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function run(
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
  const cli = createTestCli({ cwd: directory });
  const code = await runCli(argv, cli.context);
  return { code, out: cli.outText(), error: cli.errorText() };
}

describe('the command line', () => {
  it('prints its version and its help', async () => {
    expect(await run('--version')).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
      error: '',
    });
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const command of [
      'run',
      'explain',
      'runs',
      'lineage',
      'artifacts',
      'stats',
      'validate',
      'serve',
      'predict',
      'monitor',
      'doctor',
    ]) {
      expect(out).toContain(command);
    }
  });

  it.each([
    [
      ['rnu', 'x.ts'],
      "unknown command 'rnu'.\n  Did you mean run? `millrace --help` lists what there is.\n  (CLI_WRONG_USAGE)",
    ],
    [['stats', 'flights.csv', '--splt', 'train'], 'Did you mean --split? `millrace stats --help` lists what there is.'],
    [['stats'], "missing required argument 'data'"],
    [['runs', '--limit', 'many'], '"many" is not a value of --limit.'],
    [['run', 'p.ts', '-p', 'week'], '"week" is not a parameter.'],
  ])('exits 2 and helps for %j', async (argv, help) => {
    await writeFile(path.join(directory, 'p.ts'), 'export default 1;');
    const { code, error } = await run(...argv);
    expect(error).toContain(help);
    expect(code).toBe(2);
  });

  it('refuses an old Node', async () => {
    const cli = createTestCli({ nodeVersion: '18.20.0' });
    expect(await runCli(['--version'], cli.context)).toBe(1);
    expect(cli.errorText()).toContain('This is Node 18.20.0; Millrace needs 20.19 or newer.');
  });

  it('prints errors as JSON when asked', async () => {
    const { code, error } = await run('stats', 'flihgts.csv', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(error)).toMatchObject({
      error: { code: 'DATA_FILE_NOT_FOUND', cure: expect.stringContaining('flights.csv') as string },
    });
  });
});

describe('commands', () => {
  it('counts the columns of a file', async () => {
    const { code, out } = await run('stats', 'flights.csv');
    expect(code).toBe(0);
    expect(out).toMatch(/3 rows/);
    expect(out).toMatch(/delay +integer +1 +2 +3 +22 +41/);
  });

  it('infers a schema, then finds what departs from it and exits 3', async () => {
    const inferred = await run('validate', 'flights.csv');
    expect(inferred.code).toBe(0);
    const schema = JSON.parse(inferred.out) as { features: Record<string, { domain?: object }> };
    schema.features['delay']!.domain = { kind: 'range', min: -60, max: 2880 };
    await writeFile(path.join(directory, 'schema.json'), JSON.stringify(schema));
    expect(await run('validate', 'flights.csv', '--schema', 'schema.json')).toMatchObject({
      code: 0,
      out: 'No anomalies.\n',
    });
    const found = await run('validate', 'odd.csv', '--schema', 'schema.json');
    expect(found.code).toBe(3);
    expect(found.out).toMatch(/9,000|9000/);
    expect(found.out).toMatch(/XXX|origin/);
  });

  it('says which file cannot be written, and which requests are not there', async () => {
    const written = await run('stats', 'flights.csv', '--output', 'flights.csv/report.html');
    expect(written).toMatchObject({ code: 1, error: expect.stringContaining('(CLI_CANNOT_WRITE)') as string });
    const watched = await run('monitor', 'reqests', '--reference', 'flights.csv');
    expect(watched).toMatchObject({ code: 1, error: expect.stringContaining('(CLI_NO_REQUESTS)') as string });
  });

  it('tells what Millrace has against a pipeline file, and what does not run in it', async () => {
    const features = import.meta.resolve('@millrace/features');
    await writeFile(
      path.join(directory, 'empty.mjs'),
      `import { text, defineFeatures } from '${features}';\ndefineFeatures({ late: 3 });`,
    );
    expect((await run('run', 'empty.mjs')).error).toMatch(/\(FEATURES_/);
    // What the remover of types throws is a plain object.
    const cause = { message: 'TypeScript enum is not supported in strip-only mode', startLine: 3 };
    expect(cannotLoad({ file: 'enum.ts', cause }).message).toBe(
      `enum.ts could not be loaded: line 3: ${cause.message}`,
    );
  });

  it('says that a directory holds no project, and makes none', async () => {
    const { code, error } = await run('runs');
    expect(code).toBe(1);
    expect(error).toContain('holds no metadata of a Millrace project');
  });

  it.each([
    ['missing.ts', 'There is no file missing.ts.'],
    ['empty.js', 'empty.js exports no pipeline; it exports nothing.'],
    ['broken.js', 'broken.js could not be loaded'],
  ])('says what is wrong with the pipeline file %s', async (file, message) => {
    await writeFile(path.join(directory, 'empty.js'), '');
    await writeFile(path.join(directory, 'broken.js'), 'export default nothing;');
    const { code, error } = await run('run', file);
    expect(code).toBe(1);
    expect(error).toContain(message);
  });

  it('predicts with a model directory, or with the newest of a directory of versions', async () => {
    await writeTestModel(path.join(directory, 'late', '2'), { seed: 2 });
    await writeTestModel(path.join(directory, 'late', '10'), { seed: 1 });
    await writeFile(path.join(directory, 'rows.jsonl'), `${JSON.stringify(delayRows(1)[0])}\n`);
    const named = await run('predict', 'late/10', 'rows.jsonl', '--json');
    expect(named).toMatchObject({ code: 0, error: '' });
    expect(await run('predict', 'late', 'rows.jsonl', '--json')).toEqual({ ...named, error: 'Version 10 of late\n' });
    await mkdir(path.join(directory, 'empty', 'latest'), { recursive: true });
    expect(await run('predict', 'empty', 'rows.jsonl')).toMatchObject({
      code: 1,
      error: expect.stringContaining('(MODEL_NOT_A_MODEL)') as string,
    });
  });

  it('looks the machine over', async () => {
    const { code, out } = await run('doctor');
    expect(out).toMatch(/ok +engine +DuckDB v/);
    expect(out).toMatch(/ok +metadata +SQLite works/);
    expect(code).toBe(0);
  });
});

it('reads parameters as JSON where they are JSON', () => {
  expect(parseParameters(['week=2001-06-18', 'trees=200', 'flags={"a":[1]}', 'text=a=b'])).toEqual({
    week: '2001-06-18',
    trees: 200,
    flags: { a: [1] },
    text: 'a=b',
  });
});

it('reads label rules', () => {
  expect(['late', 'delay>15', 'delay<-3', 'state=lost', 'class=2'].map(parseLabelRule)).toEqual([
    'late',
    { column: 'delay', greaterThan: 15 },
    { column: 'delay', lessThan: -3 },
    { column: 'state', equals: 'lost' },
    { column: 'class', equals: 2 },
  ]);
});
