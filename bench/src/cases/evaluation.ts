import path from 'node:path';
import { openEngine } from '@millrace/data';
import { evaluate, listMetrics, type MetricName } from '@millrace/evaluator';
import type { BenchCase } from '../bench-case.ts';
import { prepareData } from '../data/prepare-data.ts';
import { wrongRowCount } from '../errors.ts';
import { threads } from '../machine.ts';

export const evaluation: BenchCase = {
  what: 'Evaluating the predictions of a week, 117,592 rows: 20 metrics on 50 slices (all rows and the 49 busiest airports of origin), each with a 95 % interval from 200 resamples, read from Parquet.',
  unit: 's',
  bar: { atMost: 3 },
  prepare: async () => {
    const file = path.join(await prepareData('model'), 'predictions.parquet');
    const engine = await openEngine({ threads });
    const metrics = listMetrics('binary', 3).slice(0, 20) as readonly MetricName[];
    return {
      run: async () => {
        const { evaluation: found } = await evaluate(file, {
          label: 'late',
          prediction: 'score',
          metrics,
          slices: [{}, { keys: ['origin'] }],
          maxSlices: 49,
          engine,
        });
        if (found.slices.length !== 50)
          throw wrongRowCount({ what: 'Slices', rows: found.slices.length, expected: 50 });
      },
      close: () => engine[Symbol.asyncDispose](),
    };
  },
};
