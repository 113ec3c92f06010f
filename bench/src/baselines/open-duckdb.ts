import { DuckDBInstance } from '@duckdb/node-api';
import { threads } from '../machine.ts';

/** DuckDB as npm brings it: SQL in, rows out, nothing between. */
export interface BareDuckDb {
  readonly run: (sql: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openDuckDb(): Promise<BareDuckDb> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  return {
    run: async (sql) => {
      await connection.run(sql);
    },
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      return Promise.resolve();
    },
  };
}
