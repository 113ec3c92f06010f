import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  checkArgument,
  checkOptions,
  optionForms,
  requiredOption,
  type Artifact,
  type ArtifactProperties,
  type Engine,
} from '@millrace/core';
import { publishArtifact } from '@millrace/core/artifacts';
import { isDataset, relateInput, type DatasetInput, type RelatedInput } from '../dataset/relate-input.ts';
import { withEngine } from '../engine/open-engine.ts';
import { columnsDiffer, rowsLost, wrongSpan, wrongSplits } from '../errors.ts';
import type { SpanOptions } from '../source/resolve-files.ts';
import { isSource, type Source } from '../source/source.ts';
import { dialectOf } from '../sql/dialect.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import { checkIntegers, countRows, describeColumnDifference } from './check-rows.ts';
import {
  bucketOf,
  checkKeys,
  checkSplitName,
  checkSplits,
  defaultSplit,
  rangesOf,
  type SplitRatios,
} from './splits.ts';
import { spanForm } from '../source/spans.ts';
import { writeExamples } from './write-examples.ts';

/** Splits that are separate at the source already: a source for each, by name. */
export type SourceSplits = Readonly<Record<string, Source>>;

export interface ExampleGenOptions extends SpanOptions {
  /**
   * Shares of the rows by name, in order; `{ all: 1 }` for a single split. Not for a source of each split.
   * @defaultValue `{ train: 2, eval: 1 }`
   */
  readonly split?: SplitRatios | undefined;
  /** Rows with the same value of this column fall into the same split. @defaultValue the whole record */
  readonly splitBy?: string | undefined;
}

