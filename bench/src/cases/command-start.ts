import path from 'node:path';
import type { BenchCase } from '../bench-case.ts';
import { packagesDirectory } from '../places.ts';
import { measureNodeMemory, timeNode } from '../time-node.ts';

const command = [path.join(packagesDirectory, 'cli', 'bin', 'millrace.js'), '--version'];

export const commandStart: BenchCase = {
  what: '`millrace --version` as a process, from start to end; beside `node -e 0`.',
  unit: 'ms',
  rounds: 15,
  bar: { atMost: 300 },
  prepare: async () =>
    Promise.resolve({
      run: async () => Promise.resolve(timeNode(command)),
      peakMb: async () => Promise.resolve(measureNodeMemory(command)),
    }),
  baselines: [
    { name: 'node', prepare: async () => Promise.resolve({ run: async () => Promise.resolve(timeNode(['-e', '0'])) }) },
  ],
};
