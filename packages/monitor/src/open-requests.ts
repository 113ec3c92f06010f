import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  getColumn,
  type Artifact,
  type Dataset,
  type DriftReportPayload,
  type Engine,
  type ScalarColumnType,
} from '@millrace/core';
import { readPayload, verifyArtifact } from '@millrace/core/artifacts';
import { openDataset, type DatasetInput } from '@millrace/data';
import { convertRequestLog } from './request-log/convert-request-log.ts';

/**
 * What was asked and answered: the directory of a request log, an `inferenceResult` artifact, or any rows with a column
 * `prediction`.
 */
export type RequestsInput = Artifact<'inferenceResult'> | DatasetInput;

export interface OpenedRequests extends AsyncDisposable {
  readonly dataset: Dataset;
  /** null when the requests did not come as a log. */
  readonly malformedLines: number | null;
}

/** Makes requests readable on the engine. A log is converted to Parquet in a temporary directory, which disposing removes. */
export async function openRequests(
  input: RequestsInput,
  engine: Engine,
  options: {
    readonly types: Readonly<Record<string, ScalarColumnType>>;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<OpenedRequests> {
  if (typeof input === 'string' && (await isDirectory(input))) return openLog(input, engine, options);
  if (isInferenceResult(input)) {
    const { splits, columns } = await readPayload(input);
    const names = Object.values(splits).flatMap((split) => split.files);
    await verifyArtifact(input, { files: names });
    const files = names.map((file) => path.join(input.path, file));
    const own = await openDataset(path.join(input.path, '*.parquet'), { engine });
    const { malformedLines } = input.properties;
    return {
      dataset: { ...own, relation: engine.parquetRelation(files), columns },
      malformedLines: typeof malformedLines === 'number' ? malformedLines : null,
      [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
    };
  }
  const dataset = await openDataset(input, { engine });
  return { dataset, malformedLines: null, [Symbol.asyncDispose]: () => dataset[Symbol.asyncDispose]() };
}

async function isDirectory(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function isInferenceResult(input: RequestsInput): input is Artifact<'inferenceResult'> {
  return typeof input === 'object' && input !== null && 'kind' in input && input.kind === 'inferenceResult';
}

async function openLog(
  directory: string,
  engine: Engine,
  options: { readonly types: Readonly<Record<string, ScalarColumnType>>; readonly signal?: AbortSignal | undefined },
): Promise<OpenedRequests> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'millrace-requests-'));
  const remove = (): Promise<void> => rm(temporary, { recursive: true, force: true });
  try {
    const { malformedLines } = await convertRequestLog(directory, { ...options, into: temporary, engine });
    const dataset = await openDataset(path.join(temporary, '*.parquet'), { engine });
    return {
      dataset,
      malformedLines,
      async [Symbol.asyncDispose]() {
        await dataset[Symbol.asyncDispose]();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** How many rows there are, when they were asked, and which models answered. */
export async function describeRequests(
  { dataset, malformedLines }: OpenedRequests,
  signal?: AbortSignal,
): Promise<DriftReportPayload['requests']> {
  const { engine, relation, columns } = dataset;
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  const times = has('request_time')
    ? await engine.query(`select min(request_time) as first, max(request_time) as last from ${relation}`, { signal })
    : undefined;
  const models = has('request_model')
    ? await engine.query(
        `select request_model as model, request_version as version, count(*) as n from ${relation} ` +
          'where request_model is not null group by request_model, request_version order by 1, 2',
        { signal },
      )
    : undefined;
  const numberAt = (batch: NonNullable<typeof times>, name: string, row: number): number | null => {
    const column = getColumn(batch, name);
    if (column.type === 'string' || column.type === 'list' || column.validity?.[row] === 0) return null;
    return column.values[row] ?? null;
  };
  const names = models === undefined ? undefined : getColumn(models, 'model');
  return {
    rowCount: await dataset.countRows(),
    malformedLines,
    firstTime: times === undefined ? null : numberAt(times, 'first', 0),
    lastTime: times === undefined ? null : numberAt(times, 'last', 0),
    models: Array.from({ length: models?.rowCount ?? 0 }, (_, row) => ({
      model: names?.type === 'string' ? (names.values[row] ?? '') : '',
      version: numberAt(models!, 'version', row) ?? 0,
      rowCount: numberAt(models!, 'n', row) ?? 0,
    })),
  };
}
