import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { toRows, type Engine } from '@millrace/core';
import { openDataset, openEngine, type DatasetInput, type OpenDatasetOptions } from '../src/index.ts';

export interface Workbench {
  readonly engine: Engine;
  readonly directory: string;
  /** Writes a file below the directory and gives its path. */
  file(name: string, content: string | Uint8Array): string;
  /** Writes a Parquet file with the rows of a query and gives its path. */
  parquetFile(name: string, sql: string): Promise<string>;
  /** `name:type` of every column, and the rows. */
  read(
    input: DatasetInput,
    options?: OpenDatasetOptions,
  ): Promise<{ readonly columns: readonly string[]; readonly rows: ReturnType<typeof toRows> }>;
}

/** One engine and one directory for all tests of a file. */
export function useWorkbench(): Workbench {
  const directory = mkdtempSync(path.join(tmpdir(), 'millrace-data-'));
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine();
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });
  const place = (name: string): string => {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    return file;
  };
  return {
    get engine() {
      return engine;
    },
    directory,
    file(name, content) {
      const file = place(name);
      writeFileSync(file, content);
      return file;
    },
    async parquetFile(name, sql) {
      const file = place(name);
      await engine.writeParquet(sql, file);
      return file;
    },
    async read(input, options = {}) {
      const dataset = await openDataset(input, { engine, ...options });
      try {
        const columns = dataset.columns.map(({ name, type, itemType }) => `${name}:${itemType ?? ''}${type}`);
        return { columns, rows: toRows(await dataset.read()) };
      } finally {
        await dataset[Symbol.asyncDispose]();
      }
    },
  };
}
