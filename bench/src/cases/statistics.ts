import { openEngine, quoteText } from '@millrace/data';
import { computeStatistics } from '@millrace/data-validation';
import { openDuckDb } from '../baselines/open-duckdb.ts';
import type { BenchCase } from '../bench-case.ts';
import { threads } from '../machine.ts';
import { findFlightsFile } from '../places.ts';

export const statistics: BenchCase = {
  what: 'Statistics of 3,000,000 flights x 5 columns from Parquet, exact: moments, quantiles, histograms, distinct and top values, duplicate rows. `SUMMARIZE` of bare DuckDB gives approximate quantiles and distinct counts, and neither histograms, top values nor duplicates.',
  unit: 's',
  prepare: async () => {
    const engine = await openEngine({ threads });
    return {
      run: async () => void (await computeStatistics(findFlightsFile(), { engine })),
      close: () => engine[Symbol.asyncDispose](),
    };
  },
  baselines: [
    {
      name: 'SUMMARIZE',
      bar: { ratioAtMost: 0.5 },
      prepare: async () => {
        const duckdb = await openDuckDb();
        return {
          run: () => duckdb.run(`summarize from read_parquet(${quoteText(findFlightsFile())})`),
          close: duckdb.close,
        };
      },
    },
  ],
};
