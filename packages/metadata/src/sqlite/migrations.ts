/** Statements that lead from one schema version to the next; the version is the number of steps that were taken. */
export const migrations: readonly string[] = [
  `
  create table runs (
    id text primary key,
    pipeline text not null,
    state text not null,
    started_at integer not null,
    ended_at integer,
    process text not null,
    properties text not null
  );
  create index runs_by_pipeline on runs (pipeline, started_at);

  create table artifacts (
    id integer primary key,
    digest text not null unique,
    kind text not null,
    path text not null,
    properties text not null,
    state text not null,
    created_at integer not null,
    updated_at integer not null
  );
  create index artifacts_by_kind on artifacts (kind, state);

  create table executions (
    id integer primary key,
    uuid text not null unique,
    run_id text not null,
    pipeline text not null,
    step text not null,
    component text not null,
    component_version text not null,
    state text not null,
    cache_key text,
    key_parts text,
    cached_from text,
    started_at integer not null,
    ended_at integer,
    error text,
    properties text not null
  );
  create index executions_by_cache_key on executions (cache_key, state);
  create index executions_by_step on executions (pipeline, step);
  create index executions_by_run on executions (run_id);
  create index executions_by_component on executions (component);

  create table events (
    execution integer not null,
    is_output integer not null,
    port text not null,
    position integer not null,
    artifact integer not null,
    time integer not null,
    primary key (execution, is_output, port, position)
  ) without rowid;
  create index events_by_artifact on events (artifact, is_output, execution);

  create table contexts (
    id integer primary key,
    type text not null,
    name text not null,
    properties text not null,
    unique (type, name)
  );
  create table associations (
    context integer not null,
    execution integer not null,
    primary key (context, execution)
  ) without rowid;
  `,
  // Executions are counted as they end: a clock that is moved back must not make an old model the latest.
  `
  alter table executions add column end_number integer;
  update executions set end_number = ended.number
    from (select id, row_number() over (order by ended_at, id) as number from executions where ended_at is not null) as ended
    where ended.id = executions.id;
  create index executions_by_end on executions (end_number);
  `,
];
