import { createRandom, toRows, type ColumnBatch, type FeatureRow } from '@millrace/core';
import {
  compileColumns,
  compileRow,
  describeOutputs,
  fitFeatures,
  graphFromFiles,
  graphToFiles,
  pruneGraph,
  readRows,
  requiredColumns,
} from '@millrace/features';
import { edgeTable, randomFeatures } from '@millrace/features/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const seeds = fc.record({ seed: fc.nat(), depth: fc.integer({ min: 1, max: 5 }) });

/** A feature set fitted on difficult rows; undefined when the rows leave an analyzer nothing to analyse. */
function randomCase({ seed, depth }: { seed: number; depth: number }) {
  const random = createRandom(seed);
  const batch = edgeTable(random, 60);
  const features = randomFeatures(random, { depth, analyzers: seed % 2 === 0 });
  try {
    return { batch, features, graph: fitFeatures(features, batch), random };
  } catch (error) {
    expect((error as { code?: string }).code).toMatch(/^FEATURES_(NOTHING_TO_ANALYZE|SPREAD_NOT_FINITE)$/);
    return undefined;
  }
}

function valuesOf(batch: ColumnBatch): Record<string, readonly number[]> {
  return Object.fromEntries(
    Object.entries(batch.columns).map(([name, column]) => [
      name,
      // A sign of zero is not a difference.
      column.type === 'string' || column.type === 'list' ? [] : Array.from(column.values, (value) => value + 0),
    ]),
  );
}

describe('a fitted graph', () => {
  it('gives one row what it gives columns, from microseconds and from ISO text', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const found = randomCase(seed);
        if (found === undefined) return;
        const { batch, graph } = found;
        const expected = valuesOf(compileColumns(graph)(batch));
        const names = describeOutputs(graph).map(({ name }) => name);
        const fillRow = compileRow(graph);
        const into = new Float64Array(names.length);
        const actual = Object.fromEntries(names.map((name) => [name, [] as number[]]));
        toRows(batch).forEach((row, index) => {
          fillRow(index % 2 === 0 ? row : asClientSends(row), into);
          names.forEach((name, at) => actual[name]!.push(into[at]! + 0));
        });
        expect(actual).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('gives rows read with their declared types the same', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const found = randomCase(seed);
        if (found === undefined) return;
        const { batch, graph } = found;
        const read = readRows(toRows(batch).map(asClientSends), requiredColumns(graph));
        const compute = compileColumns(graph);
        expect(valuesOf(compute(read))).toEqual(valuesOf(compute(batch)));
      }),
      { numRuns: 50 },
    );
  });

  it('keeps the results of the outputs that pruning leaves, and needs no more columns than before', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const found = randomCase(seed);
        if (found === undefined) return;
        const { batch, graph, random } = found;
        const names = describeOutputs(graph).map(({ name }) => name);
        const kept = random.shuffle([...names]).slice(0, 1 + random.nextInteger(names.length));
        const pruned = pruneGraph(graph, kept);
        expect(describeOutputs(pruned)).toEqual(describeOutputs(graph, kept));
        expect(pruned.document.nodes.length).toBeLessThanOrEqual(graph.document.nodes.length);
        expect(requiredColumns(graph, kept)).toEqual(pruned.document.columns);
        const needed = Object.fromEntries(
          requiredColumns(pruned).map(({ name }) => [name, batch.columns[name]!] as const),
        );
        const all = valuesOf(compileColumns(graph)(batch));
        const some = valuesOf(compileColumns(pruned)({ rowCount: batch.rowCount, columns: needed }));
        expect(some).toEqual(Object.fromEntries(kept.map((name) => [name, all[name]])));
      }),
      { numRuns: 100 },
    );
  });

  it('comes back from its files as it was, with the same bytes for the same graph', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const found = randomCase(seed);
        if (found === undefined) return;
        const { batch, features, graph } = found;
        const files = graphToFiles(graph);
        const back = graphFromFiles(files);
        expect(back).toEqual(JSON.parse(JSON.stringify(graph)));
        expect(graphToFiles(fitFeatures(JSON.parse(JSON.stringify(features)), batch))).toEqual(files);
        expect(valuesOf(compileColumns(back)(batch))).toEqual(valuesOf(compileColumns(graph)(batch)));
      }),
      { numRuns: 40 },
    );
  });
});

function asClientSends(row: Readonly<Record<string, unknown>>): FeatureRow {
  const { u, v, b, ...others } = row;
  return { ...others, u: toIso(u), v: toIso(v), b, extra: 'ignored' };
}

/** JavaScript dates have milliseconds: the microseconds are written behind them. */
function toIso(microseconds: unknown): string | null {
  if (typeof microseconds !== 'number') return null;
  const milliseconds = Math.floor(microseconds / 1000);
  const rest = String(microseconds - milliseconds * 1000).padStart(3, '0');
  return new Date(milliseconds).toISOString().replace('Z', `${rest}Z`);
}
