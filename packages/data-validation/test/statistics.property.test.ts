import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  createRandom,
  parsePayload,
  type BooleanStatistics,
  type ColumnBatch,
  type Engine,
  type ListStatistics,
  type NumberStatistics,
  type SplitStatistics,
  type StringStatistics,
  type TimestampStatistics,
} from '@millrace/core';
import { openEngine } from '@millrace/data';
import { computeStatistics } from '@millrace/data-validation';
import {
  codePoints,
  duplicates,
  equalWidthCounts,
  moments,
  percentile,
  present,
  rankedNumbers,
  rankedTexts,
} from './oracle.ts';

interface Row {
  readonly float: number | null;
  readonly integer: number | null;
  readonly text: string | null;
  readonly flag: boolean | null;
  readonly time: number | null;
  readonly list: readonly number[] | null;
}

const nullable = <TValue>(value: fc.Arbitrary<TValue>): fc.Arbitrary<TValue | null> =>
  fc.option(value, { nil: null, freq: 5 });
const row: fc.Arbitrary<Row> = fc.record({
  float: nullable(
    fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, 1.5, NaN, Infinity, -Infinity),
      fc.double({ min: -100, max: 100, noNaN: true }),
    ),
  ),
  integer: nullable(fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -3, max: 3 }))),
  text: nullable(
    fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('', 'a', '-12', '007', '😀', '\uE000')),
  ),
  flag: nullable(fc.boolean()),
  time: nullable(fc.integer({ min: -4e15, max: 4e15 })),
  list: nullable(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })),
});
const rows = fc.array(row, { maxLength: 40 });

function toBatch(data: readonly Row[]): ColumnBatch {
  const validity = (name: keyof Row): Uint8Array => Uint8Array.from(data, (item) => (item[name] === null ? 0 : 1));
  const numbers = (name: 'float' | 'integer' | 'time'): Float64Array =>
    Float64Array.from(data, (item) => item[name] ?? 0);
  const items = data.flatMap(({ list }) => list ?? []);
  const offsets = new Int32Array(data.length + 1);
  data.forEach(({ list }, i) => (offsets[i + 1] = offsets[i]! + (list?.length ?? 0)));
  return {
    rowCount: data.length,
    columns: {
      float: { type: 'float', values: numbers('float'), validity: validity('float') },
      integer: { type: 'integer', values: numbers('integer'), validity: validity('integer') },
      text: { type: 'string', values: data.map(({ text }) => text) },
      flag: {
        type: 'boolean',
        values: Uint8Array.from(data, ({ flag }) => (flag === true ? 1 : 0)),
        validity: validity('flag'),
      },
      time: { type: 'timestamp', values: numbers('time'), validity: validity('time') },
      list: {
        type: 'list',
        offsets,
        items: { type: 'integer', values: Float64Array.from(items), validity: undefined },
        validity: validity('list'),
      },
    },
  };
}

interface ByType {
  float: NumberStatistics;
  integer: NumberStatistics;
  string: StringStatistics;
  boolean: BooleanStatistics;
  timestamp: TimestampStatistics;
  list: ListStatistics;
}

function column<TType extends keyof ByType>(statistics: SplitStatistics, name: string, type: TType): ByType[TType] {
  const found = statistics.columns.find((candidate) => candidate.name === name)!;
  expect(found.type).toBe(type);
  return found as ByType[TType];
}

const close = (actual: number | null, expected: number, scale: number): void => {
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(scale, Number.MIN_VALUE));
};

function checkNumbers(statistics: Omit<NumberStatistics, 'type'>, finite: readonly number[]): void {
  const ranked = rankedNumbers(finite);
  expect(statistics.frequencies).toEqual({
    values: ranked.map(([value]) => value),
    counts: ranked.map(([, count]) => count),
    isComplete: true,
  });
  expect(statistics.zeroCount).toBe(finite.filter((value) => value === 0).length);
  if (finite.length === 0) {
    expect(statistics).toMatchObject({ min: null, median: null, max: null, mean: null, standardDeviation: null });
    expect(statistics).toMatchObject({
      histogram: null,
      coreHistogram: null,
      quantileHistogram: null,
      percentiles: [],
    });
    return;
  }
  expect(statistics.min).toBe(Math.min(...finite) + 0);
  expect(statistics.max).toBe(Math.max(...finite) + 0);
  expect(statistics.percentiles).toEqual(Array.from({ length: 101 }, (_, p) => percentile(finite, p)));
  expect(statistics.median).toBe(percentile(finite, 50));
  const { edges, counts } = statistics.histogram!;
  expect(edges[0]).toBe(statistics.min);
  expect(edges.at(-1)).toBe(statistics.max);
  if (statistics.min === statistics.max) expect(counts).toEqual([finite.length]);
  else {
    expect(counts.length).toBeLessThanOrEqual(10);
    expect(counts).toEqual(equalWidthCounts(finite, edges));
  }
  expect(statistics.quantileHistogram!.counts.reduce((sum, count) => sum + count, 0)).toBe(finite.length);
  const scale = Math.max(...finite.map(Math.abs));
  if (scale < 1e140 && scale > 1e-140) {
    const { mean, deviation } = moments(finite);
    close(statistics.mean, mean, scale);
    close(statistics.standardDeviation, deviation, scale);
  }
  const ascending = ranked.map(([value, count]) => ({ value, count })).sort((a, b) => a.value - b.value);
  expect(statistics.lowestValues).toEqual(ascending.slice(0, 10));
  expect(statistics.highestValues).toEqual(ascending.toReversed().slice(0, 10));
}

