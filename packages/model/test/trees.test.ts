import { createRandom, hasCode, type Task } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createTreesScorer, decodeTrees, encodeTrees, type TreeEnsemble } from '../src/index.ts';
import { packTrees } from '../src/flavours/trees/pack-trees.ts';
import { openWalkKernel } from '../src/flavours/trees/tree-walker.ts';
import { testTrees } from '../src/testing.ts';

/** The definition, word for word, with nothing clever. */
function scoreByRecursion(ensemble: TreeEnsemble, row: readonly number[]): number[] {
  const walk = (node: number): number => {
    const feature = ensemble.splitFeature[node]!;
    if (feature === -1) return ensemble.value[node]!;
    const value = row[feature]!;
    let isLeft: boolean;
    if (Number.isNaN(value)) isLeft = ensemble.missingLeft[node] === 1;
    else if (ensemble.categoryStart[node] === -1) isLeft = value <= ensemble.threshold[node]!;
    else {
      const word = Math.floor(value / 32);
      const isInside = value >= 0 && word < ensemble.categoryWords[node]!;
      isLeft = isInside && (ensemble.categoryBits[ensemble.categoryStart[node]! + word]! & (1 << (value % 32))) !== 0;
    }
    return walk(isLeft ? ensemble.left[node]! : ensemble.right[node]!);
  };
  const raw = [...ensemble.baseScores];
  for (let tree = 0; tree < ensemble.treeOffsets.length - 1; tree++)
    raw[tree % ensemble.treesPerRound]! += walk(ensemble.treeOffsets[tree]!);
  if (ensemble.task === 'regression') return raw;
  if (ensemble.task === 'binary') return [1 / (1 + Math.exp(-raw[0]!))];
  const highest = Math.max(...raw);
  const sum = raw.reduce((total, score) => total + Math.exp(score - highest), 0);
  return raw.map((score) => Math.exp(score - highest) / sum);
}

const shapes = fc.record({
  task: fc.constantFrom<Task>('binary', 'regression', 'multi-class'),
  classes: fc.integer({ min: 2, max: 5 }),
  rounds: fc.integer({ min: 0, max: 9 }),
  depth: fc.constantFrom(0, 1, 2, 5, 7, 14),
  categories: fc.array(fc.constantFrom(0, 0, 2, 31, 32, 33, 229), { minLength: 1, maxLength: 6 }),
  splitChance: fc.constantFrom(0.5, 0.8, 1),
  seed: fc.integer(),
});

function makeTrees({ task, classes, ...shape }: typeof shapes extends fc.Arbitrary<infer T> ? T : never): TreeEnsemble {
  const splitChance = shape.depth > 7 ? 0.6 : shape.splitChance;
  const classCount = task === 'binary' ? 2 : task === 'regression' ? 0 : classes;
  return testTrees({ task, classCount, ...shape, splitChance });
}

function makeRows(categories: readonly number[], count: number, seed: number): number[][] {
  const random = createRandom(seed, 7);
  return Array.from({ length: count }, () =>
    categories.map((size) => {
      const kind = random.next();
      if (kind < 0.15) return NaN;
      if (size > 0) return kind < 0.25 ? size + random.nextInteger(100) : random.nextInteger(size);
      if (kind < 0.2) return Infinity;
      return kind < 0.25 ? -Infinity : random.nextNormal();
    }),
  );
}

