import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Artifact } from '@millrace/core';
import { createTestContext } from '@millrace/core/testing';
import { openEngine } from '@millrace/data';
import { PointInTimeJoin } from '@millrace/feature-store';
import { openDuckDb } from '../baselines/open-duckdb.ts';
import { windowedFeaturesSql } from '../baselines/windowed-features-sql.ts';
import type { BenchCase } from '../bench-case.ts';
import { landedAt, views } from '../data/flight-features.ts';
import { artifactFile } from '../data/make-flights.ts';
import { prepareData } from '../data/prepare-data.ts';
import { threads } from '../machine.ts';

async function readFlights(): Promise<Artifact<'examples'>> {
  const directory = await prepareData('flights');
  return JSON.parse(await readFile(path.join(directory, artifactFile), 'utf8')) as Artifact<'examples'>;
}

export const pointInTimeJoin: BenchCase = {
  what: 'The same 36 columns from an artifact to an artifact: streamed into Parquet, digested and flushed to disk, by `PointInTimeJoin`. Bare DuckDB does it with running sums and an `ASOF` join a boundary, which is its fastest way, and writes the same columns; once, as it takes long.',
  unit: 's',
  rounds: 3,
  bar: { atMostMb: 1500 },
  prepare: async () => {
    const flights = await readFlights();
    const engine = await openEngine({ threads });
    return {
      run: async () => {
        await using context = await createTestContext({ engine, concurrency: threads });
        const parameters = { views, moment: 'date', outcomeTime: landedAt };
        await PointInTimeJoin.run({ ...context, inputs: { examples: flights, history: [flights] }, parameters });
      },
      close: () => engine[Symbol.asyncDispose](),
    };
  },
  baselines: [
    {
      name: 'ASOF join',
      runsOnce: true,
      prepare: async () => {
        const duckdb = await openDuckDb();
        const { path: directory } = await readFlights();
        const target = path.join(await prepareData('flights'), 'asof.parquet');
        const statements = windowedFeaturesSql(path.join(directory, 'all.parquet'), target);
        return {
          run: async () => {
            for (const statement of statements) await duckdb.run(statement);
          },
          close: duckdb.close,
        };
      },
    },
  ],
};
