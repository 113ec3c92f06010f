import path from 'node:path';
import { gradientBoostedTrees } from '@millrace/trainer';
import { pythonPeers } from '../baselines/python-peer.ts';
import type { BenchCase } from '../bench-case.ts';
import { prepareData } from '../data/prepare-data.ts';
import { readLearnerData } from '../data/read-learner-data.ts';
import { threads } from '../machine.ts';

export const trees: BenchCase = {
  what: 'Training 200 trees of depth 6 with 63 bins on 930,000 rows x 41 features (two of them categorical, 229 airports each), binning included, on 2 threads; reading the data is not counted. Peers have the same rows, rate, depth, bins and threads; airports are categorical for them too.',
  unit: 's',
  rounds: 3,
  prepare: async () => {
    const data = await readLearnerData();
    const learner = gradientBoostedTrees({ trees: 200, maxDepth: 6, bins: 63 });
    return { run: async () => void (await learner.fit(data, { seed: 0, concurrency: threads })) };
  },
  baselines: pythonPeers('train.py', {
    parameters: async () => [path.join(await prepareData('model'), 'transformed.parquet')],
    bars: { LightGBM: { ratioAtMost: 1.5 } },
  }),
};
