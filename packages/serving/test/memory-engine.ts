import { readFile, writeFile } from 'node:fs/promises';
import {
  concatBatches,
  getColumn,
  toColumnBatch,
  toRows,
  type Cell,
  type ColumnBatch,
  type ColumnSpec,
  type Engine,
} from '@millrace/core';

interface StoredTable {
  readonly rows: readonly Record<string, Cell>[];
}

/**
 * An engine of the interface of core for the two statements that this package writes: it keeps rows in JSON files and streams
 * them three at a time. Columns come back with the types that their values have.
 */
export function createMemoryEngine(): Engine {
  const tables = new Map<string, ColumnBatch>();
  const readRelation = async (relation: string): Promise<ColumnBatch> => {
    const registered = tables.get(relation);
    if (registered !== undefined) return registered;
    const files = JSON.parse(relation) as string[];
    const stored = await Promise.all(
      files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as StoredTable),
    );
    return toColumnBatch(stored.flatMap(({ rows }) => rows));
  };
  const query = async (sql: string): Promise<ColumnBatch> => {
    const [, list, relation, limit] = /^select (.+) from (.+?)(?: limit (\d+))?$/.exec(sql)!;
    const batch = await readRelation(relation!);
    const names =
      list === '*'
        ? Object.keys(batch.columns)
        : list!.split(', ').map((name) => name.slice(1, -1).replaceAll('""', '"'));
    const all = { rowCount: batch.rowCount, columns: Object.fromEntries(names.map((n) => [n, getColumn(batch, n)])) };
    return limit === undefined ? all : toColumnBatch(toRows(all).slice(0, Number(limit)));
  };
  return {
    specVersion: 1,
    dialect: 'duckdb',
    query,
    async *stream(sql) {
      const rows = toRows(await query(sql));
      for (let first = 0; first < rows.length; first += 3) yield toColumnBatch(rows.slice(first, first + 3));
    },
    execute: async () => Promise.resolve(),
    describe: async () => Promise.resolve([] as readonly ColumnSpec[]),
    parquetRelation: (files) => JSON.stringify(files),
    registerTable: async (batch) => {
      const relation = `table_${tables.size}`;
      tables.set(relation, concatBatches([batch]));
      return Promise.resolve({
        relation,
        [Symbol.asyncDispose]: async () => {
          tables.set(relation, { rowCount: 0, columns: {} });
          return Promise.resolve();
        },
      });
    },
    async writeParquet(sql, file) {
      const rows = toRows(await query(sql));
      await writeFile(file, JSON.stringify({ rows } satisfies StoredTable));
      return rows.length;
    },
    [Symbol.asyncDispose]: async () => Promise.resolve(),
  };
}
