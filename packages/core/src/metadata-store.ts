import type { ArtifactKind, ArtifactProperties } from './artifact/artifact.ts';
import type { JsonObject } from './json.ts';
import type { MillraceErrorJson } from './millrace-error.ts';

/** `live` artifacts are on disk and may be used; `reference` ones are recorded, but kept by somebody else. */
export type ArtifactState = 'pending' | 'live' | 'marked-for-deletion' | 'deleted' | 'abandoned' | 'reference';
export type ExecutionState = 'new' | 'running' | 'complete' | 'failed' | 'cached' | 'cancelled';
export type RunState = 'running' | 'complete' | 'failed' | 'cancelled';

/** An artifact as it is recorded. Its digest is its identity: what two executions wrote alike is one record. */
export interface ArtifactRecord {
  readonly digest: string;
  readonly kind: ArtifactKind;
  /** Directory, with forward slashes: relative to the state directory of the project, or absolute when it lies elsewhere. */
  readonly path: string;
  readonly properties: ArtifactProperties;
  readonly state: ArtifactState;
  /** Microseconds since 1970, as all times here. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Which process works on a run: whoever finds the record later can tell whether it is still alive. */
export interface ProcessIdentity {
  readonly host: string;
  readonly processId: number;
  /** When the process began; tells it from a later one with the same number. */
  readonly startedAt: number;
}

/** One run of a pipeline. */
export interface RunRecord {
  readonly id: string;
  readonly pipeline: string;
  readonly state: RunState;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly process: ProcessIdentity;
  readonly properties: JsonObject;
}

/** One run of one component, or a step that found its work done (`cached`). */
export interface ExecutionRecord {
  readonly id: string;
  readonly runId: string;
  readonly pipeline: string;
  readonly step: string;
  readonly component: string;
  readonly componentVersion: string;
  readonly state: ExecutionState;
  /** Digest of everything that the result depends on. null when it was never computed. */
  readonly cacheKey: string | null;
  /** What the cache key was made of. */
  readonly keyParts: JsonObject | null;
  /** The execution whose outputs were taken, when `cached`; its events are this one's. */
  readonly cachedFrom: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly error: MillraceErrorJson | null;
  readonly properties: JsonObject;
}

/** An execution took or gave an artifact at a port. */
export interface EventRecord {
  readonly executionId: string;
  readonly digest: string;
  readonly type: 'input' | 'output';
  readonly port: string;
  /** Place in a list port; 0 elsewhere. */
  readonly index: number;
  readonly time: number;
}

/** A named group of executions: an experiment, a deployment, the code they ran. `type` and `name` are its identity. */
export interface ContextRecord {
  readonly type: string;
  readonly name: string;
  readonly properties: JsonObject;
}

export interface PublishedArtifact {
  readonly port: string;
  /** @defaultValue 0 */
  readonly index?: number | undefined;
  readonly artifact: Pick<ArtifactRecord, 'digest' | 'kind' | 'path' | 'properties'>;
}

/** An execution with all that belongs to it. */
export interface ExecutionPublication {
  readonly execution: ExecutionRecord;
  readonly inputs?: readonly PublishedArtifact[] | undefined;
  readonly outputs?: readonly PublishedArtifact[] | undefined;
  readonly contexts?: readonly ContextRecord[] | undefined;
}

export interface PageOptions {
  /** @defaultValue 100 */
  readonly limit?: number | undefined;
  /** Records to pass over. @defaultValue 0 */
  readonly offset?: number | undefined;
}

export interface RunFilter extends PageOptions {
  readonly pipeline?: string | undefined;
  readonly states?: readonly RunState[] | undefined;
}

export interface ExecutionFilter extends PageOptions {
  readonly runId?: string | undefined;
  readonly pipeline?: string | undefined;
  readonly step?: string | undefined;
  readonly component?: string | undefined;
  readonly states?: readonly ExecutionState[] | undefined;
  readonly cacheKey?: string | undefined;
  readonly context?: Pick<ContextRecord, 'type' | 'name'> | undefined;
}

export interface ArtifactFilter extends PageOptions {
  readonly kind?: ArtifactKind | undefined;
  readonly states?: readonly ArtifactState[] | undefined;
  /** Properties that must all be equal. */
  readonly properties?: ArtifactProperties | undefined;
  /** Artifacts that executions of this run gave. */
  readonly runId?: string | undefined;
  /** Artifacts that executions of this pipeline gave. */
  readonly pipeline?: string | undefined;
  /** Artifacts that executions of this step gave. */
  readonly step?: string | undefined;
}

export interface EventFilter {
  readonly executionId?: string | undefined;
  readonly digest?: string | undefined;
}

/** A complete execution and what it gave. */
export interface ExecutionOutputs {
  readonly execution: ExecutionRecord;
  readonly outputs: readonly { readonly port: string; readonly artifact: ArtifactRecord }[];
}

export interface LatestArtifactQuery {
  readonly pipeline: string;
  readonly kind: ArtifactKind;
  readonly step?: string | undefined;
  readonly properties?: ArtifactProperties | undefined;
  /** A run whose own executions do not count. */
  readonly otherThanRun?: string | undefined;
  /** Digests that are passed over. */
  readonly otherThan?: readonly string[] | undefined;
}

export interface LineageQuery {
  /** Where to start: an artifact by digest, or an execution by id. */
  readonly start: { readonly digest: string } | { readonly executionId: string };
  readonly direction: 'upstream' | 'downstream';
  /** Executions to cross at most. @defaultValue Infinity */
  readonly maxHops?: number | undefined;
}

/** The part of the graph that was reached, the start included. Records in the order of their ids' creation. */
export interface Lineage {
  readonly artifacts: readonly ArtifactRecord[];
  readonly executions: readonly ExecutionRecord[];
  readonly events: readonly EventRecord[];
}

/** Everything that a store holds, as plain JSON. */
export interface MetadataExport extends Lineage {
  readonly specVersion: 1;
  readonly runs: readonly RunRecord[];
  readonly contexts: readonly ContextRecord[];
  readonly associations: readonly (Pick<ContextRecord, 'type' | 'name'> & { readonly executionId: string })[];
}

/** What ran, what it took and what came of it. Any number of processes may write at once. Lists come newest first. */
export interface MetadataStore extends AsyncDisposable {
  readonly specVersion: 1;
  /** Inserts the run, or replaces the record of its id. */
  putRun(run: RunRecord): Promise<void>;
  /**
   * Inserts executions, or replaces the records of their ids, each with its artifacts, events and contexts, all in one
   * transaction. Artifacts become `live`; those known are kept, and only their path and state renewed.
   */
  publishExecutions(publications: readonly ExecutionPublication[]): Promise<void>;
  setArtifactState(digest: string, change: { readonly state: ArtifactState; readonly time: number }): Promise<void>;

