import type {
  ArtifactRecord,
  ContextRecord,
  EventRecord,
  ExecutionRecord,
  JsonObject,
  RunRecord,
} from '@millrace/core';
import type { SqlRow, SqlValue } from './sqlite-connection.ts';

const parse = <TValue>(text: SqlValue | undefined): TValue => JSON.parse(text as string) as TValue;
const parseOptional = <TValue>(text: SqlValue | undefined): TValue | null =>
  text == null ? null : parse<TValue>(text);

export function toRun(row: SqlRow): RunRecord {
  return {
    id: row['id'] as string,
    pipeline: row['pipeline'] as string,
    state: row['state'] as RunRecord['state'],
    startedAt: row['started_at'] as number,
    endedAt: row['ended_at'] as number | null,
    process: parse(row['process']),
    properties: parse(row['properties']),
  };
}

export function toExecution(row: SqlRow): ExecutionRecord {
  return {
    id: row['uuid'] as string,
    runId: row['run_id'] as string,
    pipeline: row['pipeline'] as string,
    step: row['step'] as string,
    component: row['component'] as string,
    componentVersion: row['component_version'] as string,
    state: row['state'] as ExecutionRecord['state'],
    cacheKey: row['cache_key'] as string | null,
    keyParts: parseOptional<JsonObject>(row['key_parts']),
    cachedFrom: row['cached_from'] as string | null,
    startedAt: row['started_at'] as number,
    endedAt: row['ended_at'] as number | null,
    error: parseOptional(row['error']),
    properties: parse(row['properties']),
  };
}

export function toArtifact(row: SqlRow): ArtifactRecord {
  return {
    digest: row['digest'] as string,
    kind: row['kind'] as ArtifactRecord['kind'],
    path: row['path'] as string,
    properties: parse(row['properties']),
    state: row['state'] as ArtifactRecord['state'],
    createdAt: row['created_at'] as number,
    updatedAt: row['updated_at'] as number,
  };
}

/** From a row of `events` joined with the ids of both ends, as `uuid` and `digest`. */
export function toEvent(row: SqlRow): EventRecord {
  return {
    executionId: row['uuid'] as string,
    digest: row['digest'] as string,
    type: row['is_output'] === 1 ? 'output' : 'input',
    port: row['port'] as string,
    index: row['position'] as number,
    time: row['time'] as number,
  };
}

export function toContext(row: SqlRow): ContextRecord {
  return { type: row['type'] as string, name: row['name'] as string, properties: parse(row['properties']) };
}