describe('computeStatistics', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine({ threads: 2 });
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  const compute = async (data: readonly Row[], valueCountLimit?: number): Promise<SplitStatistics> => {
    const payload = await computeStatistics(toBatch(data), { engine, valueCountLimit });
    parsePayload('statistics', JSON.parse(JSON.stringify(payload)), 'the statistics');
    return payload.splits['all']!;
  };

  it('agrees with the definitions on every column type, with missing values, NaN, infinities and any text', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (data) => {
        const statistics = await compute(data);
        expect(statistics.rowCount).toBe(data.length);
        expect(statistics.duplicateRowCount).toBe(duplicates(data.map((item) => Object.values(item))));
        for (const item of statistics.columns) {
          const cells = data.map((cell) => cell[item.name as keyof Row]);
          expect(item.presentCount).toBe(cells.filter((cell) => cell !== null).length);
          expect(item.missingCount).toBe(cells.filter((cell) => cell === null).length);
        }

        const floats = present(data.map(({ float }) => float));
        const float = column(statistics, 'float', 'float');
        checkNumbers(float, floats.filter(Number.isFinite));
        expect(float.nanCount).toBe(floats.filter(Number.isNaN).length);
        expect(float.positiveInfinityCount).toBe(floats.filter((value) => value === Infinity).length);
        expect(float.negativeInfinityCount).toBe(floats.filter((value) => value === -Infinity).length);
        expect(float.negativeCount).toBe(floats.filter((value) => value < 0).length);
        expect(float.distinctCount).toBe(new Set(floats.map((value) => value + 0)).size);

        const integers = present(data.map(({ integer }) => integer));
        const integer = column(statistics, 'integer', 'integer');
        checkNumbers(integer, integers);
        expect(integer.distinctCount).toBe(new Set(integers).size);

        const texts = present(data.map(({ text }) => text));
        const text = column(statistics, 'text', 'string');
        const ranked = rankedTexts(texts);
        expect(text.frequencies.values).toEqual(ranked.map(([value]) => value));
        expect(text.frequencies.counts).toEqual(ranked.map(([, count]) => count));
        expect(text.distinctCount).toBe(ranked.length);
        expect(text.emptyCount).toBe(texts.filter((value) => value === '').length);
        expect(text.integerTextCount).toBe(texts.filter((value) => /^[-+]?\d+$/.test(value)).length);
        const lengths = texts.map(codePoints);
        expect(text.minLength).toBe(texts.length === 0 ? null : Math.min(...lengths));
        expect(text.maxLength).toBe(texts.length === 0 ? null : Math.max(...lengths));
        if (texts.length > 0) close(text.meanLength, moments(lengths).mean, 10);

        const flags = present(data.map(({ flag }) => flag));
        expect(column(statistics, 'flag', 'boolean').trueCount).toBe(flags.filter(Boolean).length);

        const times = present(data.map(({ time }) => time));
        const time = column(statistics, 'time', 'timestamp');
        const hours = times.map((value) => new Date(Math.floor(value / 1000)).getUTCHours());
        const days = times.map((value) => (new Date(Math.floor(value / 1000)).getUTCDay() + 6) % 7);
        expect(time.hourCounts).toEqual(
          Array.from({ length: 24 }, (_, hour) => hours.filter((h) => h === hour).length),
        );
        expect(time.weekdayCounts).toEqual(Array.from({ length: 7 }, (_, day) => days.filter((d) => d === day).length));
        expect(time.min).toBe(times.length === 0 ? null : Math.min(...times));

        const lists = data.flatMap(({ list }) => (list === null ? [] : [list]));
        const list = column(statistics, 'list', 'list');
        expect(list.minLength).toBe(lists.length === 0 ? null : Math.min(...lists.map(({ length }) => length)));
        expect(list.maxLength).toBe(lists.length === 0 ? null : Math.max(...lists.map(({ length }) => length)));
        checkNumbers(list.items as NumberStatistics, lists.flat());
      }),
      { numRuns: 120 },
    );
  });

  it('gives the same statistics for the same rows in any order', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer(), async (data, seed) => {
        const shuffled = createRandom(seed).shuffle([...data]);
        expect(await compute(shuffled)).toEqual(await compute(data));
      }),
      { numRuns: 40 },
    );
  });

  it('lists the most frequent values and exact totals where there are more than it may list', async () => {
    const texts = fc.array(nullable(fc.integer({ min: -40, max: 40 }).map((n) => (n % 3 === 0 ? `${n}` : `ä😀${n}`))), {
      minLength: 60,
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (data) => {
        const payload = await computeStatistics(
          { text: data, number: data.map((text) => text?.length ?? null) },
          { engine, valueCountLimit: 20 },
        );
        const text = payload.splits['all']!.columns[0] as StringStatistics;
        const ranked = rankedTexts(present(data));
        expect(text.frequencies.isComplete).toBe(ranked.length <= 20);
        expect(text.frequencies.values).toEqual(ranked.slice(0, 20).map(([value]) => value));
        expect(text.frequencies.counts).toEqual(ranked.slice(0, 20).map(([, count]) => count));
        expect(text.distinctCount).toBe(ranked.length);
        expect(text.integerTextCount).toBe(present(data).filter((value) => /^[-+]?\d+$/.test(value)).length);
        expect(text.maxLength).toBe(Math.max(...present(data).map(codePoints)));
        expect(text.minLength).toBe(Math.min(...present(data).map(codePoints)));
        expect(text.missingCount).toBe(data.filter((cell) => cell === null).length);
      }),
      { numRuns: 40 },
    );
  });
});
