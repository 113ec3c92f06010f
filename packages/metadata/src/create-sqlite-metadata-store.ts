import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson, checkArgument, checkOptions, optionForms, type MetadataStore } from '@millrace/core';
import { notMetadata, unknownRecord } from './errors.ts';
import { exportAll } from './sqlite/export-all.ts';
import { findCached, findLatestArtifact, findLatestBlessedModel } from './sqlite/find-records.ts';
import { listArtifacts, listEvents, listExecutions, listRuns } from './sqlite/list-records.ts';
import { publishExecutions } from './sqlite/publish-executions.ts';
import { readLineage } from './sqlite/read-lineage.ts';
import { toArtifact, toContext, toExecution, toRun } from './sqlite/record-rows.ts';
import { openSqlite, type SqlRow } from './sqlite/sqlite-connection.ts';

export interface SqliteMetadataStoreOptions {
  /** How long a call waits while other processes write, in milliseconds. @defaultValue 10000 */
  readonly busyTimeoutMs?: number | undefined;
}

const putRun = `
  insert into runs (id, pipeline, state, started_at, ended_at, process, properties) values (?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set pipeline = excluded.pipeline, state = excluded.state, started_at = excluded.started_at,
    ended_at = excluded.ended_at, process = excluded.process, properties = excluded.properties`;

/**
 * A metadata store in one SQLite file, made when it is not there; `:memory:` keeps it in memory. Any number of processes
 * may use the file at once. Throws `METADATA_NOT_A_STORE`, `METADATA_NEWER_SCHEMA`, and from any call `METADATA_BUSY`.
 */
export async function createSqliteMetadataStore(
  file: string,
  options: SqliteMetadataStoreOptions = {},
): Promise<MetadataStore> {
  const caller = 'createSqliteMetadataStore';
  checkArgument(file, optionForms.text, { caller, argument: 'file' });
  checkOptions<SqliteMetadataStoreOptions>(options, caller, { busyTimeoutMs: optionForms.natural });
  const { busyTimeoutMs = 10_000 } = options;
  if (file !== ':memory:') {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true }).catch((cause: unknown) => {
      throw notMetadata({ path: file, cause });
    });
  }
  const connection = await openSqlite(file, { busyTimeoutMs });
  const find = <TRecord>(row: SqlRow | undefined, read: (row: SqlRow) => TRecord): TRecord | undefined =>
    row === undefined ? undefined : read(row);
  return {
    specVersion: 1,
    putRun: async (run) => {
      const { id, pipeline, state, startedAt, endedAt } = run;
      const [identity, properties] = [canonicalJson(run.process), canonicalJson(run.properties)];
      connection.run(putRun, id, pipeline, state, startedAt, endedAt, identity, properties);
    },
    publishExecutions: async (publications) => connection.write(() => publishExecutions(connection, publications)),
    setArtifactState: async (digest, { state, time }) => {
      const changed = connection.get(
        'update artifacts set state = ?, updated_at = ? where digest = ? returning id',
        state,
        time,
        digest,
      );
      if (changed === undefined) throw unknownRecord({ kind: 'artifact', id: digest });
    },
    getRun: async (id) => find(connection.get('select * from runs where id = ?', id), toRun),
    getExecution: async (id) => find(connection.get('select * from executions where uuid = ?', id), toExecution),
    getArtifact: async (digest) => find(connection.get('select * from artifacts where digest = ?', digest), toArtifact),
    getContext: async (type, name) =>
      find(connection.get('select * from contexts where type = ? and name = ?', type, name), toContext),
    listRuns: async (filter = {}) => listRuns(connection, filter),
    listExecutions: async (filter = {}) => listExecutions(connection, filter),
    listArtifacts: async (filter = {}) => listArtifacts(connection, filter),
    listEvents: async (filter) => listEvents(connection, filter),
    findCached: async (cacheKey) => findCached(connection, cacheKey),
    findLatestArtifact: async (query) => findLatestArtifact(connection, query),
    findLatestBlessedModel: async (query) => findLatestBlessedModel(connection, query),
    readLineage: async (query) => readLineage(connection, query),
    exportAll: async () => exportAll(connection),
    [Symbol.asyncDispose]: async () => connection.close(),
  };
}
