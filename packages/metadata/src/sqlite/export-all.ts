import type { MetadataExport } from '@millrace/core';
import { selectEvents } from './list-records.ts';
import { toArtifact, toContext, toEvent, toExecution, toRun } from './record-rows.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/** Every record, oldest first. */
export function exportAll(connection: SqliteConnection): MetadataExport {
  return {
    specVersion: 1,
    runs: connection.all('select * from runs order by started_at, rowid').map(toRun),
    artifacts: connection.all('select * from artifacts order by id').map(toArtifact),
    executions: connection.all('select * from executions order by id').map(toExecution),
    events: connection.all(`${selectEvents} order by events.execution, is_output, port, position`).map(toEvent),
    contexts: connection.all('select * from contexts order by id').map(toContext),
    associations: connection
      .all(
        `select type, name, uuid from associations join contexts on contexts.id = context
          join executions on executions.id = execution order by context, execution`,
      )
      .map((row) => ({
        type: row['type'] as string,
        name: row['name'] as string,
        executionId: row['uuid'] as string,
      })),
  };
}
