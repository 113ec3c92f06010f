import path from 'node:path';
import {
  describeKnownNames,
  toColumnBatch,
  type Artifact,
  type ColumnSpec,
  type Dataset,
  type Engine,
  type ExamplesPayload,
  type TableInput,
} from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { openEngine } from '../engine/open-engine.ts';
import { unknownSplit } from '../errors.ts';
import { isSource, type Source } from '../source/source.ts';
import { relationOfSource, sourceOfPath } from '../source/source-relation.ts';
import { createDataset, type OpenedDataset } from './create-dataset.ts';

/** Anything that holds rows: a path or glob, a source, rows or columns in memory, a data frame, an artifact, a dataset. */
export type DatasetInput =
  string | Source | TableInput | Dataset | Artifact<'examples'> | Artifact<'transformedExamples'>;

export interface OpenDatasetOptions {
  /** Used, and not closed, by the dataset. @defaultValue an engine of its own, closed with the dataset */
  readonly engine?: Engine | undefined;
  /** A split of an artifact. @defaultValue all splits, in the order of their document */
  readonly split?: string | undefined;
}

export async function openDataset(input: DatasetInput, options: OpenDatasetOptions = {}): Promise<OpenedDataset> {
  if (isDataset(input)) return { ...input, [Symbol.asyncDispose]: () => Promise.resolve() };
  const { engine: given, split } = options;
  const engine = given ?? (await openEngine());
  const closeEngine = async (): Promise<void> => {
    if (given === undefined) await engine[Symbol.asyncDispose]();
  };
  try {
    const { relation, place, columns, release } = await resolve(input, engine, split);
    return createDataset({
      engine,
      relation,
      columns: columns ?? (await engine.describe(relation)),
      place,
      dispose: async () => {
        await release?.();
        await closeEngine();
      },
    });
  } catch (error) {
    await closeEngine();
    throw error;
  }
}

interface Resolved {
  readonly relation: string;
  readonly place: string;
  readonly columns?: readonly ColumnSpec[];
  readonly release?: () => Promise<void>;
}

async function resolve(
  input: Exclude<DatasetInput, Dataset>,
  engine: Engine,
  split: string | undefined,
): Promise<Resolved> {
  if (typeof input === 'string') return resolve(sourceOfPath(input), engine, split);
  if (isArtifact(input)) {
    const payload = await readPayload(input);
    const files = filesOfSplits(input, payload, split);
    return { relation: engine.parquetRelation(files), place: input.path, columns: payload.columns };
  }
  if (isSource(input) && input.format !== 'memory') {
    return { relation: await relationOfSource(input, engine), place: input.path };
  }
  const table = await engine.registerTable(isSource(input) ? input.table : toColumnBatch(input));
  return { relation: table.relation, place: 'the table', release: async () => table[Symbol.asyncDispose]() };
}

function filesOfSplits(artifact: Artifact, { splits }: ExamplesPayload, split: string | undefined): readonly string[] {
  const known = Object.keys(splits);
  if (split !== undefined && !known.includes(split)) {
    throw unknownSplit({ split, path: artifact.path, cure: describeKnownNames(split, known) });
  }
  const chosen = split === undefined ? known : [split];
  return chosen.flatMap((name) => splits[name]!.files.map((file) => path.join(artifact.path, file)));
}

function isDataset(input: DatasetInput): input is Dataset {
  return typeof input === 'object' && 'relation' in input && 'engine' in input;
}

function isArtifact(input: object): input is Artifact<'examples'> | Artifact<'transformedExamples'> {
  return 'kind' in input && 'path' in input && 'digest' in input && typeof input.digest === 'string';
}
