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
  /** Interrupts what is running; connections in use are closed when they are released. */
  close(): void;
}

export function createConnectionPool(instance: DuckDBInstance): ConnectionPool {
  const idle: DuckDBConnection[] = [];
  const active = new Set<DuckDBConnection>();
  let isClosed = false;
  return {
    get isClosed() {
      return isClosed;
    },
    async acquire() {
      if (isClosed) throw engineClosed();
      const connection = idle.pop() ?? (await instance.connect());
      active.add(connection);
      return connection;
    },
    release(connection) {
      active.delete(connection);
      if (isClosed) connection.closeSync();
      else idle.push(connection);
    },
    close() {
      isClosed = true;
      for (const connection of idle.splice(0)) connection.closeSync();
      for (const connection of active) connection.interrupt();
    },
  };
}
