import path from 'node:path';
import {
  toColumnBatch,
  type Artifact,
  type ColumnSpec,
  type Dataset,
  type Engine,
  type TableInput,
} from '@millrace/core';
import { readPayload, verifyArtifact } from '@millrace/core/artifacts';
import { emptySource, splitNotExpected, unknownSplit } from '../errors.ts';
import { namePlace } from './name-place.ts';
import { checkColumnNames } from '../source/check-column-names.ts';
import { openSource, sourceOfPath } from '../source/open-source.ts';
import type { SpanOptions } from '../source/resolve-files.ts';
import { isSource, type Source } from '../source/source.ts';
import type { Span } from '../source/spans.ts';

/** The artifacts whose rows are Parquet files by split. */
export type RowsArtifact = Artifact<'examples'> | Artifact<'transformedExamples'> | Artifact<'inferenceResult'>;

/** Anything that holds rows: a path or glob, a source, rows or columns in memory, a data frame, an artifact, a dataset. */
export type DatasetInput = string | Source | TableInput | Dataset | RowsArtifact;

export interface RelateOptions extends SpanOptions {
  /** A split of an artifact. @defaultValue all splits, in the order of their document */
  readonly split?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Rows as a FROM item of an engine. */
export interface RelatedInput {
  readonly relation: string;
  readonly columns: readonly ColumnSpec[];
  /** For messages. */
  readonly place: string;
  /** The spans that were read; empty where there are none. */
  readonly spans: readonly Span[];
  /** Drops what was made on the engine. */
  readonly release: () => Promise<void>;
}

export async function relateInput(input: DatasetInput, engine: Engine, options: RelateOptions): Promise<RelatedInput> {
  if (typeof input === 'string') return relateInput(await sourceOfPath(input), engine, options);
  if (typeof input !== 'object' || input === null) return relateTable(input, engine);
  if (isArtifact(input)) return relateArtifact(input, engine, options.split);
  if (options.split !== undefined) throw splitNotExpected({ split: options.split });
  if (isDataset(input)) {
    const { relation, columns } = input;
    return { relation, columns, place: 'the dataset', spans: [], release: () => Promise.resolve() };
  }
  if (isSource(input)) {
    const opened = await openSource(input, engine, options);
    const columns = await engine.describe(opened.relation).catch((error: unknown) => {
      throw namePlace(error, opened.place);
    });
    return { ...opened, columns };
  }
  return relateTable(input, engine);
}

/** Throws `CORE_NOT_A_TABLE` for what is none, `DATA_EMPTY_SOURCE` for one without columns. */
async function relateTable(input: TableInput, engine: Engine): Promise<RelatedInput> {
  const batch = toColumnBatch(input);
  if (Object.keys(batch.columns).length === 0) throw emptySource({ file: 'the table', reason: 'it has no columns' });
  checkColumnNames(Object.keys(batch.columns), 'the table');
  const table = await engine.registerTable(batch);
  return {
    relation: table.relation,
    columns: await engine.describe(table.relation),
    place: 'the table',
    spans: [],
    release: async () => table[Symbol.asyncDispose](),
  };
}

async function relateArtifact(
  artifact: RowsArtifact,
  engine: Engine,
  split: string | undefined,
): Promise<RelatedInput> {
  const { splits, columns } = await readPayload<RowsArtifact['kind']>(artifact);
  const known = Object.keys(splits);
  if (split !== undefined && !known.includes(split)) throw unknownSplit({ split, path: artifact.path, known });
  const chosen = split === undefined ? known : [split];
  const files = chosen.flatMap((name) => splits[name]!.files);
  // Parquet does not tell every change of its bytes: some give other values, and some end the process that reads them.
  await verifyArtifact(artifact, { files });
  const relation = engine.parquetRelation(files.map((file) => path.join(artifact.path, file)));
  return { relation, columns, place: artifact.path, spans: [], release: () => Promise.resolve() };
}

export function isDataset(input: unknown): input is Dataset {
  return typeof input === 'object' && input !== null && 'relation' in input && 'engine' in input;
}

function isArtifact(input: object): input is RowsArtifact {
  return 'kind' in input && 'path' in input && 'digest' in input;
}
