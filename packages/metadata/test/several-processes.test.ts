import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import Database from 'libsql';
import { createSqliteMetadataStore } from '@millrace/metadata';
import { migrations } from '../src/sqlite/migrations.ts';
import { describeMetadataStore } from '../src/testing/describe-metadata-store.ts';
import { createExecutionRecord } from '../src/testing/sample-records.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'millrace-metadata-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

let count = 0;
describeMetadataStore('SQLite in a file', () => createSqliteMetadataStore(path.join(directory, `${count++}.db`)), {
  describe,
  it,
});

it('takes every write of four processes that begin at once, makes none of them wait long, and shows a fifth no half of one', async () => {
  const file = path.join(directory, 'deep', 'metadata.db');
  const script = fileURLToPath(new URL('./fixtures/write-executions.mjs', import.meta.url));
  const perWriter = 150;
  const writers = ['a', 'b', 'c', 'd'];
  const reader = fileURLToPath(new URL('./fixtures/read-executions.mjs', import.meta.url));
  const reading = promisify(execFile)(process.execPath, [reader, file, String(writers.length * perWriter)]);
  const answers = await Promise.all(
    writers.map((writer) => promisify(execFile)(process.execPath, [script, file, writer, String(perWriter)])),
  );
  const { looks, halves, largest } = JSON.parse((await reading).stdout) as Readonly<Record<string, number>>;
  expect({ halves, largest }).toEqual({ halves: 0, largest: writers.length * perWriter });
  expect(looks).toBeGreaterThan(10);
  for (const { stdout } of answers) {
    // MLMD lets a call wait 9 s behind others.
    expect((JSON.parse(stdout) as { longestMs: number }).longestMs).toBeLessThan(5000);
  }
  const store = await createSqliteMetadataStore(file);
  expect(await store.listExecutions({ limit: Infinity })).toHaveLength(writers.length * perWriter);
  expect(await store.listArtifacts({ limit: Infinity })).toHaveLength(writers.length * perWriter + 7);
  expect(await store.listExecutions({ context: { type: 'writer', name: 'c' }, limit: Infinity })).toHaveLength(
    perWriter,
  );
  await store[Symbol.asyncDispose]();
});

it('keeps what was written when it is opened again, in write-ahead mode', async () => {
  const file = path.join(directory, 'metadata.db');
  const first = await createSqliteMetadataStore(file);
  await first.publishExecutions([{ execution: createExecutionRecord({ id: 'e1' }) }]);
  const second = await createSqliteMetadataStore(file);
  expect((await second.getExecution('e1'))?.step).toBe('Trainer');
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  const raw = new Database(file);
  expect(raw.pragma('journal_mode')).toMatchObject([{ journal_mode: 'wal' }]);
  raw.close();
});

it('brings a database of the first version up to date', async () => {
  const file = path.join(directory, 'first.db');
  const raw = new Database(file);
  raw.exec(
    `create table schema_version (version integer primary key); ${migrations[0]!}; insert into schema_version values (1)`,
  );
  const insert = raw.prepare(
    `insert into executions (uuid, run_id, pipeline, step, component, component_version, state, started_at, ended_at, properties)
     values (?, 'r', 'p', 's', 'c', '1', ?, 0, ?, '{}')`,
  );
  insert.run('later', 'complete', 20);
  insert.run('sooner', 'complete', 10);
  insert.run('open', 'running', null);
  raw.close();
  await (await createSqliteMetadataStore(file))[Symbol.asyncDispose]();
  const after = new Database(file);
  const ended = after.prepare('select uuid, end_number from executions order by end_number').all();
  expect(ended).toEqual([
    { uuid: 'open', end_number: null },
    { uuid: 'sooner', end_number: 1 },
    { uuid: 'later', end_number: 2 },
  ]);
  after.close();
});

it('refuses a database of a later version, of something else, and a folder', async () => {
  const later = path.join(directory, 'later.db');
  await (await createSqliteMetadataStore(later))[Symbol.asyncDispose]();
  const raw = new Database(later);
  raw.exec('insert into schema_version values (99)');
  raw.close();
  await expect(createSqliteMetadataStore(later)).rejects.toMatchObject({
    code: 'METADATA_NEWER_SCHEMA',
    message: expect.stringContaining('has schema version 99; this version of @millrace/metadata knows 2') as string,
  });
  const text = fileURLToPath(import.meta.url);
  await expect(createSqliteMetadataStore(text)).rejects.toMatchObject({ code: 'METADATA_NOT_A_STORE' });
  await expect(createSqliteMetadataStore(directory)).rejects.toMatchObject({ code: 'METADATA_NOT_A_STORE' });
  await expect(createSqliteMetadataStore(path.join(text, 'below'))).rejects.toMatchObject({
    code: 'METADATA_NOT_A_STORE',
    message: expect.stringContaining(text) as string,
    cure: 'A file stands where the folder of the store belongs: rename or remove it, or name another folder.',
  });
});

it('says that it waited for other writers, and that trying again may help', async () => {
  const file = path.join(directory, 'busy.db');
  const store = await createSqliteMetadataStore(file, { busyTimeoutMs: 50 });
  const other = new Database(file);
  other.exec('begin immediate');
  await expect(store.publishExecutions([{ execution: createExecutionRecord({ id: 'e1' }) }])).rejects.toMatchObject({
    code: 'METADATA_BUSY',
    retryable: true,
  });
  other.exec('rollback');
  other.close();
  await store.publishExecutions([{ execution: createExecutionRecord({ id: 'e1' }) }]);
  expect(await store.listExecutions()).toHaveLength(1);
  await store[Symbol.asyncDispose]();
});

it('says that it was closed', async () => {
  const store = await createSqliteMetadataStore(':memory:');
  await store[Symbol.asyncDispose]();
  await store[Symbol.asyncDispose]();
  await expect(store.listRuns()).rejects.toMatchObject({ code: 'METADATA_CLOSED' });
  await expect(store.publishExecutions([])).rejects.toMatchObject({ code: 'METADATA_CLOSED' });
});
