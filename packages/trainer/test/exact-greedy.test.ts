import { createRandom, type LearnerRows } from '@millrace/core';
import { createTreesScorer, decodeTrees } from '@millrace/model';
import { describe, expect, it } from 'vitest';
import { gradientBoostedTrees } from '../src/index.ts';

interface Growth {
  readonly columns: readonly ArrayLike<number>[];
  /** Negative gradients: what each row would like to move by. */
  readonly wishes: readonly number[];
  readonly hessians: readonly number[];
  readonly minRows: number;
  readonly l2: number;
}

/** What one tree adds to each row, by trying every threshold of every feature on all rows of a node. No bins, no histograms. */
function growExactly(growth: Growth, rows: readonly number[], depth: number): Map<number, number> {
  const { columns, wishes, hessians, minRows, l2 } = growth;
  const sum = (side: readonly number[], of: readonly number[]): number =>
    side.reduce((total, row) => total + of[row]!, 0);
  const score = (side: readonly number[]): number => sum(side, wishes) ** 2 / (sum(side, hessians) + l2);
  let best: readonly [readonly number[], readonly number[]] | undefined;
  let bestGain = 1e-9;
  for (const values of depth === 0 ? [] : columns) {
    for (const threshold of new Set(rows.map((row) => values[row]!).filter((value) => !Number.isNaN(value)))) {
      for (const missingLeft of [false, true]) {
        const goesLeft = (row: number): boolean =>
          Number.isNaN(values[row]!) ? missingLeft : values[row]! <= threshold;
        const left = rows.filter(goesLeft);
        const right = rows.filter((row) => !goesLeft(row));
        if (left.length < minRows || right.length < minRows) continue;
        const gain = score(left) + score(right) - score(rows);
        if (gain > bestGain + 1e-9) [best, bestGain] = [[left, right], gain];
      }
    }
  }
  if (best === undefined) {
    const value = sum(rows, wishes) / (sum(rows, hessians) + l2);
    return new Map(rows.map((row) => [row, value]));
  }
  return new Map(best.flatMap((side) => [...growExactly(growth, side, depth - 1)]));
}

const random = createRandom(8);
const rowCount = 120;
const columns = [
  Float64Array.from({ length: rowCount }, () => random.nextNormal()),
  Float64Array.from({ length: rowCount }, () => random.nextInteger(9)),
  Float64Array.from({ length: rowCount }, () => (random.next() < 0.25 ? NaN : random.next())),
];
const signal = (row: number): number =>
  Math.sin(2 * columns[0]![row]!) +
  (columns[1]![row]! > 4 ? 1 : 0) -
  (Number.isNaN(columns[2]![row]!) ? 0.8 : columns[2]![row]!);
const rounds = 6;
const settings = {
  trees: rounds,
  maxDepth: 3,
  learningRate: 0.3,
  minChildRows: 5,
  minChildHessian: 0,
  l2: 0.7,
  bins: 255,
};
const features = columns.map((_, index) => ({ name: `x${index}`, kind: 'numeric' as const }));
const everyRow = Array.from({ length: rowCount }, (_, row) => row);

async function predict(task: 'binary' | 'regression', train: LearnerRows): Promise<Float64Array> {
  const data = { task, classCount: task === 'binary' ? 2 : 0, features, train };
  const fitted = await gradientBoostedTrees(settings).fit(data, { seed: 0, concurrency: 1 });
  return createTreesScorer(decodeTrees(fitted.files)).score(train.columns, rowCount);
}

describe('gradientBoostedTrees beside exact greedy trees', () => {
  it('boosts squared error alike', async () => {
    const labels = Float64Array.from(everyRow, (row) => signal(row) + 0.2 * random.nextNormal());
    const scores = new Array<number>(rowCount).fill(labels.reduce((sum, label) => sum + label, 0) / rowCount);
    for (let round = 0; round < rounds; round++) {
      const wishes = everyRow.map((row) => labels[row]! - scores[row]!);
      const hessians = everyRow.map(() => 1);
      const tree = growExactly({ columns, wishes, hessians, minRows: 5, l2: 0.7 }, everyRow, 3);
      for (const [row, value] of tree) scores[row]! += 0.3 * value;
    }
    const found = await predict('regression', { rowCount, columns, labels });
    everyRow.forEach((row) => expect(found[row]).toBeCloseTo(scores[row]!, 7));
  });

  it('boosts log loss alike', async () => {
    const labels = Float64Array.from(everyRow, (row) => (random.next() < 1 / (1 + Math.exp(-2 * signal(row))) ? 1 : 0));
    const share = labels.reduce((sum, label) => sum + label, 0) / rowCount;
    const scores = new Array<number>(rowCount).fill(Math.log(share / (1 - share)));
    const chance = (row: number): number => 1 / (1 + Math.exp(-scores[row]!));
    for (let round = 0; round < rounds; round++) {
      const wishes = everyRow.map((row) => labels[row]! - chance(row));
      const hessians = everyRow.map((row) => chance(row) * (1 - chance(row)));
      const tree = growExactly({ columns, wishes, hessians, minRows: 5, l2: 0.7 }, everyRow, 3);
      for (const [row, value] of tree) scores[row]! += 0.3 * value;
    }
    const found = await predict('binary', { rowCount, columns, labels });
    everyRow.forEach((row) => expect(found[row]).toBeCloseTo(chance(row), 7));
  });
});
