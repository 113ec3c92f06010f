import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMillraceError, type MillraceError } from '@millrace/core';
import type { StepInputs } from '../cache/key-parts.ts';
import { stepCancelled, stepFailed, stepTimedOut } from '../errors.ts';
import { scratchRootOf, artifactRootOf, timeOf, type RunSession, type SessionStep } from './run-session.ts';
import type { StepResultArtifacts } from './step-task.ts';

/** Retries that errors get which say that they are worth it. */
const defaultRetries = 3;
const firstDelayMs = 200;
const longestDelayMs = 30_000;

export interface AttemptedStep {
  readonly outputs: StepResultArtifacts;
  readonly attempts: number;
}

/** Runs a step until it gives its outputs, with time-outs, retries and growing delays. Throws the last error. */
export async function attemptStep(session: RunSession, step: SessionStep, inputs: StepInputs): Promise<AttemptedStep> {
  const { maxRetries } = step.planned;
  for (let attempt = 1; ; attempt++) {
    session.emit({ type: 'step-start', step: step.id, attempt, time: timeOf(session) });
    try {
      return { outputs: await attemptOnce(session, step, { inputs, attempt }), attempts: attempt };
    } catch (cause) {
      if (session.signal.aborted) throw stepCancelled({ step: step.id });
      const error = isMillraceError(cause)
        ? cause
        : stepFailed({ step: step.id, component: step.planned.component, cause });
      const allowed = maxRetries ?? (error.retryable ? defaultRetries : 0);
      if (attempt > allowed) throw error;
      const delayMs = Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs);
      const { id } = step;
      session.emit({ type: 'step-retry', step: id, attempt, delayMs, error: error.toJSON(), time: timeOf(session) });
      await sleep(delayMs, undefined, { signal: session.signal }).catch(() => {
        throw stepCancelled({ step: id });
      });
    }
  }
}

async function attemptOnce(
  session: RunSession,
  step: SessionStep,
  { inputs, attempt }: { readonly inputs: StepInputs; readonly attempt: number },
): Promise<StepResultArtifacts> {
  const { timeoutMs, id } = step.planned;
  const folder = `${id.replaceAll('/', '~')}-${attempt}`;
  const scratchDirectory = path.join(scratchRootOf(session.directory), session.runId, folder);
  const timeout = new AbortController();
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => timeout.abort(stepTimedOut({ step: id, timeoutMs })), timeoutMs);
  try {
    await mkdir(scratchDirectory, { recursive: true });
    const outputs = await session.executor.execute(
      {
        step: id,
        component: step.planned.component,
        attempt,
        inputs,
        artifactRoot: artifactRootOf(session.directory),
        scratchDirectory,
        seed: session.seed,
        concurrency: availableParallelism(),
      },
      {
        signal: AbortSignal.any([session.signal, timeout.signal]),
        clock: session.clock,
        logger: session.logger,
        onProgress: (message, fraction) =>
          session.emit({ type: 'step-progress', step: id, message, fraction, time: timeOf(session) }),
      },
    );
    return outputs;
  } catch (error) {
    if (timeout.signal.aborted && !session.signal.aborted) throw timeout.signal.reason as MillraceError;
    throw error;
  } finally {
    clearTimeout(timer);
    await rm(scratchDirectory, { recursive: true, force: true }).catch(() => undefined);
  }
}
