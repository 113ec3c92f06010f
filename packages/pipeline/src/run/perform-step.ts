import { isMillraceError, type Artifact, type Component, type Engine, type RunArguments } from '@millrace/core';
import { publishArtifact, publishPayload } from '@millrace/core/artifacts';
import type { GraphStep } from '../define/build-graph.ts';
import { stepFailed, wrongOutput } from '../errors.ts';
import type { StepControl, StepResultArtifacts, StepTask } from './step-task.ts';

/** Runs the component of a step once, in this process, and checks what it gives. */
export async function performStep(
  { component, parameters }: GraphStep,
  task: StepTask,
  control: StepControl & { readonly engine: () => Promise<Engine> },
): Promise<StepResultArtifacts> {
  const { artifactRoot: root, inputs, scratchDirectory, seed, concurrency } = task;
  const outputs: unknown = await callComponent(task, () =>
    component.run({
      inputs: inputs as RunArguments<Component['inputs'], unknown>['inputs'],
      parameters,
      publish: (kind, write) => publishArtifact(kind, { root }, write),
      publishPayload: (kind, payload, properties) => publishPayload(kind, payload, { root, properties }),
      engine: control.engine,
      scratchDirectory,
      signal: control.signal,
      seed,
      concurrency,
      clock: control.clock,
      logger: control.logger,
      onProgress: control.onProgress,
    }),
  );
  return checkOutputs(component, { outputs, step: task.step });
}

/**
 * The one boundary between the runner and the code of components. Errors of the platform pass as they are; anything else
 * becomes `PIPELINE_STEP_FAILED`, which names the step and keeps the cause with its stack.
 */
export async function callComponent<TResult>(
  { step, component }: { readonly step: string; readonly component: string },
  call: () => TResult | Promise<TResult>,
): Promise<TResult> {
  try {
    return await call();
  } catch (cause) {
    throw isMillraceError(cause) ? cause : stepFailed({ step, component, cause });
  }
}

function checkOutputs(
  component: Component,
  { outputs, step }: { readonly outputs: unknown; readonly step: string },
): StepResultArtifacts {
  const given = (outputs ?? {}) as Readonly<Record<string, Partial<Artifact> | undefined>>;
  const checked = Object.entries(component.outputs).map(([port, kind]): [string, Artifact] => {
    const { kind: actual, path, digest, properties } = given[port] ?? {};
    if (actual !== kind || path === undefined || digest === undefined || properties === undefined) {
      throw wrongOutput({ step, component: component.name, port, expected: kind, actual });
    }
    return [port, { kind, path, digest, properties }];
  });
  return Object.fromEntries(checked);
}