export interface GenerateExamplesOptions extends ExampleGenOptions {
  /** Root of the artifacts; the examples get `<directory>/examples/<digest>`. */
  readonly directory: string;
  /** @defaultValue an engine of its own */
  readonly engine?: Engine | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a source once into examples: Parquet files by split, with the rows of each split in the order of the source.
 * A row falls into a split by a hash of its content (or of its key), not by chance. Throws `DATA_WRONG_SPLITS`,
 * `DATA_WRONG_SPLIT_KEY`, `DATA_ROWS_LOST`, `DATA_INTEGER_TOO_LARGE` and what the source throws.
 */
export async function generateExamples(
  input: DatasetInput | SourceSplits,
  options: GenerateExamplesOptions,
): Promise<Artifact<'examples'>> {
  const { data, text, object, natural, engine: engineForm, signal: signalForm } = optionForms;
  checkArgument(input, data, { caller: 'generateExamples', argument: 'input' });
  checkOptions<GenerateExamplesOptions>(options, 'generateExamples', {
    directory: requiredOption(text),
    split: object,
    splitBy: text,
    span: spanForm,
    version: natural,
    engine: engineForm,
    signal: signalForm,
  });
  const { directory: root, signal } = options;
  return withEngine(isDataset(input) ? input.engine : options.engine, (engine) =>
    publishArtifact('examples', { root }, (directory) =>
      writeSourceExamples(input, { ...options, engine, directory, signal }),
    ),
  );
}

interface WritePlace {
  readonly engine: Engine;
  /** The directory of the artifact that is being published. */
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
}

/** Writes the examples of a source into a directory that is being published, and gives their properties. */
export async function writeSourceExamples(
  input: DatasetInput | SourceSplits,
  options: ExampleGenOptions & WritePlace,
): Promise<ArtifactProperties> {
  if (isSourceSplits(input)) return writeSourceSplits(input, options);
  const { engine, split = defaultSplit } = options;
  checkSplits(split);
  const { span, version, signal } = options;
  const related = await relateInput(input, engine, { span, version, signal });
  try {
    return await writeHashSplits(related, split, options);
  } finally {
    await related.release();
  }
}

function isSourceSplits(input: DatasetInput | SourceSplits): input is SourceSplits {
  if (typeof input !== 'object' || Array.isArray(input) || isSource(input)) return false;
  const values = Object.values(input);
  return values.length > 0 && values.every(isSource);
}

async function writeHashSplits(
  related: RelatedInput,
  split: SplitRatios,
  { engine, directory, splitBy, signal }: ExampleGenOptions & WritePlace,
): Promise<ArtifactProperties> {
  const { relation, columns, place } = related;
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const expected = await countRows(engine, relation, signal);
  const entries = Object.entries(split);
  if (entries.length === 1) {
    const queries = { [entries[0]![0]]: `select ${names} from ${relation}` };
    return finish(queries, related, { engine, directory, signal, expected });
  }
  // The source is read and hashed once; each split is then a filter over this file.
  const staged = path.join(directory, '.staged.parquet');
  const dialect = dialectOf(engine);
  const bucketCount = entries.reduce((sum, [, ratio]) => sum + ratio, 0);
  const bucket = bucketOf({ columns, splitBy, bucketCount }, dialect);
  try {
    await engine.execute(
      dialect.copyToParquet(`select ${names}, ${bucket} as millrace_bucket from ${relation}`, staged),
      {
        signal,
      },
    );
    const stagedRelation = dialect.numberedParquet(staged);
    const stagedCount = await countRows(engine, stagedRelation, signal);
    if (stagedCount !== expected) throw rowsLost({ place, expected, actual: stagedCount });
    if (splitBy !== undefined) await checkKeys(engine, stagedRelation, splitBy);
    const queries = [...rangesOf(split)].map(([name, { from, to }]) => [
      name,
      `select ${names} from ${stagedRelation} where millrace_bucket between ${from} and ${to} order by file_row_number`,
    ]);
    return await finish(Object.fromEntries(queries) as Record<string, string>, related, {
      engine,
      directory,
      signal,
      expected,
    });
  } finally {
    await rm(staged, { force: true });
  }
}

async function finish(
  queries: Readonly<Record<string, string>>,
  { place, spans }: Pick<RelatedInput, 'place' | 'spans'>,
  { expected, ...options }: WritePlace & { readonly expected: number },
): Promise<ArtifactProperties> {
  const newest = spans.at(-1);
  const span = newest?.span ?? null;
  const version = newest?.version ?? null;
  const { engine, directory } = options;
  const { splits, columns } = await writeExamples({ ...options, splits: queries, span, version });
  const rowCount = Object.values(splits).reduce((sum, written) => sum + written.rowCount, 0);
  if (rowCount !== expected) throw rowsLost({ place, expected, actual: rowCount });
  const files = Object.values(splits).flatMap((written) => written.files.map((file) => path.join(directory, file)));
  await checkIntegers(engine, engine.parquetRelation(files), columns);
  return { span, version, rowCount };
}

async function writeSourceSplits(
  sources: SourceSplits,
  options: ExampleGenOptions & WritePlace,
): Promise<ArtifactProperties> {
  const { engine, split, splitBy, signal } = options;
  if (split !== undefined || splitBy !== undefined)
    throw wrongSplits({ reason: 'the sources are split already, and `split` or `splitBy` is given too' });
  const opened: [name: string, related: RelatedInput][] = [];
  try {
    for (const [name, source] of Object.entries(sources)) {
      checkSplitName(name);
      const first = opened[0]?.[1];
      // All splits are of the span of the first one.
      const span = first?.spans.length === 1 ? first.spans[0]!.span : options.span;
      const related = await relateInput(source, engine, { span, version: options.version, signal });
      opened.push([name, related]);
      if (first !== undefined) checkAlike(first, related);
    }
    let expected = 0;
    for (const [, { relation }] of opened) expected += await countRows(engine, relation, signal);
    const queries = opened.map(([name, { relation, columns }]) => [
      name,
      `select ${columns.map((column) => quoteIdentifier(column.name)).join(', ')} from ${relation}`,
    ]);
    return await finish(Object.fromEntries(queries) as Record<string, string>, opened[0]![1], { ...options, expected });
  } finally {
    for (const [, { release }] of opened) await release();
  }
}

function checkAlike(first: RelatedInput, other: RelatedInput): void {
  const numbersOf = ({ spans }: RelatedInput): string => spans.map(({ span }) => span).join(', ') || 'none';
  if (numbersOf(first) !== numbersOf(other)) {
    const reason = `${first.place} has spans ${numbersOf(first)} and ${other.place} has ${numbersOf(other)}`;
    throw wrongSpan({ span: 'of the splits', reason });
  }
  const difference = describeColumnDifference(first.columns, other.columns);
  if (difference !== undefined) throw columnsDiffer({ file: other.place, first: first.place, difference });
}
