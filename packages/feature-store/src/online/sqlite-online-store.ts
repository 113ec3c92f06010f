import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'libsql';
import {
  checkArgument,
  isMillraceError,
  optionForms,
  type Cell,
  type OnlineRow,
  type OnlineStore,
  type OnlineWrite,
} from '@millrace/core';
import { onlineStoreFailed } from '../errors.ts';
import { encodeKey } from './encode-key.ts';
import { decodeCells, encodeCells } from './row-codec.ts';
import { openDatabase } from './sqlite-connection.ts';

/** Rows that are written in one transaction; other work of the process gets its turn between them. */
const rowsPerTransaction = 1000;

/**
 * An online store in one SQLite file, opened at the first call. Several processes may read and write it at once: writers
 * wait for one another, readers wait for nobody. A write of rows is seen as a whole up to 1,000 rows.
 * Its methods throw `FEATURE_STORE_ONLINE_STORE_FAILED`, which is retryable when another process held the file too long.
 */
export function createSqliteOnlineStore(path: string): OnlineStore {
  checkArgument(path, optionForms.text, { caller: 'createSqliteOnlineStore', argument: 'path' });
  let opening: Promise<Connection> | undefined;
  const use = async <TResult>(work: (connection: Connection) => TResult | Promise<TResult>): Promise<TResult> => {
    try {
      opening ??= openDatabase(path)
        .then(connect)
        .catch((cause: unknown) => {
          opening = undefined;
          throw cause;
        });
      return await work(await opening);
    } catch (cause) {
      if (isMillraceError(cause)) throw cause;
      throw onlineStoreFailed({ path, cause });
    }
  };
  return {
    specVersion: 1,
    write: (view, rows) =>
      use(async (connection) => {
        for (let from = 0; from < rows.length; from += rowsPerTransaction) {
          if (from > 0) await nextTurn();
          connection.write(view, rows.slice(from, from + rowsPerTransaction));
        }
      }),
    read: (view, keys) =>
      use((connection) => {
        const id = connection.findView(view);
        return keys.map((key) => (id === undefined ? undefined : connection.read(id, encodeKey(view, key))));
      }),
    getWatermark: (view) => use((connection) => connection.getWatermark(view)),
    setWatermark: (view, eventTime) => use((connection) => connection.setWatermark(view, eventTime)),
    async [Symbol.asyncDispose]() {
      const connection = await opening?.catch(() => undefined);
      connection?.close();
    },
  };
}

interface Connection {
  findView(name: string): number | undefined;
  read(view: number, key: string): OnlineRow | undefined;
  /** In one transaction. */
  write(view: string, rows: readonly OnlineWrite[]): void;
  getWatermark(view: string): number | undefined;
  setWatermark(view: string, eventTime: number): void;
  close(): void;
}

/** The names of the values in rows, and a row without values: copies of it are filled faster than objects that grow. */
interface Layout {
  readonly names: readonly string[];
  readonly blank: Readonly<Record<string, null>>;
}

function connect(database: Database.Database): Connection {
  const selectView = database.prepare('select id from online_view where name = ?');
  const insertView = database.prepare('insert into online_view (name) values (?) on conflict do nothing');
  const selectLayout = database.prepare('select id from online_layout where names = ?');
  const insertLayout = database.prepare('insert into online_layout (names) values (?) on conflict do nothing');
  const selectNames = database.prepare('select names from online_layout where id = ?');
  const selectRow = database
    .prepare('select event_time, layout, cells from online_row where view = ? and key = ?')
    .raw();
  const upsertRow = database.prepare(
    `insert into online_row (view, key, event_time, layout, cells) values (?, ?, ?, ?, ?)
     on conflict (view, key) do update set event_time = excluded.event_time, layout = excluded.layout, cells = excluded.cells
     where excluded.event_time >= online_row.event_time`,
  );
  const selectWatermark = database.prepare('select watermark from online_view where name = ?');
  const updateWatermark = database.prepare(
    'update online_view set watermark = ? where name = ? and (watermark is null or watermark < ?)',
  );
  const views = new Map<string, number>();
  const layouts = new Map<number, Layout>();

  const findView = (name: string): number | undefined => {
    const known = views.get(name);
    if (known !== undefined) return known;
    const found = selectView.get(name) as { readonly id: number } | undefined;
    if (found !== undefined) views.set(name, found.id);
    return found?.id;
  };
  const addView = (name: string): number => {
    if (findView(name) === undefined) insertView.run(name);
    return findView(name)!;
  };
  const addLayout = (names: string): number => {
    insertLayout.run(names);
    return (selectLayout.get(names) as { readonly id: number }).id;
  };
  const layoutOf = (id: number): Layout => {
    let layout = layouts.get(id);
    if (layout === undefined) {
      const names = JSON.parse((selectNames.get(id) as { readonly names: string }).names) as readonly string[];
      layout = { names, blank: Object.fromEntries(names.map((name) => [name, null])) };
      layouts.set(id, layout);
    }
    return layout;
  };
  return {
    findView,
    read(view, key) {
      const row = selectRow.get([view, key]) as readonly [number, number, string] | undefined;
      if (row === undefined) return undefined;
      const [eventTime, layout, text] = row;
      const cells = decodeCells(text);
      const { names, blank } = layoutOf(layout);
      const values: Record<string, Cell> = { ...blank };
      for (let index = 0; index < names.length; index++) values[names[index]!] = cells[index]!;
      return { eventTime, values };
    },
    write(view, rows) {
      const writeRows = database.transaction(() => {
        const id = addView(view);
        let layout = 0;
        let lastNames = '';
        for (const { key, eventTime, values } of rows) {
          const names = JSON.stringify(Object.keys(values));
          if (names !== lastNames) layout = addLayout(names);
          lastNames = names;
          upsertRow.run([id, encodeKey(view, key), eventTime, layout, encodeCells(Object.values(values))]);
        }
      });
      writeRows.immediate();
    },
    getWatermark(view) {
      const found = selectWatermark.get(view) as { readonly watermark: number | null } | undefined;
      return found?.watermark ?? undefined;
    },
    setWatermark(view, eventTime) {
      const write = database.transaction(() => {
        addView(view);
        updateWatermark.run([eventTime, view, eventTime]);
      });
      write.immediate();
    },
    close: () => void database.close(),
  };
}