  getRun(id: string): Promise<RunRecord | undefined>;
  getExecution(id: string): Promise<ExecutionRecord | undefined>;
  getArtifact(digest: string): Promise<ArtifactRecord | undefined>;
  getContext(type: string, name: string): Promise<ContextRecord | undefined>;

  listRuns(filter?: RunFilter): Promise<readonly RunRecord[]>;
  listExecutions(filter?: ExecutionFilter): Promise<readonly ExecutionRecord[]>;
  listArtifacts(filter?: ArtifactFilter): Promise<readonly ArtifactRecord[]>;
  /** Events of an execution or of an artifact, inputs first, in the order of ports. */
  listEvents(filter: EventFilter): Promise<readonly EventRecord[]>;

  /** The newest complete execution of this cache key whose outputs are all `live`, with its outputs. */
  findCached(cacheKey: string): Promise<ExecutionOutputs | undefined>;
  /** The `live` artifact that the newest complete or cached execution of the pipeline gave. */
  findLatestArtifact(query: LatestArtifactQuery): Promise<ArtifactRecord | undefined>;
  /**
   * The `live` model that was blessed last: the input `model` of the newest execution that gave a `modelBlessing` with
   * the property `blessed`.
   */
  findLatestBlessedModel(
    query: Pick<LatestArtifactQuery, 'pipeline' | 'otherThanRun' | 'otherThan'>,
  ): Promise<ArtifactRecord | undefined>;
  /** What an artifact was made of, or what came of it. Cached executions are left out: their edges are their origin's. */
  readLineage(query: LineageQuery): Promise<Lineage>;
  exportAll(): Promise<MetadataExport>;
}
