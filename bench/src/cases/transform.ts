import path from 'node:path';
import { openEngine } from '@millrace/data';
import { applyTransform, fitTransform } from '@millrace/transform';
import { handWrittenTransformSql } from '../baselines/hand-written-transform-sql.ts';
import { openDuckDb } from '../baselines/open-duckdb.ts';
import type { BenchCase } from '../bench-case.ts';
import { features } from '../data/flight-features.ts';
import { prepareData } from '../data/prepare-data.ts';
import { threads } from '../machine.ts';

export const transform: BenchCase = {
  what: 'Fitting and applying 41 features (two vocabularies among them) and the label on a training window of eight weeks, 930,000 rows, written as Parquet; beside SQL written by hand for just these columns.',
  unit: 's',
  prepare: async () => {
    const weeks = await prepareData('weeks');
    const training = path.join(weeks, 'training.parquet');
    const engine = await openEngine({ threads });
    return {
      run: async () => {
        const graph = await fitTransform(training, features, { engine });
        await using transformed = await applyTransform(training, graph, { engine });
        await engine.writeParquet(`select * from ${transformed.relation}`, path.join(weeks, 'ours.parquet'));
      },
      close: () => engine[Symbol.asyncDispose](),
    };
  },
  baselines: [
    {
      name: 'SQL by hand',
      bar: { ratioAtMost: 1.5 },
      prepare: async () => {
        const weeks = await prepareData('weeks');
        const duckdb = await openDuckDb();
        const statements = handWrittenTransformSql(
          path.join(weeks, 'training.parquet'),
          path.join(weeks, 'by-hand.parquet'),
        );
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
