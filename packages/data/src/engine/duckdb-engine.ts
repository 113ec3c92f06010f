import type * as DuckDbApi from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ColumnBatch, Engine, QueryOptions } from '@millrace/core';
import { engineClosed } from '../errors.ts';
import { quoteIdentifier, quoteText } from '../sql/quote.ts';
import { createBatchBuilder } from './batch-builder.ts';
import { createConnectionPool } from './connection-pool.ts';
import { explainFailure } from './duckdb-failure.ts';
import { specOfType } from './duckdb-types.ts';
import { streamRows } from './stream-rows.ts';
import { writeEvenParquet } from './write-parquet.ts';
import { writeTable } from './write-table.ts';

interface DuckDbParts {
  readonly api: typeof DuckDbApi;
  readonly instance: DuckDBInstance;
  readonly cleanUp: () => Promise<void>;
}

export function createDuckDbEngine({ api, instance, cleanUp }: DuckDbParts): Engine {
  const pool = createConnectionPool(instance);
  let tableCount = 0;
  let isDisposed = false;

  /** One statement on a connection of its own; the signal interrupts it, and failures are explained. */
  async function onConnection<TResult>(
    sql: string,
    signal: AbortSignal | undefined,
    use: (connection: DuckDBConnection) => Promise<TResult>,
  ): Promise<TResult> {
    signal?.throwIfAborted();
    const connection = await pool.acquire();
    const interrupt = (): void => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      return await use(connection);
    } catch (error) {
      throw pool.isClosed ? engineClosed() : await explainFailure(error, sql, signal);
    } finally {
      signal?.removeEventListener('abort', interrupt);
      pool.release(connection);
    }
  }

  async function query(sql: string, { signal }: QueryOptions = {}): Promise<ColumnBatch> {
    return onConnection(sql, signal, async (connection) => {
      const result = await connection.run(sql);
      const types = result.columnTypes();
      const builder = createBatchBuilder(result.columnNames().map((name, index) => ({ name, type: types[index]! })));
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return builder.finish();
        builder.append(chunk, chunk.rowCount);
      }
    });
  }

  async function* stream(
    sql: string,
    { signal, batchRows = 131072 }: QueryOptions = {},
  ): AsyncGenerator<ColumnBatch, void, undefined> {
    signal?.throwIfAborted();
    const connection = await pool.acquire();
    const interrupt = (): void => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      for await (const batch of streamRows(connection, sql, batchRows)) {
        yield batch;
        signal?.throwIfAborted();
      }
    } catch (error) {
      throw pool.isClosed ? engineClosed() : await explainFailure(error, sql, signal);
    } finally {
      signal?.removeEventListener('abort', interrupt);
      pool.release(connection);
    }
  }

  const engine: Engine = {
    specVersion: 1,
    dialect: 'duckdb',
    query,
    stream,
    async execute(sql, { signal } = {}) {
      await onConnection(sql, signal, (connection) => connection.run(shareTemporaries(sql)));
    },
    async describe(relation) {
      const sql = `select * from ${relation}`;
      return onConnection(sql, undefined, async (connection) => {
        const statement = await connection.prepare(sql);
        try {
          return Array.from({ length: statement.columnCount }, (_, index) =>
            specOfType(statement.columnName(index), statement.columnType(index)),
          );
        } finally {
          statement.destroySync();
        }
      });
    },
    parquetRelation(files) {
      // By name, so that numbers of different width meet in the wider type instead of that of the first file.
      const byName = files.length > 1 ? ', union_by_name = true' : '';
      return `read_parquet([${files.map(quoteText).join(', ')}], hive_partitioning = false${byName})`;
    },
    async registerTable(batch) {
      const table = `millrace_table_${++tableCount}`;
      await onConnection(`create table ${table}`, undefined, (connection) =>
        writeTable({ api, connection }, table, batch),
      );
      return {
        relation: quoteIdentifier(table),
        [Symbol.asyncDispose]: () => engine.execute(`drop table if exists ${quoteIdentifier(table)}`),
      };
    },
    writeParquet(sql, file, options = {}) {
      return writeEvenParquet(engine, { sql, file }, options);
    },
    async [Symbol.asyncDispose]() {
      if (isDisposed) return;
      isDisposed = true;
      await pool.close();
      instance.closeSync();
      await cleanUp();
    },
  };
  return engine;
}

/**
 * DuckDB shows temporary tables and views to the connection that made them only. The whole database is temporary here,
 * and statements run on any connection of it.
 */
function shareTemporaries(sql: string): string {
  return sql.replace(/(^|;)(\s*create\s+(?:or\s+replace\s+)?)temp(?:orary)?\s+(?=table|view|macro|sequence)/gi, '$1$2');
}
