import { createRandom, type LearnerRows, type Task } from '@millrace/core';
import { sha256 } from '@millrace/core/artifacts';
import { describe, expect, it } from 'vitest';
import { binRows } from '../src/trees/binned-table.ts';
import { boost } from '../src/trees/boost.ts';
import { gradientBoostedTrees } from '../src/trees/gradient-boosted-trees.ts';
import { boundTree } from '../src/trees/grow-tree.ts';
import { createObjective } from '../src/trees/objective.ts';
import { createScriptKernel } from '../src/trees/script-kernel.ts';
import { resolveTreeSettings, type TreeSettings } from '../src/trees/tree-settings.ts';
import { binColumns } from '../src/trees/wasm/bin-columns.ts';
import { createWasmKernel } from '../src/trees/wasm/wasm-kernel.ts';

// More rows than one task takes, so that threads share the passes; and an odd number, so that pairs leave one over.
const ROWS = 40_001;
const features = [
  { name: 'whole', kind: 'numeric' },
  { name: 'real', kind: 'numeric' },
  { name: 'gaps', kind: 'numeric' },
  { name: 'few', kind: 'categorical', categories: 7 },
  { name: 'many', kind: 'categorical', categories: 400 },
] as const;

function draw(task: Task, rowCount: number, seed: number): LearnerRows {
  const random = createRandom(seed);
  const whole = Float64Array.from({ length: rowCount }, () => random.nextInteger(50));
  const real = Float64Array.from({ length: rowCount }, () => random.nextNormal());
  const gaps = Float64Array.from({ length: rowCount }, () => (random.next() < 0.3 ? NaN : random.nextNormal()));
  const few = Uint8Array.from({ length: rowCount }, () => random.nextInteger(7));
  const many = Float64Array.from({ length: rowCount }, () => (random.next() < 0.02 ? NaN : random.nextInteger(400)));
  const labels = Float64Array.from({ length: rowCount }, (_, row) => {
    const signal = real[row]! + (few[row]! % 2) - (whole[row]! > 25 ? 1 : 0) + (Number.isNaN(gaps[row]!) ? 0.7 : 0);
    if (task === 'regression') return signal + random.nextNormal();
    if (task === 'binary') return random.next() < 1 / (1 + Math.exp(-signal)) ? 1 : 0;
    return Math.max(0, Math.min(2, Math.round(signal + random.nextNormal())));
  });
  const weights = Float64Array.from({ length: rowCount }, () => random.next() * 3);
  return { rowCount, columns: [whole, real, gaps, few, many], labels, weights };
}

const cases: readonly [Task, TreeSettings][] = [
  ['binary', {}],
  ['regression', { rowSampling: 0.6, featureSampling: 0.7 }],
  ['multi-class', { maxLeaves: 12, maxDepth: 8, minChildRows: 3, l2: 0 }],
];

describe('tree kernels', () => {
  it.each(cases)(
    'grow the same trees for %s with %j, in TypeScript and in WebAssembly, on any threads',
    async (task, chosen) => {
      const settings = resolveTreeSettings({ trees: 4, ...chosen });
      const classCount = task === 'multi-class' ? 3 : task === 'binary' ? 2 : 0;
      const train = draw(task, ROWS, 1);
      const validation = draw(task, 20_000, 2);
      const table = binRows({ features, rows: train, bins: 63 });
      const held = binRows({ features, rows: validation, bins: table.mappers });
      const objective = createObjective(task, classCount, train);
      const input = {
        table,
        rows: train,
        objective,
        rules: settings,
        maxDepth: settings.maxDepth,
        ...boundTree(settings, ROWS),
        isSampled: settings.rowSampling < 1,
        held,
      };
      const data = { task, classCount, features, train, validation };
      const grow = async (threads: number) => {
        const kernel = threads === 0 ? createScriptKernel(input) : await createWasmKernel(input, threads);
        try {
          const boosted = await boost(data, { seed: 9, concurrency: 1 }, { settings, objective, table, kernel });
          const trees = boosted.trees.map(({ binned, splits }) => ({ value: [...binned.value], splits }));
          const bytes = [kernel.scores, kernel.heldScores].map((scores) =>
            Buffer.from(scores.slice().buffer).toString('hex'),
          );
          return { trees, curves: boosted.curves, scores: sha256(bytes.join()) };
        } finally {
          await kernel.close();
        }
      };
      const expected = await grow(0);
      expect(expected.trees.some(({ splits }) => splits.length > 16)).toBe(true);
      for (const threads of [1, 2, 3]) expect(await grow(threads)).toEqual(expected);
    },
  );

  it('bin columns alike, in TypeScript and in WebAssembly, on any threads', async () => {
    const random = createRandom(3);
    const odd = [-Infinity, Infinity, -0, 0, 1e308, -1e308, 5e-324, NaN];
    const draws: readonly (() => number)[] = [
      () => random.nextNormal(),
      () => random.nextInteger(20) - 10,
      () => (random.next() < 0.7 ? 0 : random.next()),
      () => odd[random.nextInteger(odd.length)]!,
      () => NaN,
      () => Math.exp(10 * random.nextNormal()) * (random.next() < 0.5 ? -1 : 1),
    ];
    const columns = draws.map((next) => Float64Array.from({ length: ROWS }, next));
    const rows = { rowCount: ROWS, columns, labels: new Float64Array(ROWS) };
    const names = columns.map((_, index) => ({ name: `x${index}`, kind: 'numeric' as const }));
    for (const bins of [2, 63, 255]) {
      const expected = binRows({ features: names, rows, bins });
      for (const threads of [1, 2]) {
        const found = await binColumns({ features: names, rows, bins }, threads);
        expect(found.mappers).toEqual(expected.mappers);
        expect(Buffer.compare(found.bins, expected.bins)).toBe(0);
      }
      const again = await binColumns({ features: names, rows, bins: expected.mappers }, 2);
      expect(Buffer.compare(again.bins, expected.bins)).toBe(0);
    }
  });

  it('give the same model at any concurrency', async () => {
    const train = draw('binary', 200_000, 4);
    const data = { task: 'binary', classCount: 2, features, train } as const;
    const [one, two, three] = await Promise.all(
      [1, 2, 3].map((concurrency) => gradientBoostedTrees({ trees: 3 }).fit(data, { seed: 0, concurrency })),
    );
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  });
});
