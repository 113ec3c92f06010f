import type {
  ArtifactFilter,
  ArtifactRecord,
  EventFilter,
  EventRecord,
  ExecutionFilter,
  ExecutionRecord,
  PageOptions,
  RunFilter,
  RunRecord,
} from '@millrace/core';
import { toArtifact, toEvent, toExecution, toRun } from './record-rows.ts';
import type { SqliteConnection, SqlValue } from './sqlite-connection.ts';

/** A condition that counts only when its value is given. */
type Condition = readonly [sql: string, value: SqlValue | undefined];

function where(conditions: readonly Condition[]): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const given = conditions.filter((condition): condition is [string, SqlValue] => condition[1] !== undefined);
  return {
    sql: given.length === 0 ? '' : `where ${given.map(([sql]) => sql).join(' and ')}`,
    values: given.map(([, value]) => value),
  };
}

const page = ({ limit = 100, offset = 0 }: PageOptions): readonly [number, number] => [
  Number.isFinite(limit) ? limit : -1,
  offset,
];
const list = (values: readonly string[] | undefined): string | undefined =>
  values === undefined ? undefined : JSON.stringify(values);

/** Properties that must all be equal, as one condition over a column that holds a JSON object. */
export function propertiesEqual(column: string): string {
  return `not exists (select 1 from (select ? as json) as wanted, json_each(wanted.json) as each
    where (${column} -> each.fullkey) is not (wanted.json -> each.fullkey))`;
}

export function listRuns(connection: SqliteConnection, filter: RunFilter): readonly RunRecord[] {
  const { sql, values } = where([
    ['pipeline = ?', filter.pipeline],
    ['state in (select value from json_each(?))', list(filter.states)],
  ]);
  const text = `select * from runs ${sql} order by rowid desc limit ? offset ?`;
  return connection.all(text, ...values, ...page(filter)).map(toRun);
}

export function listExecutions(connection: SqliteConnection, filter: ExecutionFilter): readonly ExecutionRecord[] {
  const { sql, values } = where([
    ['run_id = ?', filter.runId],
    ['pipeline = ?', filter.pipeline],
    ['step = ?', filter.step],
    ['component = ?', filter.component],
    ['cache_key = ?', filter.cacheKey],
    ['state in (select value from json_each(?))', list(filter.states)],
    [
      `id in (select execution from associations where context = (select id from contexts
        where (type, name) = (select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(?))))`,
      filter.context === undefined ? undefined : JSON.stringify([[filter.context.type, filter.context.name]]),
    ],
  ]);
  const text = `select * from executions ${sql} order by id desc limit ? offset ?`;
  return connection.all(text, ...values, ...page(filter)).map(toExecution);
}

export function listArtifacts(connection: SqliteConnection, filter: ArtifactFilter): readonly ArtifactRecord[] {
  const { runId, pipeline, step } = filter;
  const givenBy = where([
    ['executions.run_id = ?', runId],
    ['executions.pipeline = ?', pipeline],
    ['executions.step = ?', step],
  ]);
  const own = where([
    ['kind = ?', filter.kind],
    ['state in (select value from json_each(?))', list(filter.states)],
    [propertiesEqual('properties'), filter.properties === undefined ? undefined : JSON.stringify(filter.properties)],
  ]);
  // The events of a cached execution are those of its origin.
  const given =
    givenBy.values.length === 0
      ? ''
      : `${own.sql === '' ? 'where' : 'and'} id in (select artifact from executions
          join executions as origin on origin.uuid = coalesce(executions.cached_from, executions.uuid)
          join events on events.execution = origin.id and is_output = 1 ${givenBy.sql})`;
  const text = `select * from artifacts ${own.sql} ${given} order by id desc limit ? offset ?`;
  return connection.all(text, ...own.values, ...givenBy.values, ...page(filter)).map(toArtifact);
}

export const selectEvents = `
  select events.*, uuid, digest from events
  join executions on executions.id = events.execution
  join artifacts on artifacts.id = events.artifact`;

export function listEvents(connection: SqliteConnection, filter: EventFilter): readonly EventRecord[] {
  const { sql, values } = where([
    [
      'events.execution = (select origin.id from executions asked join executions origin on origin.uuid = coalesce(asked.cached_from, asked.uuid) where asked.uuid = ?)',
      filter.executionId,
    ],
    ['events.artifact = (select id from artifacts where digest = ?)', filter.digest],
  ]);
  const text = `${selectEvents} ${sql} order by events.execution, is_output, port, position`;
  return connection.all(text, ...values).map(toEvent);
}
