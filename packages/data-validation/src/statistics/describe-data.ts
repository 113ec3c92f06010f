import type { Artifact, ColumnStatistics, Dataset, Engine, SplitStatistics, StatisticsPayload } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { openDataset, withEngine, type DatasetInput } from '@millrace/data';
import { noSplits, unknownSplit } from '../errors.ts';
import { computeColumn, type ColumnContext } from './column-statistics.ts';
import type { ComputeStatisticsOptions } from './compute-statistics.ts';
import { countDuplicateRows } from './count-duplicate-rows.ts';
import { findMostlyDistinct } from './mostly-distinct.ts';
import { selectColumns } from './select-columns.ts';
import { readStatisticsLimits, type StatisticsLimits } from './statistics-limits.ts';
import { forEachGroup, withStoredRows } from './stored-rows.ts';

/** What `computeStatistics` does: split by split, column by column. */
export async function describeData(input: DatasetInput, options: ComputeStatisticsOptions): Promise<StatisticsPayload> {
  const { splits, columns, signal, onProgress = () => undefined } = options;
  const limits = readStatisticsLimits(options);
  return withEngine(options.engine ?? engineOf(input), async (engine) => {
    const computed: [string, SplitStatistics][] = [];
    const names = await listSplits(input, splits);
    for (const [index, split] of names.entries()) {
      const dataset = await openDataset(input, { engine, split });
      try {
        const selected = columns === undefined ? dataset : selectColumns(dataset, columns);
        const statistics = await withStoredRows(selected, (stored) =>
          computeSplit(stored, {
            limits,
            signal,
            onColumn: (column, fraction) =>
              onProgress(split === undefined ? column : `${split}: ${column}`, (index + fraction) / names.length),
          }),
        );
        computed.push([split ?? 'all', statistics]);
      } finally {
        await dataset[Symbol.asyncDispose]();
      }
    }
    return { specVersion: 1, splits: Object.fromEntries(computed) };
  });
}

function engineOf(input: DatasetInput): Engine | undefined {
  const isDataset =
    typeof input === 'object' && input !== null && 'relation' in input && typeof input.relation === 'string';
  return isDataset ? (input as Dataset).engine : undefined;
}

async function listSplits(
  input: DatasetInput,
  wanted: readonly string[] | undefined,
): Promise<readonly (string | undefined)[]> {
  const isArtifact =
    typeof input === 'object' &&
    input !== null &&
    'kind' in input &&
    'digest' in input &&
    typeof input.digest === 'string';
  if (!isArtifact && wanted === undefined) return [undefined];
  const place = isArtifact ? (input as Artifact).path : 'data that is not an examples artifact';
  const known = isArtifact ? Object.keys((await readPayload(input as Artifact<'examples'>)).splits) : ['all'];
  for (const split of wanted ?? []) if (!known.includes(split)) throw unknownSplit({ split, known, place });
  const names = wanted ?? known;
  if (names.length === 0) throw noSplits({ place });
  return isArtifact ? names : [undefined];
}

interface SplitOptions {
  readonly limits: StatisticsLimits;
  readonly signal: AbortSignal | undefined;
  readonly onColumn: (column: string, fraction: number) => void;
}

async function computeSplit(dataset: Dataset, { limits, signal, onColumn }: SplitOptions): Promise<SplitStatistics> {
  const rowCount = await dataset.countRows();
  const columns: ColumnStatistics[] = [];
  let counting: Promise<number> | undefined;
  await forEachGroup(dataset, async (group) => {
    const mostlyDistinct = await findMostlyDistinct(group, { rowCount, signal });
    // No column is unique then, and the engine has work for the moments when it waits for columns to be summed up here.
    if (group === dataset && mostlyDistinct.size === 0) counting = countDuplicateRows(dataset, { rowCount, signal });
    const described = columns.length;
    const describing = computeColumns(group, {
      mostlyDistinct,
      limits,
      signal,
      onColumn: (name, done) => onColumn(name, (described + done) / dataset.columns.length),
    });
    await Promise.allSettled([describing, counting]);
    columns.push(...(await describing));
  });
  const isUnique = columns.some(
    (column) => 'distinctCount' in column && column.missingCount === 0 && column.distinctCount === rowCount,
  );
  const duplicateRowCount = isUnique ? 0 : await (counting ?? countDuplicateRows(dataset, { rowCount, signal }));
  return { rowCount, duplicateRowCount, columns };
}

interface ColumnsOptions {
  readonly mostlyDistinct: ReadonlySet<string>;
  readonly limits: StatisticsLimits;
  readonly signal: AbortSignal | undefined;
  readonly onColumn: (column: string, done: number) => void;
}

async function computeColumns(
  dataset: Dataset,
  { mostlyDistinct, limits, signal, onColumn }: ColumnsOptions,
): Promise<readonly ColumnStatistics[]> {
  const context: ColumnContext = {
    engine: dataset.engine,
    relation: dataset.relation,
    limits,
    isMostlyDistinct: (name) => mostlyDistinct.has(name),
    signal,
  };
  const columns: ColumnStatistics[] = [];
  let next = 0;
  let done = 0;
  // Two at a time: while one column is summed up here, the engine works on the other.
  const work = async (): Promise<void> => {
    for (let index = next++; index < dataset.columns.length; index = next++) {
      signal?.throwIfAborted();
      const spec = dataset.columns[index]!;
      columns[index] = await computeColumn(spec, context).catch((error: unknown) => {
        next = dataset.columns.length;
        throw error;
      });
      onColumn(spec.name, ++done);
    }
  };
  const results = await Promise.allSettled([work(), work()]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return columns;
}
