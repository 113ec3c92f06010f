import type { ArtifactRecord, ExecutionOutputs, LatestArtifactQuery } from '@millrace/core';
import { propertiesEqual } from './list-records.ts';
import { toArtifact, toExecution } from './record-rows.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

const newestOfKey = `
  select * from executions where cache_key = ? and state = 'complete'
    and not exists (select 1 from events join artifacts on artifacts.id = events.artifact
      where events.execution = executions.id and is_output = 1 and artifacts.state <> 'live')
  order by id desc limit 1`;

const outputsOf = `
  select port, artifacts.* from events join artifacts on artifacts.id = events.artifact
  where events.execution = (select id from executions where uuid = ?) and is_output = 1 order by port`;

export function findCached(connection: SqliteConnection, cacheKey: string): ExecutionOutputs | undefined {
  const row = connection.get(newestOfKey, cacheKey);
  if (row === undefined) return undefined;
  const outputs = connection.all(outputsOf, row['uuid']!);
  return {
    execution: toExecution(row),
    outputs: outputs.map((output) => ({ port: output['port'] as string, artifact: toArtifact(output) })),
  };
}

/** Executions of a pipeline by what they gave, cached ones with the events of their origin. */
const givenInPipeline = `
  executions join executions as origin on origin.uuid = coalesce(executions.cached_from, executions.uuid)
  join events as gave on gave.execution = origin.id and gave.is_output = 1
  join artifacts as given on given.id = gave.artifact`;

const filters = `
  executions.pipeline = ? and executions.state in ('complete', 'cached') and executions.run_id is not ?`;

const newestFirst = 'order by executions.end_number desc limit 1';

export function findLatestArtifact(
  connection: SqliteConnection,
  { pipeline, kind, step, properties = {}, otherThanRun, otherThan = [] }: LatestArtifactQuery,
): ArtifactRecord | undefined {
  const row = connection.get(
    `select given.* from ${givenInPipeline} where ${filters} and given.kind = ? and given.state = 'live'
      and (? is null or executions.step = ?) and ${propertiesEqual('given.properties')}
      and given.digest not in (select value from json_each(?)) ${newestFirst}`,
    pipeline,
    otherThanRun ?? null,
    kind,
    step ?? null,
    step ?? null,
    JSON.stringify(properties),
    JSON.stringify(otherThan),
  );
  return row === undefined ? undefined : toArtifact(row);
}

export function findLatestBlessedModel(
  connection: SqliteConnection,
  { pipeline, otherThanRun, otherThan = [] }: Pick<LatestArtifactQuery, 'pipeline' | 'otherThanRun' | 'otherThan'>,
): ArtifactRecord | undefined {
  const row = connection.get(
    `select model.* from ${givenInPipeline}
      join events as took on took.execution = origin.id and took.is_output = 0 and took.port = 'model'
      join artifacts as model on model.id = took.artifact
      where ${filters} and given.kind = 'modelBlessing' and json_extract(given.properties, '$.blessed') = 1
      and model.kind = 'model' and model.state = 'live'
      and model.digest not in (select value from json_each(?)) ${newestFirst}`,
    pipeline,
    otherThanRun ?? null,
    JSON.stringify(otherThan),
  );
  return row === undefined ? undefined : toArtifact(row);
}
