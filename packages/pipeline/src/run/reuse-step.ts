import type { MetadataStore } from '@millrace/core';
import { nothingToReuse } from '../errors.ts';
import { findManifestProblem } from './resolve-inputs.ts';
import { toArtifact, type SessionStep, type StepResult, type StepSource } from './run-session.ts';

/** The artifacts that a step gave when it ran last, for a partial run that begins after it. */
export async function reuseStep(
  { store, plan, directory }: Pick<StepSource, 'store' | 'plan' | 'directory'>,
  step: SessionStep,
): Promise<StepResult> {
  const [last] = await store.listExecutions({
    pipeline: plan.pipeline,
    step: step.id,
    states: ['complete', 'cached'],
    limit: 1,
  });
  const outputs = last === undefined ? undefined : await readOutputs({ store, directory }, last.id);
  const isWhole = Object.keys(step.planned.outputs).every((port) => outputs?.[port] !== undefined);
  if (last === undefined || outputs === undefined || !isWhole) {
    const needing = plan.steps.find(({ dependsOn }) => dependsOn.includes(step.id))!;
    throw nothingToReuse({ step: needing.id, needed: step.id });
  }
  return {
    id: step.id,
    component: step.planned.component,
    state: 'cached',
    outputs,
    durationMs: 0,
    reason: { type: 'reused', executionId: last.id },
  };
}

async function readOutputs(
  { store, directory }: { readonly store: MetadataStore; readonly directory: string },
  executionId: string,
): Promise<StepResult['outputs']> {
  const events = (await store.listEvents({ executionId })).filter(({ type }) => type === 'output');
  const outputs: [string, StepResult['outputs'][string]][] = [];
  for (const { port, digest } of events) {
    const record = await store.getArtifact(digest);
    if (record?.state !== 'live') continue;
    const artifact = toArtifact(directory, record);
    if ((await findManifestProblem(artifact)) === undefined) outputs.push([port, artifact]);
  }
  return Object.fromEntries(outputs);
}
