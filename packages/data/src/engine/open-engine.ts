import { rm } from 'node:fs/promises';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { checkOptions, optionForms, type Engine } from '@millrace/core';
import { nameUnfinished, removeUnfinished } from '@millrace/core/artifacts';

export interface EngineOptions {
  /** Threads that one statement may use. @defaultValue the processors that this process may use */
  readonly threads?: number | undefined;
  /** What the engine keeps in memory, in MiB; it spills to disk beyond. The process may use somewhat more. @defaultValue 1024, or 128 a thread where that is more */
  readonly memoryLimitMb?: number | undefined;
  /**
   * Where it spills; made at the first spill, removed with the engine. @defaultValue a fresh folder in the system's temporary
   * directory, where what killed processes left of such folders is removed
   */
  readonly temporaryDirectory?: string | undefined;
}

/**
 * Opens the embedded SQL engine: one DuckDB in memory, which no one else sees. It reads and writes in row order, never
 * downloads extensions, and is loaded at the first call. Dispose it when done.
 */
export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  checkOptions<EngineOptions>(options, 'openEngine', {
    threads: optionForms.count,
    memoryLimitMb: optionForms.count,
    temporaryDirectory: optionForms.text,
  });
  // Of this machine: whether a process of another one still spills cannot be told.
  const prefix = `millrace-spill-${hostname()}`;
  const {
    threads = availableParallelism(),
    memoryLimitMb = Math.max(1024, 128 * threads),
    temporaryDirectory = path.join(tmpdir(), nameUnfinished(prefix)),
  } = options;
  if (options.temporaryDirectory === undefined) await removeUnfinished(tmpdir(), { prefix });
  const { createDuckDbEngine } = await import('./duckdb-engine.ts');
  const api = await import('@duckdb/node-api');
  const instance = await api.DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: `${memoryLimitMb}MiB`,
    temp_directory: temporaryDirectory,
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("set global TimeZone = 'UTC'");
  connection.closeSync();
  return createDuckDbEngine({
    api,
    instance,
    cleanUp: () => rm(temporaryDirectory, { recursive: true, force: true }),
  });
}

/** Runs `use` with the given engine, or with an engine of its own that is closed afterwards. */
export async function withEngine<TResult>(
  engine: Engine | undefined,
  use: (engine: Engine) => Promise<TResult>,
): Promise<TResult> {
  if (engine !== undefined) return use(engine);
  const own = await openEngine();
  try {
    return await use(own);
  } finally {
    await own[Symbol.asyncDispose]();
  }
}
