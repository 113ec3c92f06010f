import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { engineClosed } from '../errors.ts';

/**
 * Connections to one in-memory database. A connection runs one statement at a time, and a stream occupies its own until
 * it ends, so that reading in batches and asking other questions go on side by side.
 */
export interface ConnectionPool {
  acquire(): Promise<DuckDBConnection>;
  release(connection: DuckDBConnection): void;
  close(): void;
}

export function createConnectionPool(instance: DuckDBInstance): ConnectionPool {
  const idle: DuckDBConnection[] = [];
  let isClosed = false;
  return {
    async acquire() {
      if (isClosed) throw engineClosed();
      return idle.pop() ?? (await instance.connect());
    },
    release(connection) {
      if (isClosed) connection.closeSync();
      else idle.push(connection);
    },
    close() {
      isClosed = true;
      for (const connection of idle.splice(0)) connection.closeSync();
    },
  };
}
