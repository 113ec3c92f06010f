import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { engineClosed } from '../errors.ts';

/**
 * Connections to one in-memory database. A connection runs one statement at a time, and a stream occupies its own until
 * it ends, so that reading in batches and asking other questions go on side by side.
 */
export interface ConnectionPool {
  readonly isClosed: boolean;
  acquire(): Promise<DuckDBConnection>;
  release(connection: DuckDBConnection): void;
  /**
   * Interrupts what is running; connections in use are closed when they are released. Resolves when no connection is being
   * made any more: DuckDB ends the process when its database is closed at that moment.
   */
  close(): Promise<void>;
}

export function createConnectionPool(instance: DuckDBInstance): ConnectionPool {
  const idle: DuckDBConnection[] = [];
  const active = new Set<DuckDBConnection>();
  const connecting = new Set<Promise<DuckDBConnection>>();
  let isClosed = false;
  const connect = async (): Promise<DuckDBConnection> => {
    const opening = instance.connect();
    connecting.add(opening);
    const connection = await opening.finally(() => connecting.delete(opening));
    if (!isClosed) return connection;
    connection.closeSync();
    throw engineClosed();
  };
  return {
    get isClosed() {
      return isClosed;
    },
    async acquire() {
      if (isClosed) throw engineClosed();
      const connection = idle.pop() ?? (await connect());
      active.add(connection);
      return connection;
    },
    release(connection) {
      active.delete(connection);
      if (isClosed) connection.closeSync();
      else idle.push(connection);
    },
    async close() {
      isClosed = true;
      for (const connection of idle.splice(0)) connection.closeSync();
      for (const connection of active) connection.interrupt();
      await Promise.allSettled(connecting);
    },
  };
}
