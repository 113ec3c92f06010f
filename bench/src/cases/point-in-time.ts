import { openEngine } from '@millrace/data';
import { getHistoricalFeatures } from '@millrace/feature-store';
import type { BenchCase } from '../bench-case.ts';
import { views } from '../data/flight-features.ts';
import { threads } from '../machine.ts';
import { findFlightsFile } from '../places.ts';

export const pointInTime: BenchCase = {
  what: 'What was known at each of 3,000,000 moments: 36 columns (4 groups of flights x 3 windows x 3 values) of the 3,000,000 flights that had landed, read from Parquet, into memory. The answer alone takes 0.9 GB.',
  unit: 's',
  rounds: 3,
  bar: { atMost: 6, atMostMb: 1500 },
  prepare: async () => {
    const engine = await openEngine({ threads });
    const flights = findFlightsFile();
    return {
      run: async () =>
        void (await getHistoricalFeatures({ entities: flights, history: flights, views, moment: 'date', engine })),
      close: () => engine[Symbol.asyncDispose](),
    };
  },
};
