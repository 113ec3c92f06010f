import { canonicalJson, type ContextRecord, type ExecutionPublication, type PublishedArtifact } from '@millrace/core';
import type { SqliteConnection, SqlValue } from './sqlite-connection.ts';

const putExecution = `
  insert into executions (uuid, run_id, pipeline, step, component, component_version, state, cache_key, key_parts,
    cached_from, started_at, ended_at, error, properties, end_number)
  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
    iif(?12 is null, null, (select coalesce(max(end_number), 0) + 1 from executions)))
  on conflict (uuid) do update set run_id = excluded.run_id, pipeline = excluded.pipeline, step = excluded.step,
    component = excluded.component, component_version = excluded.component_version, state = excluded.state,
    cache_key = excluded.cache_key, key_parts = excluded.key_parts, cached_from = excluded.cached_from,
    started_at = excluded.started_at, ended_at = excluded.ended_at, error = excluded.error,
    properties = excluded.properties, end_number = coalesce(executions.end_number, excluded.end_number)
  returning id`;

const putArtifact = `
  insert into artifacts (digest, kind, path, properties, state, created_at, updated_at)
  values (?, ?, ?, ?, 'live', ?, ?)
  on conflict (digest) do update set path = excluded.path, state = 'live', updated_at = excluded.updated_at
  returning id`;

const putEvent = `
  insert into events (execution, is_output, port, position, artifact, time) values (?, ?, ?, ?, ?, ?)
  on conflict (execution, is_output, port, position) do update set artifact = excluded.artifact, time = excluded.time`;

const putContext = `
  insert into contexts (type, name, properties) values (?, ?, ?)
  on conflict (type, name) do update set properties = excluded.properties
  returning id`;

/** Writes executions with their artifacts, events and contexts. Runs inside a transaction of the caller. */
export function publishExecutions(connection: SqliteConnection, publications: readonly ExecutionPublication[]): void {
  const artifactIds = new Map<string, SqlValue>();
  const artifactId = ({ artifact }: PublishedArtifact, time: number): SqlValue => {
    const { digest, kind, path, properties } = artifact;
    const known = artifactIds.get(digest);
    if (known !== undefined) return known;
    const row = connection.get(putArtifact, digest, kind, path, canonicalJson(properties), time, time);
    artifactIds.set(digest, row!['id']!);
    return row!['id']!;
  };
  for (const { execution, inputs = [], outputs = [], contexts = [] } of publications) {
    const id = writeExecution(connection, execution);
    const time = execution.endedAt ?? execution.startedAt;
    for (const [isOutput, published] of [
      [0, inputs],
      [1, outputs],
    ] as const) {
      for (const item of published) {
        connection.run(putEvent, id, isOutput, item.port, item.index ?? 0, artifactId(item, time), time);
      }
    }
    for (const context of contexts) writeContext(connection, { context, execution: id });
  }
}

function writeExecution(connection: SqliteConnection, execution: ExecutionPublication['execution']): SqlValue {
  const { keyParts, error } = execution;
  const row = connection.get(
    putExecution,
    execution.id,
    execution.runId,
    execution.pipeline,
    execution.step,
    execution.component,
    execution.componentVersion,
    execution.state,
    execution.cacheKey,
    keyParts === null ? null : canonicalJson(keyParts),
    execution.cachedFrom,
    execution.startedAt,
    execution.endedAt,
    error === null ? null : JSON.stringify(error),
    canonicalJson(execution.properties),
  );
  return row!['id']!;
}

function writeContext(
  connection: SqliteConnection,
  { context, execution }: { context: ContextRecord; execution: SqlValue },
): void {
  const row = connection.get(putContext, context.type, context.name, canonicalJson(context.properties));
  connection.run('insert or ignore into associations (context, execution) values (?, ?)', row!['id']!, execution);
}