describe('trees', () => {
  const forbidden = {
    Module: class {
      constructor() {
        throw new EvalError('Refused to compile WebAssembly: it is not allowed by the content security policy.');
      }
    },
  };
  it.each([
    { where: 'in WebAssembly', webAssembly: undefined, kernel: 'wasm' },
    { where: 'in TypeScript where WebAssembly is forbidden', webAssembly: forbidden, kernel: 'script' },
  ])('score as a naive recursion does $where, in batches and row by row with the same bits', async (place) => {
    if (place.webAssembly !== undefined) vi.stubGlobal('WebAssembly', place.webAssembly);
    const trees = packTrees(
      testTrees({ task: 'binary', classCount: 2, rounds: 1, depth: 1, categories: [0], seed: 1 }),
    );
    expect(openWalkKernel(trees, { walkers: 0, floats: 0, integers: 0 }).name).toBe(place.kernel);
    await fc.assert(
      fc.asyncProperty(shapes, fc.integer({ min: 0, max: 70 }), async (shape, rowCount) => {
        const ensemble = makeTrees(shape);
        const rows = makeRows(shape.categories, rowCount, shape.seed);
        const columns = shape.categories.map((size, j) => {
          const isCodes = size > 0 && rows.every((row) => !Number.isNaN(row[j]));
          const values = rows.map((row) => row[j]!);
          return isCodes ? Int32Array.from(values) : Float64Array.from(values);
        });
        const scorer = createTreesScorer(ensemble);
        const batch = await scorer.score(columns, rowCount);
        const alone = rows.flatMap((row) => [...scorer.scoreRow!(Float64Array.from(row))]);
        expect(alone).toEqual([...batch]);
        expect(alone).toEqual(rows.flatMap((row) => scoreByRecursion(ensemble, row)));
      }),
      { numRuns: 300 },
    );
    vi.unstubAllGlobals();
  });

  it('come back from their files as they went in', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const ensemble = makeTrees(shape);
        expect(decodeTrees(encodeTrees(ensemble), shape.categories.length)).toEqual(ensemble);
      }),
    );
  });

  it('come back from Node buffers that lie in the middle of a pool', () => {
    const ensemble = makeTrees({
      task: 'binary',
      classes: 2,
      rounds: 3,
      depth: 2,
      categories: [0],
      splitChance: 1,
      seed: 3,
    });
    const files = Object.entries(encodeTrees(ensemble)).map(([name, bytes]) => {
      const pool = Buffer.alloc(bytes.length + 24, 7);
      pool.set(bytes, 16);
      return [name, pool.subarray(16, 16 + bytes.length)] as const;
    });
    expect(decodeTrees(Object.fromEntries(files), 1)).toEqual(ensemble);
  });

  it('are refused when a walk could leave them', () => {
    const sound = testTrees({ task: 'binary', classCount: 2, rounds: 2, depth: 2, categories: [0, 40], seed: 3 });
    const broken: readonly Partial<TreeEnsemble>[] = [
      { left: sound.left.map((child, node) => (node === 0 ? 0 : child)) },
      { right: sound.right.map((child, node) => (node === 0 ? 9 : child)) },
      { right: sound.left },
      { splitFeature: sound.splitFeature.map((feature) => (feature === -1 ? -1 : 2)) },
      { splitFeature: sound.splitFeature.map((feature) => (feature === -1 ? -1 : -2)) },
      { threshold: sound.threshold.map(() => NaN), categoryStart: sound.categoryStart.map(() => -1) },
      { value: sound.value.map(() => Infinity) },
      { categoryStart: sound.categoryStart.map(() => 99) },
      { treeOffsets: Int32Array.of(0, 3, 3, 14) },
      { treeOffsets: Int32Array.of(0, 7) },
      { baseScores: Float64Array.of(NaN) },
      { baseScores: Float64Array.of(0, 0) },
      { classCount: 3 },
      { treesPerRound: 2, baseScores: Float64Array.of(0, 0) },
      { missingLeft: new Uint8Array(3) },
    ];
    for (const change of broken) {
      let caught: unknown;
      try {
        decodeTrees(encodeTrees({ ...sound, ...change }), 2);
      } catch (error) {
        caught = error;
      }
      expect(hasCode(caught, 'MODEL_INVALID_TREES'), JSON.stringify(Object.keys(change))).toBe(true);
    }
  });

  it('give hand-computed probabilities', async () => {
    // One stump: x <= 0.5 gives -1, else or missing +1; base 0.25. Softmax and logistic worked out by hand.
    const stump: TreeEnsemble = {
      task: 'binary',
      classCount: 2,
      treesPerRound: 1,
      baseScores: Float64Array.of(0.25),
      treeOffsets: Int32Array.of(0, 3),
      splitFeature: Int32Array.of(0, -1, -1),
      threshold: Float64Array.of(0.5, 0, 0),
      missingLeft: new Uint8Array(3),
      left: Int32Array.of(1, 0, 0),
      right: Int32Array.of(2, 0, 0),
      value: Float64Array.of(0, -1, 1),
      categoryStart: new Int32Array(3).fill(-1),
      categoryWords: new Int32Array(3),
      categoryBits: new Uint32Array(0),
    };
    const scores = await createTreesScorer(stump).score([Float64Array.of(0.5, 0.6, NaN)], 3);
    expect(scores[0]).toBeCloseTo(0.320821300824607, 14);
    expect(scores[1]).toBeCloseTo(0.777299861174691, 14);
    expect(scores[2]).toBe(scores[1]);
  });
});
