import { cp, mkdir, mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishPayload } from '@millrace/core/artifacts';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { crashPlacesIn, type CrashPlaces } from './crash-places.ts';
import { createWatch } from './create-watch.ts';
import type { ExpectedRun } from './expected-run.ts';
import { killFlights } from './kill-flights.ts';
import { runTogether } from './run-together.ts';
import { runUndisturbed } from './run-undisturbed.ts';

const rows = 100_000;
let places: CrashPlaces;
let expected: ExpectedRun;
beforeAll(async () => {
  places = crashPlacesIn(await mkdtemp(path.join(tmpdir(), 'millrace-crash-')));
  expected = await runUndisturbed(places, rows);
}, 240_000);
afterAll(() => rm(places.root, { recursive: true, force: true }));

describe('the pipeline of 100,000 flights', () => {
  it('comes to the same digests, and leaves nothing behind, when it, its workers and servers are killed on the way', async () => {
    const report = await killFlights({ places, rows, expected, kills: 10, seed: 1 });
    expect(report.problems).toEqual([]);
    expect(Object.values(report.kills).reduce((sum, count) => sum + count)).toBe(10);
    expect(report.resumes).toBeGreaterThan(0);
    expect(report.looks).toBeGreaterThan(100);
    expect(report.answers).toBeGreaterThan(0);
  }, 600_000);

  it('comes to the same digests in two processes at once', async () => {
    expect(await runTogether({ places, rows, expected })).toEqual([]);
  }, 300_000);
});

describe('the process that watches', () => {
  let state: string;
  let destination: string;
  beforeAll(async () => {
    [state, destination] = [path.join(places.root, 'half', 'state'), path.join(places.root, 'half', 'serving')];
    await cp(places.state, state, { recursive: true });
    await cp(places.destination, destination, { recursive: true });
  });

  /** What a watch says that begins before the damage is done. */
  const watchWhile = async (damage: () => Promise<void>): Promise<readonly string[]> => {
    const watch = createWatch({ state, destination });
    await damage();
    await watch.look();
    return (await watch.finish()).problems;
  };
  const copyOf = async (kind: string): Promise<string> => {
    const root = path.join(state, 'artifacts', kind);
    const copy = path.join(root, '0'.repeat(32));
    await cp(path.join(root, (await readdir(root))[0]!), copy, { recursive: true });
    return copy;
  };

  it('finds nothing where all is whole', async () => {
    const watch = createWatch({ state, destination });
    await watch.look();
    const { artifacts, versions, executions, problems } = await watch.finish();
    expect(problems).toEqual([]);
    expect([artifacts, versions]).toEqual([new Set(Object.values(expected.digests)).size, 1]);
    expect(executions).toBeGreaterThanOrEqual(116);
  });

  it.each([
    ['without its manifest', (copy: string) => rm(path.join(copy, 'artifact.json')), 'is not whole'],
    ['without a file', (copy: string) => rm(path.join(copy, 'model.json')), 'model.json'],
    ['with half a file', (copy: string) => truncate(path.join(copy, 'trees.bin'), 100), 'trees.bin'],
    ['that is empty', (copy: string) => rm(copy, { recursive: true }).then(() => mkdir(copy)), 'is not whole'],
    ['in the wrong place', async () => undefined, `${'0'.repeat(32)} holds model${path.sep}`],
  ])('reports an artifact %s', async (_, damage, problem) => {
    const copy = await copyOf('model');
    try {
      const problems = await watchWhile(() => damage(copy));
      expect(problems).toContainEqual(expect.stringContaining(problem));
    } finally {
      await rm(copy, { recursive: true });
    }
  });

  it('reports an artifact that vanishes', async () => {
    const copy = await copyOf('schema');
    const watch = createWatch({ state, destination });
    await watch.look();
    await rm(copy, { recursive: true });
    expect((await watch.finish()).problems).toContainEqual(`${copy} has vanished`);
  });

  it('reports half a version', async () => {
    const half = path.join(destination, '2');
    const problems = await watchWhile(async () => {
      await cp(path.join(destination, '1'), half, { recursive: true });
      await truncate(path.join(half, 'trees.bin'), 100);
    });
    expect(problems).toContainEqual(expect.stringContaining('version 2 does not open'));
    await rm(half, { recursive: true });
  });

  it('reports metadata that knows what is not there', async () => {
    const store = await createSqliteMetadataStore(path.join(state, 'metadata.db'));
    const [execution] = await store.listExecutions({ states: ['complete'], limit: 1 });
    const { digest, path: lost } = await publishPayload(
      'pushedModel',
      {
        specVersion: 1,
        pushed: false,
        destination: 'nowhere',
        version: null,
        reasons: ['It is a test.'],
        model: 'sha256:',
        pushedAt: null,
      },
      { root: path.join(state, 'artifacts') },
    );
    await store.publishExecutions([
      {
        execution: { ...execution!, id: 'early' },
        outputs: [{ port: 'pushedModel', artifact: { kind: 'pushedModel', digest, path: lost, properties: {} } }],
      },
      { execution: { ...execution!, id: 'empty' } },
    ]);
    await store[Symbol.asyncDispose]();
    const problems = await watchWhile(() => rm(lost, { recursive: true }));
    expect(problems).toContainEqual(expect.stringContaining('is recorded and not there'));
    expect(problems).toContainEqual(expect.stringContaining('is complete and gave nothing'));
  });
});
