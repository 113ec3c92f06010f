import { DuckDBInstance } from '@duckdb/node-api';
import { threads } from '../machine.ts';

/** DuckDB as npm brings it: SQL in, rows out, nothing between. */
export interface BareDuckDb {
  run(sql: string): Promise<void>;
  /** The first value of the first row. */
  value(sql: string): Promise<number>;
  close(): Promise<void>;
}

export async function openDuckDb(): Promise<BareDuckDb> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  return {
    run: async (sql) => {
      await connection.run(sql);
    },
    value: async (sql) => Number((await connection.runAndReadAll(sql)).getRows()[0]![0]),
    close: async () => {
      connection.closeSync();
      instance.closeSync();
      return Promise.resolve();
    },
  };
}
