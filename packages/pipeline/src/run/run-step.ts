import { randomUUID } from 'node:crypto';
import { isMillraceError, type MillraceError } from '@millrace/core';
import type { StepReason } from '../cache/step-reason.ts';
import { stepFailed } from '../errors.ts';
import { attemptStep } from './attempt-step.ts';
import { findReason, lookUp, prepareStep, type PreparedStep } from './prepare-step.ts';
import { recordExecution } from './record-execution.ts';
import { resolveInputs } from './resolve-inputs.ts';
import { timeOf, type RunSession, type SessionStep, type StepResult } from './run-session.ts';
import { findDamagedInput, removeDamaged, type DamagedInput } from './verify-inputs.ts';

/** How often the inputs of one step are made again before it gives up. */
const mostRepairs = 3;

/** Takes a step whose upstream ended well from the cache, or runs it. Never throws. */
export async function runStep(session: RunSession, step: SessionStep): Promise<StepResult> {
  return complete(session, step, { isForced: session.isForced(step.id) });
}

interface StepRun {
  readonly executionId: string;
  readonly startedAt: number;
  prepared?: PreparedStep;
  reason: StepReason;
}

async function complete(
  session: RunSession,
  step: SessionStep,
  { isForced, reason }: { readonly isForced: boolean; readonly reason?: StepReason },
): Promise<StepResult> {
  const run: StepRun = {
    executionId: randomUUID(),
    startedAt: timeOf(session),
    reason: reason ?? { type: 'never-ran' },
  };
  try {
    return await takeOrRun(session, step, { run, isForced, forcedReason: reason ?? { type: 'forced' } });
  } catch (cause) {
    return fail(session, step, { run, cause });
  }
}

async function takeOrRun(
  session: RunSession,
  step: SessionStep,
  {
    run,
    isForced,
    forcedReason,
  }: { readonly run: StepRun; readonly isForced: boolean; readonly forcedReason: StepReason },
): Promise<StepResult> {
  for (let repairs = 0; ; repairs++) {
    const prepared = await prepareStep(session, step, await resolveInputs(session, step));
    run.prepared = prepared;
    if (isForced) {
      run.reason = forcedReason;
    } else {
      const found = await lookUp(session, prepared.cacheKey);
      if (found.type === 'hit') return takeCached(session, step, { run, prepared, found });
      if (found.type === 'lost') await removeDamaged(session, found.artifact);
      run.reason = found.type === 'lost' ? found.reason : await findReason(session, step, prepared);
    }
    const damaged = await findDamagedInput(session, prepared.inputs);
    if (damaged === undefined) return runPrepared(session, step, { run, prepared });
    if (repairs === mostRepairs) throw damaged.error;
    await repair(session, step, damaged);
  }
}

async function takeCached(
  session: RunSession,
  step: SessionStep,
  {
    run,
    prepared,
    found,
  }: {
    readonly run: StepRun;
    readonly prepared: PreparedStep;
    readonly found: { readonly executionId: string; readonly outputs: StepResult['outputs'] };
  },
): Promise<StepResult> {
  const { executionId: cachedFrom, outputs } = found;
  const reason: StepReason = { type: 'cached', executionId: cachedFrom };
  const { executionId: id, startedAt } = run;
  await recordExecution(session, step, { id, state: 'cached', startedAt, prepared, reason, cachedFrom });
  session.emit({ type: 'step-cached', step: step.id, executionId: cachedFrom, time: timeOf(session) });
  return end(session, step, { run, state: 'cached', outputs, reason });
}

async function runPrepared(
  session: RunSession,
  step: SessionStep,
  { run, prepared }: { readonly run: StepRun; readonly prepared: PreparedStep },
): Promise<StepResult> {
  const { executionId: id, startedAt, reason } = run;
  await recordExecution(session, step, { id, state: 'running', startedAt, prepared, reason });
  const { outputs, attempts } = await attemptStep(session, step, prepared.inputs);
  await recordExecution(session, step, { id, state: 'complete', startedAt, prepared, reason, outputs, attempts });
  const result = end(session, step, { run, state: 'complete', outputs, reason });
  session.emit({ type: 'step-end', step: step.id, durationMs: result.durationMs, time: timeOf(session) });
  return result;
}

async function fail(
  session: RunSession,
  step: SessionStep,
  { run, cause }: { readonly run: StepRun; readonly cause: unknown },
): Promise<StepResult> {
  const { id } = step;
  const error: MillraceError = isMillraceError(cause)
    ? cause
    : stepFailed({ step: id, component: step.planned.component, cause });
  const state = session.signal.aborted ? 'cancelled' : 'failed';
  const reason: StepReason = state === 'cancelled' ? { type: 'cancelled' } : run.reason;
  const { executionId, startedAt, prepared } = run;
  const record = { id: executionId, state, startedAt, prepared, reason, error: error.toJSON() } as const;
  // What cannot be recorded must not hide why the step failed.
  await recordExecution(session, step, record).catch(() => undefined);
  session.emit({ type: 'step-failed', step: id, error: error.toJSON(), time: timeOf(session) });
  return { ...end(session, step, { run, state, outputs: {}, reason }), error };
}

function end(
  session: RunSession,
  step: SessionStep,
  { run, state, outputs, reason }: Pick<StepResult, 'state' | 'outputs' | 'reason'> & { readonly run: StepRun },
): StepResult {
  // A clock that was moved back in between has measured nothing.
  const durationMs = Math.max(0, timeOf(session) - run.startedAt) / 1000;
  return { id: step.id, component: step.planned.component, state, outputs, durationMs, reason };
}

/** Runs the step again that gave a damaged artifact. Steps that need the same repair share it. */
async function repair(session: RunSession, step: SessionStep, { artifact, error }: DamagedInput): Promise<void> {
  const origin = step.planned.dependsOn.find((id) =>
    Object.values(session.outputsOf(id) ?? {}).some(({ path }) => path === artifact.path),
  );
  // What a partial run took as it was cannot be made again in it.
  const isRepeatable = origin !== undefined && session.steps.get(origin)!.planned.dependsOn.every(hasOutputs(session));
  if (!isRepeatable) throw error;
  let repairing = session.repairs.get(origin);
  if (repairing === undefined) {
    repairing = repairStep(session, { origin: session.steps.get(origin)!, artifact, error }).finally(() =>
      session.repairs.delete(origin),
    );
    session.repairs.set(origin, repairing);
  }
  await repairing;
}

const hasOutputs =
  ({ steps, outputsOf }: RunSession) =>
  (step: string): boolean =>
    Object.keys(steps.get(step)!.planned.outputs).every((port) => outputsOf(step)?.[port] !== undefined);

async function repairStep(
  session: RunSession,
  { origin, artifact, error }: DamagedInput & { readonly origin: SessionStep },
): Promise<void> {
  const port = Object.entries(session.outputsOf(origin.id) ?? {}).find(([, { path }]) => path === artifact.path)![0];
  await removeDamaged(session, artifact);
  const reason: StepReason = { type: 'artifact-lost', port, path: artifact.path, problem: error.message };
  const result = await complete(session, origin, { isForced: true, reason });
  if (result.error !== undefined) throw result.error;
  session.results.set(origin.id, result);
}
