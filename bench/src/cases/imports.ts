import { readdirSync } from 'node:fs';
import type { BenchCase } from '../bench-case.ts';
import { median } from '../figures.ts';
import { packagesDirectory } from '../places.ts';
import { measureNodeMemory, timeNode } from '../time-node.ts';

const importing = (name: string): readonly string[] => [
  '--input-type=module',
  '-e',
  `await import('@millrace/${name}')`,
];

/** Every package with its median of a few starts, the slowest first. */
function timeImports(): readonly { readonly name: string; readonly time: number }[] {
  return readdirSync(packagesDirectory)
    .map((name) => ({ name, time: median(Array.from({ length: 5 }, () => timeNode(importing(name)))) }))
    .sort((a, b) => b.time - a.time);
}

export const imports: BenchCase = {
  what: 'A process that imports one package and ends: the package that takes longest.',
  unit: 'ms',
  rounds: 15,
  bar: { atMost: 150 },
  prepare: async () => {
    const times = timeImports();
    const slowest = importing(times[0]!.name);
    return Promise.resolve({
      run: async () => Promise.resolve(timeNode(slowest)),
      peakMb: async () => Promise.resolve(measureNodeMemory(slowest)),
      note: () => times.map(({ name, time }) => `${name} ${time.toFixed(0)} ms`).join(', '),
    });
  },
  baselines: [
    { name: 'node', prepare: async () => Promise.resolve({ run: async () => Promise.resolve(timeNode(['-e', '0'])) }) },
  ],
};
