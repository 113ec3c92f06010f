import type { ArtifactRecord, Lineage, LineageQuery } from '@millrace/core';
import { unknownRecord } from '../errors.ts';
import { selectEvents } from './list-records.ts';
import { toArtifact, toEvent, toExecution } from './record-rows.ts';
import type { SqliteConnection, SqlValue } from './sqlite-connection.ts';

/** `near` is the side of an execution that faces the start, `far` the one that leads on. */
const sides = {
  upstream: { near: 1, far: 0 },
  downstream: { near: 0, far: 1 },
} as const;

/** Executions within a number of hops. Content-addressed graphs may have cycles: without a limit, each counts once. */
function reachedSql({ direction, isLimited }: { direction: LineageQuery['direction']; isLimited: boolean }): string {
  const { near, far } = sides[direction];
  return `
    with recursive reached (execution${isLimited ? ', hops' : ''}) as (
      select value${isLimited ? ', 1' : ''} from json_each(?)
      union
      select next.execution${isLimited ? ', hops + 1' : ''} from reached
      join events as edge on edge.execution = reached.execution and edge.is_output = ${far}
      join events as next on next.artifact = edge.artifact and next.is_output = ${near}
      ${isLimited ? 'where hops < ?' : ''}
    )
    select distinct execution from reached`;
}

export function readLineage(
  connection: SqliteConnection,
  { start, direction, maxHops = Infinity }: LineageQuery,
): Lineage {
  const { near, far } = sides[direction];
  const starts = findStart(connection, { start, near });
  const isLimited = Number.isFinite(maxHops);
  const limit = 'digest' in start ? maxHops : maxHops + 1;
  const reached =
    limit < 1
      ? []
      : connection
          .all(reachedSql({ direction, isLimited }), JSON.stringify(starts.executions), ...(isLimited ? [limit] : []))
          .map((row) => row['execution']!);
  const executions = JSON.stringify(reached);
  const artifacts = connection
    .all(
      `select * from artifacts where id in (select value from json_each(?) union
        select artifact from events where execution in (select value from json_each(?)) and is_output = ${far})
        order by id`,
      JSON.stringify(starts.artifacts),
      executions,
    )
    .map((row) => ({ id: row['id']!, artifact: toArtifact(row) }));
  return {
    artifacts: artifacts.map(({ artifact }): ArtifactRecord => artifact),
    executions: connection
      .all('select * from executions where id in (select value from json_each(?)) order by id', executions)
      .map(toExecution),
    events: connection
      .all(
        `${selectEvents} where events.execution in (select value from json_each(?))
          and (is_output = ${far} or events.artifact in (select value from json_each(?)))
          order by events.execution, is_output, port, position`,
        executions,
        JSON.stringify(artifacts.map(({ id }) => id)),
      )
      .map(toEvent),
  };
}

function findStart(
  connection: SqliteConnection,
  { start, near }: { start: LineageQuery['start']; near: 0 | 1 },
): { readonly artifacts: readonly SqlValue[]; readonly executions: readonly SqlValue[] } {
  if ('digest' in start) {
    const artifact = connection.get('select id from artifacts where digest = ?', start.digest);
    if (artifact === undefined) throw unknownRecord({ kind: 'artifact', id: start.digest });
    const executions = connection.all(
      `select distinct execution from events where artifact = ? and is_output = ${near}`,
      artifact['id']!,
    );
    return { artifacts: [artifact['id']!], executions: executions.map((row) => row['execution']!) };
  }
  const execution = connection.get(
    `select origin.id from executions join executions as origin
      on origin.uuid = coalesce(executions.cached_from, executions.uuid) where executions.uuid = ?`,
    start.executionId,
  );
  if (execution === undefined) throw unknownRecord({ kind: 'execution', id: start.executionId });
  return { artifacts: [], executions: [execution['id']!] };
}
