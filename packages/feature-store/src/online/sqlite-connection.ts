import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'libsql';

/** Views, the names of the values that rows hold, and one row an entity and view with its cells as one text. */
const schema = `
  create table if not exists online_view (
    id integer primary key, name text not null unique, watermark integer
  ) strict;
  create table if not exists online_layout (
    id integer primary key, names text not null unique
  ) strict;
  create table if not exists online_row (
    view integer not null, key text not null, event_time integer not null, layout integer not null, cells text not null,
    primary key (view, key)
  ) strict, without rowid;
`;

const busyTimeoutMs = 10_000;

/** Opens the file in write-ahead mode, so that many processes read while one writes, and makes the tables. */
export async function openDatabase(path: string): Promise<Database.Database> {
  const { default: LibsqlDatabase } = await import('libsql');
  const database = new LibsqlDatabase(path, { timeout: busyTimeoutMs });
  try {
    await enterWriteAheadLog(database);
    database.exec('pragma synchronous = normal');
    database.exec(schema);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

async function enterWriteAheadLog(database: Database.Database): Promise<void> {
  const pauseMs = 5;
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    try {
      database.pragma('journal_mode = wal');
      return;
    } catch (error) {
      // SQLite does not wait for other processes here, whatever the busy timeout says.
      if (!String((error as { code?: string }).code).startsWith('SQLITE_BUSY') || waitedMs > busyTimeoutMs) throw error;
      await sleep(pauseMs);
    }
  }
}
