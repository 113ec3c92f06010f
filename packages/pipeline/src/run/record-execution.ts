import type { ExecutionRecord, JsonObject, PublishedArtifact } from '@millrace/core';
import type { StepInputs } from '../cache/key-parts.ts';
import type { StepReason } from '../cache/step-reason.ts';
import type { PreparedStep } from './prepare-step.ts';
import { timeOf, toRecordedPath, type RunSession, type SessionStep } from './run-session.ts';
import type { StepResultArtifacts } from './step-task.ts';

/** What changes between the records of one execution. */
export interface ExecutionChange extends Pick<ExecutionRecord, 'id' | 'state' | 'startedAt'> {
  readonly prepared?: PreparedStep | undefined;
  readonly reason: StepReason;
  readonly cachedFrom?: string | undefined;
  readonly attempts?: number | undefined;
  readonly error?: ExecutionRecord['error'] | undefined;
  readonly outputs?: StepResultArtifacts | undefined;
}

/** Writes an execution with what belongs to it by now, in one transaction. */
export async function recordExecution(
  session: RunSession,
  step: SessionStep,
  { id, state, startedAt, prepared, reason, cachedFrom, attempts, error, outputs }: ExecutionChange,
): Promise<void> {
  const { store, directory, runId, plan, recordedCodes } = session;
  const execution: ExecutionRecord = {
    id,
    runId,
    pipeline: plan.pipeline,
    step: step.id,
    component: step.planned.component,
    componentVersion: step.planned.version,
    state,
    cacheKey: prepared?.cacheKey ?? null,
    keyParts: (prepared?.keyParts as unknown as JsonObject | undefined) ?? null,
    cachedFrom: cachedFrom ?? null,
    startedAt,
    endedAt: state === 'running' ? null : timeOf(session),
    error: error ?? null,
    properties: { reason: reason as unknown as JsonObject, ...(attempts === undefined ? {} : { attempts }) },
  };
  const { code } = prepared ?? {};
  const isNewCode = state === 'complete' && code !== undefined && !recordedCodes.has(code.digest);
  await store.publishExecutions([
    {
      execution,
      // The events of a cached execution are those of its origin.
      inputs: state === 'cached' || prepared === undefined ? [] : publishInputs(directory, prepared.inputs),
      outputs: Object.entries(outputs ?? {}).map(([port, artifact]) => publish(directory, { port, artifact })),
      contexts: isNewCode ? [{ type: 'code', name: code.digest, properties: { files: code.files } }] : [],
    },
  ]);
  if (isNewCode) recordedCodes.add(code.digest);
}

function publishInputs(directory: string, inputs: StepInputs): readonly PublishedArtifact[] {
  return Object.entries(inputs).flatMap(([port, value]) =>
    [value]
      .flat()
      .filter((artifact) => artifact !== undefined)
      .map((artifact, index) => publish(directory, { port, index, artifact })),
  );
}

function publish(directory: string, published: PublishedArtifact): PublishedArtifact {
  const { digest, kind, path, properties } = published.artifact;
  return { ...published, artifact: { digest, kind, path: toRecordedPath(directory, path), properties } };
}
