import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSqliteOnlineStore } from '@millrace/feature-store';
import { createInMemoryOnlineStore, describeOnlineStore } from '@millrace/feature-store/testing';

describeOnlineStore(
  'createSqliteOnlineStore',
  async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'millrace-online-'));
    return {
      open: () => createSqliteOnlineStore(path.join(directory, 'online.db')),
      remove: () => rm(directory, { recursive: true, force: true }),
    };
  },
  { describe, it },
);

describeOnlineStore(
  'createInMemoryOnlineStore',
  async () => {
    const store = createInMemoryOnlineStore();
    return Promise.resolve({ open: () => store, remove: () => Promise.resolve() });
  },
  { describe, it },
);

describe('a store in SQLite', () => {
  it('names the file that cannot be opened', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'millrace-online-'));
    const file = path.join(directory, 'text.db');
    await writeFile(file, 'This is no database, but long enough to be looked at as one. '.repeat(20));
    const store = createSqliteOnlineStore(file);
    await expect(store.getWatermark('view')).rejects.toMatchObject({
      code: 'FEATURE_STORE_ONLINE_STORE_FAILED',
      message: expect.stringContaining(file) as string,
    });
    await store[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });

  it('refuses keys that are no keys', async () => {
    const store = createSqliteOnlineStore(':memory:');
    const key = { origin: Number.NaN };
    await expect(store.read('view', [key])).resolves.toEqual([undefined]);
    await expect(store.write('view', [{ key, eventTime: 1, values: {} }])).rejects.toMatchObject({
      code: 'FEATURE_STORE_INVALID_KEY',
      details: { part: 'origin', value: 'NaN' },
    });
    await store[Symbol.asyncDispose]();
  });

  it('keeps what it has committed when a writing process is killed', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'millrace-online-'));
    const file = path.join(directory, 'online.db');
    const store = createSqliteOnlineStore(file);
    await store.write('view', [{ key: {}, eventTime: 1, values: { x: 1 } }]);
    // A process that dies within a transaction, as seen from the database.
    const script = `
      const Database = require('libsql');
      const database = new Database(process.argv[1]);
      database.exec('begin immediate');
      database.exec("update online_row set cells = '[2]', event_time = 2");
      console.log('written');
      setInterval(() => undefined, 1000);`;
    const cwd = new URL('.', import.meta.url);
    const child = spawn(process.execPath, ['-e', script, file], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    expect(await store.read('view', [{}])).toEqual([{ eventTime: 1, values: { x: 1 } }]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await store.write('view', [{ key: {}, eventTime: 3, values: { x: 3 } }]);
    expect(await store.read('view', [{}])).toEqual([{ eventTime: 3, values: { x: 3 } }]);
    await store[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });
});
