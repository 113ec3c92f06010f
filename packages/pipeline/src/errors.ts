import { MillraceError, cureOfFailure, describeKnownNames, describeValue, isMillraceError } from '@millrace/core';

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

export function notPipeline({ received }: { received: string }): MillraceError<'PIPELINE_NOT_A_PIPELINE'> {
  return new MillraceError({
    code: 'PIPELINE_NOT_A_PIPELINE',
    message: `Expected a pipeline, got ${received}.`,
    cure: 'Pass what `definePipeline(name, build)` returned; a module exports it as default or by any name.',
    details: { received },
  });
}

export function notComponent({
  pipeline,
  received,
}: {
  pipeline: string;
  received: string;
}): MillraceError<'PIPELINE_NOT_A_COMPONENT'> {
  return new MillraceError({
    code: 'PIPELINE_NOT_A_COMPONENT',
    message: `The pipeline "${pipeline}" adds something that is not a component: ${received}.`,
    cure: 'Pass what `defineComponent` returned as the first argument of `add`, and check the import of its name.',
    details: { pipeline, received },
  });
}

export function buildFailed({ pipeline, cause }: { pipeline: string; cause: unknown }): MillraceError {
  if (isMillraceError(cause)) return cause;
  return new MillraceError({
    code: 'PIPELINE_BUILD_FAILED',
    message: `The pipeline "${pipeline}" could not be built: ${messageOf(cause)}.`,
    cure: 'Correct the function that is passed to `definePipeline`; the cause below has its stack.',
    details: { pipeline },
    cause,
  });
}

export function invalidPipeline({
  pipeline,
  findings,
}: {
  pipeline: string;
  findings: readonly { readonly message: string; readonly cure: string }[];
}): MillraceError<'PIPELINE_INVALID'> {
  const [first, ...others] = findings;
  const more =
    others.length === 0 ? '' : ` And ${others.length} more: ${others.map(({ message }) => message).join(' ')}`;
  return new MillraceError({
    code: 'PIPELINE_INVALID',
    message: `The pipeline "${pipeline}" cannot run. ${first?.message ?? ''}${more}`,
    cure: `Correct its definition. ${findings.map(({ cure }) => cure).join(' ')}`,
    details: { pipeline, findings },
  });
}

export function stepFailed({
  step,
  component,
  cause,
}: {
  step: string;
  component: string;
  cause: unknown;
}): MillraceError<'PIPELINE_STEP_FAILED'> {
  const stack = cause instanceof Error ? cause.stack : undefined;
  return new MillraceError({
    code: 'PIPELINE_STEP_FAILED',
    message: `Step "${step}" (${component}) failed: ${messageOf(cause)}`,
    cure: cureOfFailure(cause) ?? 'Read the stack of the cause; it begins where the component threw.',
    details: { step, component, ...(stack === undefined ? {} : { stack }) },
    retryable: isRetryable(cause),
    cause,
  });
}

function isRetryable(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'retryable' in cause && cause.retryable === true;
}

export function wrongOutput({
  step,
  component,
  port,
  expected,
  actual,
}: {
  step: string;
  component: string;
  port: string;
  expected: string;
  actual: string | undefined;
}): MillraceError<'PIPELINE_WRONG_OUTPUT'> {
  const found = actual === undefined ? 'nothing that was published' : `an artifact of kind "${actual}"`;
  return new MillraceError({
    code: 'PIPELINE_WRONG_OUTPUT',
    message: `Step "${step}" gave ${found} at its output "${port}", which is of kind "${expected}".`,
    cure: `Let ${component}.run return \`{ ${port}: await publish('${expected}', ...) }\`.`,
    details: { step, component, port, expected, actual },
  });
}

export function noEngine(): MillraceError<'PIPELINE_NO_ENGINE'> {
  return new MillraceError({
    code: 'PIPELINE_NO_ENGINE',
    message: 'The step asks for a SQL engine, and the run has none.',
    cure: 'Pass `{ engine: () => openEngine() }` (of @millrace/data) to `definePipeline` or `runPipeline`.',
  });
}

export function stepStuck({ step, graceMs }: { step: string; graceMs: number }): MillraceError<'PIPELINE_STEP_STUCK'> {
  return new MillraceError({
    code: 'PIPELINE_STEP_STUCK',
    message: `Step "${step}" did not stop within ${graceMs} ms after it was asked to.`,
    cure: 'Let the component watch its `signal`; run the pipeline by its `module`, so that such steps can be ended.',
    details: { step, graceMs },
  });
}

export function stepTimedOut({
  step,
  timeoutMs,
}: {
  step: string;
  timeoutMs: number;
}): MillraceError<'PIPELINE_STEP_TIMED_OUT'> {
  return new MillraceError({
    code: 'PIPELINE_STEP_TIMED_OUT',
    message: `Step "${step}" was not done after ${timeoutMs} ms.`,
    cure: 'Raise `timeoutMs` of the step, or give it less to do; `maxRetries` tries it again.',
    details: { step, timeoutMs },
  });
}

