import { createRandom, type EvaluationPayload } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankingMetrics, rankScores } from '../src/binary/ranking-metrics.ts';
import { evaluateTable } from '../src/evaluate-table.ts';
import { resolveSettings, type EvaluationSettings } from '../src/evaluation-settings.ts';
import { sortOrder, sortOrderBy } from '../src/numbers/sort-order.ts';
import type { EvaluationTable } from '../src/rows/evaluation-table.ts';
import { createKeyEncoder } from '../src/slices/encode-key.ts';

interface Row {
  readonly label: number;
  readonly score: number;
  readonly other: number;
  readonly weight: number;
  readonly place: string;
}

const row = fc.record({
  label: fc.integer({ min: 0, max: 1 }),
  // Few values, so that there are ties.
  score: fc.integer({ min: 0, max: 20 }).map((value) => value / 20),
  other: fc.integer({ min: 0, max: 20 }).map((value) => value / 20),
  weight: fc.integer({ min: 1, max: 3 }),
  place: fc.constantFrom('a', 'b', 'c'),
});
const rows = fc.array(row, { minLength: 2, maxLength: 60 });

function tableOf(input: readonly Row[], task: EvaluationTable['task'], isWeighted = false): EvaluationTable {
  const numbers = (read: (item: Row) => number): Float64Array => Float64Array.from(input, read);
  const encoder = createKeyEncoder('place');
  const places = input.map(({ place }) => place);
  encoder.append(
    { rowCount: input.length, columns: { place: { type: 'string', values: places } } },
    Int32Array.from(input.keys()),
  );
  return {
    task,
    scoreWidth: 1,
    rowCount: input.length,
    labels: numbers(({ label }) => label),
    weights: isWeighted ? numbers(({ weight }) => weight) : undefined,
    models: [numbers(({ score }) => score), numbers(({ other }) => other)],
    keys: new Map([['place', encoder.finish()]]),
  };
}

function run(table: EvaluationTable, settings: EvaluationSettings = {}): EvaluationPayload {
  return evaluateTable(
    table,
    {
      label: 'y',
      classes: table.task === 'binary' ? ['0', '1'] : [],
      candidate: null,
      baseline: null,
      droppedRows: { missingLabel: 0, missingPrediction: 0 },
      weight: null,
    },
    resolveSettings({ minSliceRows: 1, ...settings }),
  ).evaluation;
}

const valuesOf = ({ slices }: EvaluationPayload): Record<string, number | null> =>
  Object.fromEntries(Object.entries(slices[0]!.metrics).map(([name, { value }]) => [name, value]));

describe.each(['binary', 'regression'] as const)('a %s evaluation', (task) => {
  it('does not depend on the order of the rows, intervals included', () => {
    fc.assert(
      fc.property(rows, fc.integer(), (input, seed) => {
        const shuffled = createRandom(seed).shuffle([...input]);
        const settings = { slices: [{ keys: ['place'] }], intervals: { replicates: 50 } };
        expect(run(tableOf(shuffled, task), settings)).toEqual(run(tableOf(input, task), settings));
      }),
      { numRuns: 30 },
    );
  });

  it('takes a weight as so many rows', () => {
    fc.assert(
      fc.property(rows, (input) => {
        const repeated = input.flatMap((item) => Array.from({ length: item.weight }, () => item));
        const weighted = valuesOf(run(tableOf(input, task, true), { intervals: { replicates: 0 } }));
        const counted = valuesOf(run(tableOf(repeated, task), { intervals: { replicates: 0 } }));
        for (const [name, value] of Object.entries(weighted)) {
          if (value === null || counted[name] === null) expect([name, value]).toEqual([name, counted[name]]);
          // The slope of nearly separated rows is ill-conditioned.
          else if (name !== 'calibrationSlope') expect(value).toBeCloseTo(counted[name]!, 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('parts the rows among the slices of a key', () => {
    fc.assert(
      fc.property(rows, (input) => {
        const { slices } = run(tableOf(input, task), { slices: [{ keys: ['place'] }], intervals: { replicates: 0 } });
        const [all, ...parts] = slices;
        expect(parts.reduce((sum, { rowCount }) => sum + rowCount, 0)).toBe(all!.rowCount);
        expect(parts.map(({ name }) => name)).toEqual(parts.map(({ name }) => name).sort());
      }),
    );
  });
});

describe('ranking', () => {
  it('has the AUC of counting pairs, and turns over with the scores', () => {
    fc.assert(
      fc.property(rows, (input) => {
        const table = tableOf(input, 'binary');
        const weights = Float64Array.from(input, ({ weight }) => weight);
        const [scores] = table.models as readonly [Float64Array];
        const { rocAuc } = rankingMetrics(rankScores(scores, table.labels), weights);
        const turned = rankingMetrics(
          rankScores(
            scores.map((score) => -score),
            table.labels,
          ),
          weights,
        );
        let ordered = 0;
        let pairs = 0;
        for (const a of input) {
          for (const b of input) {
            if (a.label === 0 || b.label === 1) continue;
            pairs += a.weight * b.weight;
            ordered += a.weight * b.weight * (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0);
          }
        }
        if (pairs === 0) {
          expect(rocAuc).toBeNaN();
          return;
        }
        expect(rocAuc).toBeCloseTo(ordered / pairs, 12);
        expect(turned.rocAuc).toBeCloseTo(1 - rocAuc, 12);
      }),
    );
  });
});

describe('sorting', () => {
  const double = fc.double({ noNaN: true });

  it('puts numbers in order and leaves equal ones as they are, short lists and long', () => {
    const length = fc.constantFrom(1, 5, 1499, 1500, 2100);
    fc.assert(
      fc.property(length, fc.array(double, { minLength: 1, maxLength: 40 }), fc.integer(), (count, some, seed) => {
        const random = createRandom(seed);
        const values = Float64Array.from({ length: count }, () => some[random.nextInteger(some.length)]!);
        const expected = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
        expect([...sortOrder(values)]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('sorts by the first key, then the next', () => {
    const random = createRandom(3);
    const keys = [3, 2, 50].map((bound) => Float64Array.from({ length: 2000 }, () => random.nextInteger(bound) - 1));
    const [a, b, c] = keys as [Float64Array, Float64Array, Float64Array];
    const expected = [...a.keys()].sort((x, y) => a[x]! - a[y]! || b[x]! - b[y]! || c[x]! - c[y]! || x - y);
    expect([...sortOrderBy(keys)]).toEqual(expected);
  });
});
