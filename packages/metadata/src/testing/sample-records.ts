import { createHash } from 'node:crypto';
import type { ExecutionRecord, PublishedArtifact, RunRecord } from '@millrace/core';

/** The record of a run that is complete, with whatever differs. */
export function createRunRecord(part: Partial<RunRecord> & Pick<RunRecord, 'id'>): RunRecord {
  return {
    pipeline: 'flights',
    state: 'complete',
    startedAt: 1_000_000,
    endedAt: 2_000_000,
    process: { host: 'mill', processId: 1, startedAt: 0 },
    properties: {},
    ...part,
  };
}

/** The record of a complete execution, with whatever differs. */
export function createExecutionRecord(part: Partial<ExecutionRecord> & Pick<ExecutionRecord, 'id'>): ExecutionRecord {
  return {
    runId: 'run-1',
    pipeline: 'flights',
    step: 'Trainer',
    component: 'Trainer',
    componentVersion: '1',
    state: 'complete',
    cacheKey: `key-${part.id}`,
    keyParts: { seed: 0 },
    cachedFrom: null,
    startedAt: 1_000_000,
    endedAt: 2_000_000,
    error: null,
    properties: {},
    ...part,
  };
}

/** An artifact whose digest comes from its name. */
export function createArtifactRecord(
  name: string,
  part: Partial<PublishedArtifact['artifact']> = {},
): PublishedArtifact['artifact'] {
  const digest = `sha256:${createHash('sha256').update(name).digest('hex')}`;
  return { digest, kind: 'examples', path: `artifacts/examples/${name}`, properties: {}, ...part };
}
