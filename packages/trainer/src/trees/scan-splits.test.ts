import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanFeature, type FeatureHistogram, type SplitRules } from './scan-splits.ts';

interface Row {
  /** A bin; -1 is missing. */
  readonly bin: number;
  readonly gradient: number;
  readonly hessian: number;
}

const rules: SplitRules = {
  gradientScale: 1 / 8,
  hessianScale: 1 / 4,
  minChildRows: 2,
  minChildHessian: 0.5,
  l2: 1,
  minGain: 0,
  categorySmoothing: 0,
  categoryL2: 0,
  maxSplitCategories: 255,
};
const binCount = 5;

function toHistogram(rows: readonly Row[]): FeatureHistogram {
  const gradient = new Float64Array(binCount + 1);
  const hessian = new Float64Array(binCount + 1);
  const count = new Float64Array(binCount + 1);
  for (const row of rows) {
    const bin = row.bin < 0 ? binCount : row.bin;
    gradient[bin]! += row.gradient;
    hessian[bin]! += row.hessian;
    count[bin]! += 1;
  }
  return { gradient, hessian, count };
}

const sum = (rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0);

/** Gain of parting rows, straight from the definition; undefined when a side is too small. */
function gainOf(rows: readonly Row[], goesLeft: (row: Row) => boolean): number | undefined {
  const score = (side: readonly Row[]): number =>
    (sum(side, (row) => row.gradient) / 8) ** 2 / (sum(side, (row) => row.hessian) / 4 + rules.l2);
  const left = rows.filter(goesLeft);
  const right = rows.filter((row) => !goesLeft(row));
  const isSmall = (side: readonly Row[]): boolean =>
    side.length < rules.minChildRows || sum(side, (row) => row.hessian) / 4 < rules.minChildHessian;
  return isSmall(left) || isSmall(right) ? undefined : score(left) + score(right) - score(rows);
}

const anyRows = fc.array(
  fc.record({
    bin: fc.integer({ min: -1, max: binCount - 1 }),
    gradient: fc.integer({ min: -40, max: 40 }),
    hessian: fc.integer({ min: 1, max: 8 }),
  }),
  { minLength: 1, maxLength: 40 },
);

function scan(rows: readonly Row[], kind: 'numeric' | 'categorical') {
  const totals = {
    gradient: sum(rows, (row) => row.gradient),
    hessian: sum(rows, (row) => row.hessian),
    count: rows.length,
  };
  return scanFeature({ feature: 0, kind, missingBin: binCount }, toHistogram(rows), { totals, rules });
}

describe('scanFeature', () => {
  it('finds the best threshold and way of missing values, as trying all of them does', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        let best = 0;
        for (const missingLeft of [false, true]) {
          for (let last = 0; last < binCount; last++) {
            const goesLeft = (row: Row): boolean => (row.bin < 0 ? missingLeft : row.bin <= last);
            best = Math.max(best, gainOf(rows, goesLeft) ?? 0);
          }
        }
        const found = scan(rows, 'numeric');
        expect(found?.gain ?? 0).toBeCloseTo(best, 9);
        if (found !== undefined) {
          const goesLeft = (row: Row): boolean => (row.bin < 0 ? found.missingLeft : row.bin <= found.lastLeftBin);
          expect(gainOf(rows, goesLeft)).toBeCloseTo(found.gain, 9);
          expect(found.left.count).toBe(rows.filter(goesLeft).length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds the best set of categories, as trying all sets does, when hessians are row counts', () => {
    fc.assert(
      fc.property(anyRows, (drawn) => {
        // With equal hessians and no penalty a cut of the order is the best set (Fisher 1958); small sides are allowed.
        const rows = drawn.map((row) => ({ ...row, hessian: 4 }));
        const free = { ...rules, minChildRows: 1, minChildHessian: 0, l2: 0 };
        const totals = { gradient: sum(rows, (row) => row.gradient), hessian: 4 * rows.length, count: rows.length };
        const score = (side: readonly Row[]): number => (sum(side, (row) => row.gradient) / 8) ** 2 / side.length;
        let best = 0;
        for (let set = 1; set < 2 ** (binCount + 1) - 1; set++) {
          const goesLeft = (row: Row): boolean => ((set >> (row.bin < 0 ? binCount : row.bin)) & 1) === 1;
          const left = rows.filter(goesLeft);
          if (left.length === 0 || left.length === rows.length) continue;
          const right = rows.filter((row) => !goesLeft(row));
          best = Math.max(best, score(left) + score(right) - score(rows));
        }
        const context = { totals, rules: free };
        const feature = { feature: 0, kind: 'categorical', missingBin: binCount } as const;
        expect(scanFeature(feature, toHistogram(rows), context)?.gain ?? 0).toBeCloseTo(best, 9);
      }),
      { numRuns: 300 },
    );
  });

  it('says which categories go left, and reaches the gain that it names', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const found = scan(rows, 'categorical');
        if (found === undefined) return;
        const goesLeft = (row: Row): boolean => found.leftBins.includes(row.bin < 0 ? binCount : row.bin);
        expect(gainOf(rows, goesLeft)).toBeCloseTo(found.gain, 9);
        expect(found.missingLeft).toBe(found.leftBins.includes(binCount));
      }),
    );
  });

  it('leaves a node alone that nothing parts', () => {
    const same = Array.from({ length: 9 }, () => ({ bin: 2, gradient: 8, hessian: 4 }));
    expect(scan(same, 'numeric')).toBeUndefined();
    expect(scan(same, 'categorical')).toBeUndefined();
  });

  it('sends missing values with the larger child when the node has none', () => {
    const rows = [0, 0, 0, 1, 1].map((bin) => ({ bin, gradient: bin === 0 ? -8 : 8, hessian: 4 }));
    expect(scan(rows, 'numeric')).toMatchObject({ lastLeftBin: 0, missingLeft: true });
  });
});
