import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'libsql';
import { isMillraceError } from '@millrace/core';
import { newerSchema, notMetadata, storeBusy, storeClosed, storeFailed } from '../errors.ts';
import { migrations } from './migrations.ts';
import { refusalOfSystem } from './refusal-of-system.ts';

export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** One open database with its prepared statements. */
export interface SqliteConnection {
  all(sql: string, ...values: readonly SqlValue[]): readonly SqlRow[];
  get(sql: string, ...values: readonly SqlValue[]): SqlRow | undefined;
  run(sql: string, ...values: readonly SqlValue[]): void;
  /** Runs `work` in one write transaction: all of it or nothing. */
  write<TResult>(work: () => TResult): TResult;
  close(): void;
}

export interface SqliteConnectionOptions {
  /** How long a call waits for other writers. */
  readonly busyTimeoutMs: number;
}

/** Opens a database file, or `:memory:`, and brings its schema up to date. */
export async function openSqlite(path: string, { busyTimeoutMs }: SqliteConnectionOptions): Promise<SqliteConnection> {
  const { default: LibsqlDatabase } = await import('libsql');
  let database: Database.Database | undefined;
  try {
    database = new LibsqlDatabase(path, { timeout: busyTimeoutMs });
    await enterWriteAheadLog(database, busyTimeoutMs);
    database.exec('pragma synchronous = normal');
    migrate(database, path);
    return connect(database, { path, busyTimeoutMs });
  } catch (cause) {
    database?.close();
    if (isMillraceError(cause)) throw cause;
    throw isBusy(cause)
      ? storeBusy({ path, timeoutMs: busyTimeoutMs, cause })
      : notMetadata({ path, cause: refusalOfSystem(path, cause) });
  }
}

/**
 * Runs `work` in one write transaction. The library's own transactions hide why they failed: a full disk ends one, and
 * then it cannot be rolled back.
 */
function transact<TResult>(database: Database.Database, work: () => TResult): TResult {
  database.exec('begin immediate');
  try {
    const result = work();
    database.exec('commit');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('rollback');
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return ((error as { code?: string }).code ?? '').startsWith('SQLITE_BUSY');
}

function isSqliteError(error: unknown): boolean {
  return ((error as { code?: string }).code ?? '').startsWith('SQLITE_');
}

async function enterWriteAheadLog(database: Database.Database, timeoutMs: number): Promise<void> {
  const pauseMs = 5;
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      database.pragma('journal_mode = wal');
      return;
    } catch (error) {
      // SQLite does not wait for other processes here, whatever the busy timeout says.
      if (!isBusy(error) || waitedMs > timeoutMs) throw error;
      await sleep(pauseMs);
    }
  }
}

function migrate(database: Database.Database, path: string): void {
  const readVersion = (): number => {
    const table = database.prepare("select count(*) as found from sqlite_master where name = 'schema_version'").get();
    if ((table as { found: number }).found === 0) return 0;
    return (database.prepare('select max(version) as version from schema_version').get() as { version: number })
      .version;
  };
  const known = migrations.length;
  if (readVersion() === known) return;
  transact(database, () => {
    // Another process may have been first.
    const found = readVersion();
    if (found > known) throw newerSchema({ path, found, known });
    if (found === 0) database.exec('create table schema_version (version integer primary key)');
    for (let version = found; version < known; version++) {
      database.exec(migrations[version]!);
      database.prepare('insert into schema_version values (?)').run(version + 1);
    }
  });
}

function connect(
  database: Database.Database,
  { path, busyTimeoutMs }: SqliteConnectionOptions & { readonly path: string },
): SqliteConnection {
  const statements = new Map<string, Database.Statement>();
  const prepare = (sql: string): Database.Statement => {
    if (!database.open) throw storeClosed({ path });
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  const guard = <TResult>(call: () => TResult): TResult => {
    try {
      return call();
    } catch (cause) {
      if (isBusy(cause)) throw storeBusy({ path, timeoutMs: busyTimeoutMs, cause });
      throw isSqliteError(cause) ? storeFailed({ path, cause: refusalOfSystem(path, cause) }) : cause;
    }
  };
  return {
    all: (sql, ...values) => guard(() => prepare(sql).all(...values) as SqlRow[]),
    get: (sql, ...values) => guard(() => prepare(sql).get(...values) as SqlRow | undefined),
    run: (sql, ...values) => void guard(() => prepare(sql).run(...values)),
    write: (work) =>
      guard(() => {
        if (!database.open) throw storeClosed({ path });
        return transact(database, work);
      }),
    close: () => {
      statements.clear();
      if (database.open) database.close();
    },
  };
}
