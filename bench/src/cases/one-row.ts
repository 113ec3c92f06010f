import path from 'node:path';
import { openModel } from '@millrace/model';
import { pythonPeers } from '../baselines/python-peer.ts';
import type { BenchCase } from '../bench-case.ts';
import { prepareData } from '../data/prepare-data.ts';
import { readEvaluationRows } from '../data/read-evaluation-rows.ts';

const passes = 20;

export const oneRow: BenchCase = {
  what: 'Predicting one row with 200 trees of depth 6: a plain object of 40 raw fields in (the moment as text), a probability out, the 41 features included. Peers get a row that is transformed already.',
  unit: 'µs',
  bar: { atMost: 10 },
  prepare: async () => {
    const rows = await readEvaluationRows(1000);
    const model = await openModel(path.join(await prepareData('model'), 'model'));
    return {
      run: async () => {
        const started = performance.now();
        for (let pass = 0; pass < passes; pass++) for (const row of rows) model.predictRow!(row);
        return Promise.resolve(((performance.now() - started) * 1000) / (passes * rows.length));
      },
      close: () => model[Symbol.asyncDispose](),
    };
  },
  baselines: pythonPeers('predict.py', {
    parameters: async () => [path.join(await prepareData('model'), 'transformed.parquet')],
  }),
};