export function stepCancelled({ step }: { step: string }): MillraceError<'PIPELINE_STEP_CANCELLED'> {
  return new MillraceError({
    code: 'PIPELINE_STEP_CANCELLED',
    message: `Step "${step}" was stopped because the run was cancelled.`,
    cure: 'Run the pipeline again: complete steps are found in the cache.',
    details: { step },
  });
}

export function nothingResolved({
  step,
  port,
  wanted,
}: {
  step: string;
  port: string;
  wanted: string;
}): MillraceError<'PIPELINE_NOTHING_RESOLVED'> {
  return new MillraceError({
    code: 'PIPELINE_NOTHING_RESOLVED',
    message: `The input "${port}" of step "${step}" found no ${wanted} among what earlier runs gave.`,
    cure: `Run the pipeline that gives it first, or make the port optional ("kind?") in the component.`,
    details: { step, port, wanted },
  });
}

export function nothingToReuse({
  step,
  needed,
}: {
  step: string;
  needed: string;
}): MillraceError<'PIPELINE_NOTHING_TO_REUSE'> {
  return new MillraceError({
    code: 'PIPELINE_NOTHING_TO_REUSE',
    message: `Step "${step}" needs "${needed}", which is not part of this run and has no artifacts of an earlier one.`,
    cure: 'Run the pipeline once without `from`, or begin at an earlier step.',
    details: { step, needed },
  });
}

export function unknownStep({
  option,
  step,
  known,
}: {
  option: string;
  step: string;
  known: readonly string[];
}): MillraceError<'PIPELINE_UNKNOWN_STEP'> {
  return new MillraceError({
    code: 'PIPELINE_UNKNOWN_STEP',
    message: `\`${option}\` names "${step}", and the pipeline has no such step.`,
    cure: describeKnownNames(step, known),
    details: { option, step, known },
  });
}

export function processDied({
  runId,
  processId,
}: {
  runId: string;
  processId: number;
}): MillraceError<'PIPELINE_PROCESS_DIED'> {
  return new MillraceError({
    code: 'PIPELINE_PROCESS_DIED',
    message: `The process ${processId} that worked on run ${runId} ended before the run did.`,
    cure: 'Run the pipeline again: complete steps are found in the cache.',
    details: { runId, processId },
    retryable: true,
  });
}

export function invalidOption({
  option,
  value,
  expected,
}: {
  option: string;
  value: unknown;
  expected: string;
}): MillraceError<'PIPELINE_INVALID_OPTION'> {
  return new MillraceError({
    code: 'PIPELINE_INVALID_OPTION',
    message: `\`${option}\` is ${describeValue(value)}.`,
    cure: `Pass ${expected}.`,
    details: { option, value: describeValue(value) },
  });
}

export function notInModule({
  module,
  pipeline,
}: {
  module: string;
  pipeline: string;
}): MillraceError<'PIPELINE_NOT_IN_MODULE'> {
  return new MillraceError({
    code: 'PIPELINE_NOT_IN_MODULE',
    message: `The module ${module} exports no pipeline "${pipeline}".`,
    cure: 'Export what `definePipeline` returned from that module, as default or by any name, or pass the right `module`.',
    details: { module, pipeline },
  });
}

export function moduleDiffers({
  pipeline,
  step,
}: {
  pipeline: string;
  step: string;
}): MillraceError<'PIPELINE_MODULE_DIFFERS'> {
  return new MillraceError({
    code: 'PIPELINE_MODULE_DIFFERS',
    message: `In a worker process, the pipeline "${pipeline}" was built with another step "${step}" than in the run.`,
    cure: 'Let the build add the same steps whenever it is given the same parameters: no clock, no random numbers, no files that change during a run.',
    details: { pipeline, step },
  });
}

export function workerDied({
  step,
  exitCode,
  signal,
  output,
}: {
  step: string;
  exitCode: number | null;
  signal: string | null;
  output: string;
}): MillraceError<'PIPELINE_WORKER_DIED'> {
  const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
  return new MillraceError({
    code: 'PIPELINE_WORKER_DIED',
    message: `The worker process of step "${step}" ended with ${how}.${output === '' ? '' : ` It last printed: ${output.trim()}`}`,
    cure: 'After SIGKILL, look for the out-of-memory killer, and give the step less to do or the machine more memory; otherwise read what it printed.',
    details: { step, exitCode, signal, output },
    retryable: true,
  });
}

export function engineNotShared(): MillraceError<'PIPELINE_ENGINE_NOT_SHARED'> {
  return new MillraceError({
    code: 'PIPELINE_ENGINE_NOT_SHARED',
    message: '`engine` is a function of this process, and with `module` steps run in others.',
    cure: 'Pass `{ engine }` to `definePipeline` in that module, or a `workerModule` that calls `serveSteps({ engine })`.',
  });
}

export function sampleFailed({
  attempt,
  isRetryable,
}: {
  attempt: number;
  isRetryable: boolean;
}): MillraceError<'PIPELINE_SAMPLE_FAILED'> {
  return new MillraceError({
    code: 'PIPELINE_SAMPLE_FAILED',
    message: `The sample step failed as asked, in attempt ${attempt}.`,
    cure: 'Ask for fewer `failures`.',
    details: { attempt },
    retryable: isRetryable,
  });
}
